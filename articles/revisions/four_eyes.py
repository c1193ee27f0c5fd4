"""Where a site asks for four eyes (REVIEW_BY_ANOTHER), nobody lets their own words out alone."""

from django.conf import settings

from articles.models import Article, Draft, Revision
from members.models import User


def needs_another(article: Article, draft: Draft, by: User) -> bool:
    """Whether somebody else has to approve it: `by` is its editor, or saved part of what readers do not see yet."""
    if not settings.REVIEW_BY_ANOTHER:
        return False
    since = Revision.objects.of(article).following(draft.live_id).values_list("by", flat=True)
    return by.pk in {article.editor_id, *since}


def waits_for_another(article: Article, draft: Draft, by: User | None) -> bool:
    """Whether that has not happened yet. The command line (None) waits for nobody."""
    return by is not None and draft.stage != Draft.Stage.APPROVED and needs_another(article, draft, by)
