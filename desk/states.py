"""Where an article stands, in words of the desk."""

from datetime import datetime
from typing import Final

from articles.models import Article, Draft
from articles.status import Status
from desk.scheduling import in_words

CHANGED: Final = {
    Draft.Stage.DRAFT: "with changes that readers do not see",
    Draft.Stage.IN_REVIEW: "with changes in review",
    Draft.Stage.APPROVED: "with approved changes",
}


def state_of(article: Article, draft: Draft, at: datetime) -> str:
    """“Published, with changes in review”"""
    if article.status == Status.WITHDRAWN:
        return "Withdrawn"
    if article.status != Status.PUBLISHED:
        return Draft.Stage(draft.stage).label
    known = (
        "Published"
        if article.is_live(at) or article.publish_at is None
        else f"Scheduled for {in_words(article.publish_at)}"
    )
    if draft.due_at:
        known = f"{known}, changes scheduled for {in_words(draft.due_at)}"
    return f"{known}, {CHANGED[Draft.Stage(draft.stage)]}" if draft.is_ahead else known
