"""The acts that change whether readers see a reading list: publish, withdraw, return to draft.

Each is atomic and asks first whether `by` may do it. `by=None` is the command line.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.cards.card_job import draw_soon
from articles.publishing import PublishRefused, require_permission
from articles.status import Status, first_publication
from lists.list_cards import draw_for_list
from lists.models import Item, ReadingList
from members.models import LoggedAct, User

Done = LoggedAct.Done


def missing(reading_list: ReadingList) -> list[str]:
    """What still keeps a list from being published, in words for its editor."""
    has_items = Item.objects.of_list(reading_list).exists()
    return list(lacking(reading_list.title, reading_list.standfirst, has_items=has_items).values())


def lacking(title: str, standfirst: str, *, has_items: bool) -> dict[str, str]:
    """The parts without which no list may be published: the part, and what its editor is told."""
    checks = {
        "title": (not title.strip(), "Give it a title."),
        "standfirst": (not standfirst.strip(), "Say who it is for, and why these in this order."),
        "sections": (not has_items, "Put at least one article in it."),
    }
    return {part: message for part, (is_lacking, message) in checks.items() if is_lacking}


@transaction.atomic
def publish(reading_list: ReadingList, *, by: User | None, at: datetime) -> None:
    """Visible from the moment `at` on, under its first date if it has one. Raises `PublishRefused`."""
    require_permission(by)
    lock(reading_list)
    if reasons := missing(reading_list):
        raise PublishRefused(reasons)
    first = first_publication(reading_list.first_published_at, at, at)
    change(reading_list, Status.PUBLISHED, Done.PUBLISHED, by=by, at=at, publish_at=first)


@transaction.atomic
def withdraw(reading_list: ReadingList, *, by: User | None, at: datetime) -> None:
    """Off the site; its articles stay. The day of its publication is kept."""
    require_permission(by)
    lock(reading_list)
    if reading_list.status != Status.PUBLISHED:
        raise PublishRefused(["Only a published list can be withdrawn."])
    kept = {"publish_at": reading_list.publish_at, "withdrawn_at": at}
    change(reading_list, Status.WITHDRAWN, Done.WITHDRAWN, by=by, at=at, **kept)


@transaction.atomic
def return_to_draft(reading_list: ReadingList, *, by: User | None, at: datetime) -> None:
    """Back on the editor's table, from whatever state. Its address and the day of its publication are kept."""
    require_permission(by)
    lock(reading_list)
    change(reading_list, Status.DRAFT, Done.RETURNED, by=by, at=at, publish_at=None)


def lock(reading_list: ReadingList) -> None:
    """Hold the row until the act is done, and decide on what it holds now: another act may have been quicker."""
    reading_list.refresh_from_db(from_queryset=ReadingList.objects.select_for_update())


def change(
    reading_list: ReadingList,
    status: Status,
    done: Done,
    *,
    by: User | None,
    at: datetime,
    publish_at: datetime | None,
    withdrawn_at: datetime | None = None,
) -> None:
    before = {"state": reading_list.status}
    reading_list.first_published_at = first_publication(reading_list.first_published_at, at, publish_at)
    reading_list.status, reading_list.publish_at, reading_list.withdrawn_at = status, publish_at, withdrawn_at
    reading_list.save(update_fields=["status", "publish_at", "withdrawn_at", "first_published_at"])
    note_list(done, reading_list, by=by, at=at, before=before, after={"state": str(status)})


def note_list(done: Done, reading_list: ReadingList, *, by: User | None, **said: Any) -> None:
    """All acts come here: what they did goes into the log, and a list that they changed gets another date."""
    draw_soon(draw_for_list, reading_list.pk)
    kind = LoggedAct.Kind.READING_LIST
    if LoggedAct.objects.note(done, kind, reading_list, by=by, name=reading_list.title, **said):
        ReadingList.objects.filter(pk=reading_list.pk).update(updated_at=timezone.now())
