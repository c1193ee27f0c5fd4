"""Where a site asks for four eyes (REVIEW_BY_ANOTHER), nobody lets their own words out alone."""

from django.conf import settings

from articles.models import Article, Draft, Revision
from members.models import User


def is_own(article: Article, draft: Draft, by: User) -> bool:
    """Whether `by` is its editor, or saved part of what readers do not see yet."""
    since = Revision.objects.of(article).following(draft.live_id).values_list("by", flat=True)
    return by.pk in {article.editor_id, *since}


def waits_for_another(article: Article, draft: Draft, by: User | None) -> bool:
    """Whether somebody else has to approve it before `by` may publish it."""
    if by is None or not settings.REVIEW_BY_ANOTHER or draft.stage == Draft.Stage.APPROVED:
        return False
    return is_own(article, draft, by)
