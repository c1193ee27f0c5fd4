"""What was loaded becomes a revision of each article, too."""

from articles.models import Article
from articles.revisions.catching_up import catch_up
from collection.report import Report
from collection.values import Collection
from tags.management.progress import Tell


def record_revisions(collection: Collection, report: Report, tell: Tell) -> None:
    """Editors see where it came from, and their own changes beside it stay."""
    for done, file in enumerate(collection.articles, start=1):
        draft = catch_up(Article.objects.get(slug=file.content.slug))
        if file.content.slug in report.told_of and not draft.is_changed:
            draft.takes(draft.head, checked=draft.head, blocking=0, warnings=report.told_of[file.content.slug])
        tell("Revisions", done, len(collection.articles))
