"""What tests of suggestions ask: the stored lists, and what a page says."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.access import Person
from articles.models import Article, PendingRelation, Suggestion
from articles.related.display import Related, related_to
from articles.related.update import catch_up
from tests.factories import make_article


def fear(slug: str, **content: Any) -> Article:
    """An article about fear that is learned and unlearned."""
    return make_article(slug, **{
        "title": f"Fear fades by extinction in study {slug}",
        "standfirst": "Extinction of fear depends on a safety signal and its recall.",
        "key_points": ("Recall of extinction kept fear low.",),
        "summary": "People learned that a tone was safe. Extinction held a day later.",
        "full_post": "## What they did\n\nThey heard tones.",
        **content,
    })  # fmt: skip


def sleep(slug: str, **content: Any) -> Article:
    """An article about something else."""
    return make_article(slug, **{
        "title": f"Insomnia eases with restriction in study {slug}",
        "standfirst": "Nights became longer when bedtime was shortened.",
        "key_points": ("Insomnia eased within weeks.",),
        "summary": "Bedtime was restricted. Nights were slept through.",
        "full_post": "## What they did\n\nDiaries of nights.",
        **content,
    })  # fmt: skip


def listed(article: Article) -> list[str]:
    """The slugs of its stored suggestions, the nearest first, when all is done that acts left to be done."""
    settled()
    rows = Suggestion.objects.filter(article=article).order_by("-score", "other")
    return list(rows.values_list("other__slug", flat=True))


def settled() -> None:
    """Tests commit nothing: do here what is done right after a commit."""
    catch_up([], others=PendingRelation.objects.count())


def seen(article: Article, user: Person | None = None) -> list[Related]:
    settled()
    return related_to(article.pk, user or AnonymousUser(), timezone.now())


def slugs(related: list[Related]) -> list[str]:
    return [one.article.slug for one in related]
