"""Where articles and lists stand (draft, published, withdrawn ...): in files, and brought about in the database."""

from datetime import datetime
from typing import Any

from articles.models import Article, Event
from articles.publishing import change, publish, schedule
from articles.status import Status
from collection.values import State
from collection.yaml_blocks import Block
from lists.models import ReadingList
from tags.text.lengths import longest


def read_state(block: Block) -> State:
    """A time of publication alone means published, from that time on; nothing at all means draft."""
    published = block.moment("published")
    default = Status.PUBLISHED if "published" in block.values else Status.DRAFT
    state = State(
        status=block.choice("status", Status.values, default),
        published=published,
        withdrawn=block.moment("withdrawn"),
        reason=block.text("withdrawal_reason", longest=longest(Article, "withdrawal_reason")),
    )
    line = block.line_of("status") if "status" in block.values else block.line_of("published")
    if state.was_published and published is None and "published" not in block.values:
        block.fault(line, f"What is {state.status} needs the day of its publication: “published: 2026-09-14”.")
    if (state.status == Status.WITHDRAWN) != ("withdrawn" in block.values):
        block.fault(line, "“status: withdrawn” and the day in “withdrawn: …” go together.")
    return state


def state_keys(state: State) -> dict[str, Any]:
    """The front matter of a state, as `read_state` reads it back."""
    return {
        "published": state.published,
        "status": "" if state.status == Status.PUBLISHED else str(state.status),
        "withdrawn": state.withdrawn,
        "withdrawal_reason": state.reason,
    }


def state_of(row: Article | ReadingList) -> State:
    reason = row.withdrawal_reason if isinstance(row, Article) else ""
    return State(str(row.status), row.publish_at, row.withdrawn_at, reason)


def bring_article(article: Article, state: State, *, at: datetime) -> bool:
    """Bring a saved article to `state` and tell whether that changed it. Raises `PublishRefused`."""
    if state_of(article) == state:
        return False
    if state.status == Status.PUBLISHED and state.published is not None:
        if state.published > at:
            schedule(article, by=None, at=at, publish_at=state.published)
        else:
            publish(article, by=None, at=state.published)
        return True
    acts = {
        Status.DRAFT: Event.Act.RETURNED,
        Status.IN_REVIEW: Event.Act.SENT_TO_REVIEW,
        Status.APPROVED: Event.Act.SENT_TO_REVIEW,
        Status.WITHDRAWN: Event.Act.WITHDRAWN,
    }
    status = Status(state.status)
    columns = {"publish_at": state.published, "withdrawn_at": state.withdrawn, "withdrawal_reason": state.reason}
    change(article, status, acts[status], by=None, at=state.withdrawn or at, **columns)
    return True


def bring_list(reading_list: ReadingList, state: State) -> None:
    """Set the columns of an unsaved or changed list; its caller saves it."""
    reading_list.status = state.status
    reading_list.publish_at = state.published
    reading_list.withdrawn_at = state.withdrawn
