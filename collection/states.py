"""Where articles and lists stand (draft, published, withdrawn ...): in files, and brought about in the database."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from articles.models import Article, Event
from articles.publishing import change, refuse_incomplete
from articles.status import Status
from collection.values import ListFile, State
from collection.yaml_blocks import Block
from lists.models import Item, ReadingList, Section
from tags.text.lengths import longest

ACTS: Final = {
    Status.DRAFT: Event.Act.RETURNED,
    Status.IN_REVIEW: Event.Act.SENT_TO_REVIEW,
    Status.APPROVED: Event.Act.SENT_TO_REVIEW,
    Status.PUBLISHED: Event.Act.PUBLISHED,
    Status.WITHDRAWN: Event.Act.WITHDRAWN,
}


def read_state(block: Block) -> State:
    """A time of publication alone means published, from that time on; nothing at all means draft."""
    published = block.moment("published")
    default = Status.PUBLISHED if "published" in block.values else Status.DRAFT
    state = State(
        status=block.choice("status", Status.values, default),
        published=published,
        withdrawn=block.moment("withdrawn"),
        reason=block.text("withdrawal_reason", longest=longest(Article, "withdrawal_reason")),
        first_published=block.moment("first_published"),
    )
    if state.first_published and state.published and state.first_published >= state.published:
        line = block.line_of("first_published")
        block.fault(line, "“first_published” has to lie before “published”; leave it out where it is the same.")
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
        "first_published": state.first_published,
        "status": "" if state.status == Status.PUBLISHED else str(state.status),
        "withdrawn": state.withdrawn,
        "withdrawal_reason": state.reason,
    }


def state_of(row: Article | ReadingList) -> State:
    reason = row.withdrawal_reason if isinstance(row, Article) else ""
    first = row.first_published_at if row.first_published_at != row.publish_at else None
    return State(str(row.status), row.publish_at, row.withdrawn_at, reason, first)


def with_first_date(row: Article | ReadingList, state: State) -> State:
    """A draft whose file says nothing of it keeps the date that readers were told."""
    known = state.first_published or state.published
    return state if known else replace(state, first_published=row.first_published_at)


def bring_article(article: Article, state: State, *, at: datetime) -> bool:
    """Bring a saved article to `state` and tell whether that changed it. Raises `PublishRefused`."""
    state = with_first_date(article, state)
    if state_of(article) == state:
        return False
    status = Status(state.status)
    moment, act = state.withdrawn or at, ACTS[status]
    if status == Status.PUBLISHED and state.published is not None:
        refuse_incomplete(article)
        moment, act = (at, Event.Act.SCHEDULED) if state.published > at else (state.published, act)
    dates = {"publish_at": state.published, "first_published_at": state.first_published or state.published}
    columns: dict[str, Any] = {**dates, "withdrawn_at": state.withdrawn, "withdrawal_reason": state.reason}
    change(article, status, act, by=None, at=moment, **columns)
    return True


def bring_list(reading_list: ReadingList, state: State) -> None:
    """Set the columns of an unsaved or changed list; its caller saves it."""
    reading_list.status = state.status
    reading_list.publish_at = state.published
    reading_list.withdrawn_at = state.withdrawn
    reading_list.first_published_at = state.first_published or state.published


def save_list(row: ReadingList, file: ListFile) -> None:
    row.title, row.standfirst = file.title, file.standfirst
    bring_list(row, file.state)
    row.save()
    row.sections.all().delete()
    for position, section in enumerate(file.sections):
        stored = Section.objects.create(reading_list=row, title=section.title, intro=section.intro, position=position)
        articles = Article.objects.in_bulk([item.article for item in section.items], field_name="slug")
        Item.objects.bulk_create(
            Item(section=stored, article=articles[item.article], reason=item.reason, position=place)
            for place, item in enumerate(section.items)
        )
