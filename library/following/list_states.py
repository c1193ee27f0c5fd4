"""What followed lists hold, noted when somebody looks: a list has no history of its own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Min, OuterRef, Subquery

from library.following.visits import AT_MOST
from library.models import Follow, ListState
from lists.models import Item, ReadingList


@dataclass(frozen=True)
class ListChange:
    """What became of a list, by keys of articles. `at`: when it was first seen so."""

    reading_list: int
    at: datetime
    put_in: tuple[int, ...]
    taken_out: tuple[int, ...]
    moved: bool


def note_all_followed(at: datetime) -> None:
    """Before mail is written of them. What is read grows with the followed lists, not with their followers."""
    keys = Follow.objects.of_lists().order_by().values_list("reading_list", flat=True).distinct()
    note_states([key for key in keys if key], at)


def note_states(keys: Collection[int], at: datetime) -> None:
    """Two queries where nothing changed."""
    if not changed_states(keys, at):
        return
    with transaction.atomic():
        list(ReadingList.objects.select_for_update().filter(pk__in=keys).order_by("pk"))  # one after the other
        ListState.objects.bulk_create(
            ListState(reading_list_id=key, at=at, articles=held) for key, held in changed_states(keys, at).items()
        )


def changed_states(keys: Collection[int], at: datetime) -> dict[int, list[int]]:
    """What lists hold now that were noted otherwise, or not at all."""
    if not keys:
        return {}
    now: dict[int, list[int]] = {key: [] for key in keys}
    items = Item.objects.visible_to(AnonymousUser(), at).filter(section__reading_list__in=keys)
    for key, article in items.in_reading_order().values_list("section__reading_list", "article"):
        now[key].append(article)
    newest = ListState.objects.filter(reading_list=OuterRef("pk")).order_by("-at", "-pk")
    known = dict(
        ReadingList.objects.filter(pk__in=keys)
        .order_by()
        .values_list("pk", Subquery(newest.values("articles")[:1], output_field=ListState._meta.get_field("articles")))
    )
    return {key: held for key, held in now.items() if key in known and known[key] != held}


def prune(at: datetime, *, dry_run: bool = False) -> int:
    """Remove what nobody will be told of any more; how many states that are. Two queries a list.

    Of each list stay what came after the last visit and the last mail of all who follow it, and what it held then. The
    newest state always stays: the next change is compared with it.
    """
    noted = ReadingList.objects.filter(pk__in=ListState.objects.order_by().values("reading_list")).order_by("pk")
    follower = "followed_by__member"
    told = noted.annotate(
        visit=Min(f"{follower}__visit_of_news__since"), mail=Min(f"{follower}__digest__covered_until")
    )
    removed = 0
    for key, visit, mail in told.values_list("pk", "visit", "mail"):
        since = min(moment for moment in (visit, mail, at - AT_MOST) if moment)
        over = ListState.objects.filter(reading_list=key, at__lte=since).order_by("-at", "-pk")
        needless = ListState.objects.filter(pk__in=list(over.values_list("pk", flat=True)[1:]))
        removed += needless.count() if dry_run else needless.delete()[0]
    return removed


def changes_of(followed: dict[int, datetime], since: datetime, until: datetime) -> list[ListChange]:
    """What changed in these lists in that time, and since each was followed. Two queries."""
    if not followed:
        return []
    later = ListState.objects.filter(reading_list__in=followed, at__gt=since, at__lte=until)
    states: dict[int, list[ListState]] = {}
    for state in later.order_by("at", "pk"):
        states.setdefault(state.reading_list_id, []).append(state)
    before = ListState.objects.filter(reading_list=OuterRef("pk"), at__lte=since).order_by("-at", "-pk").values("pk")
    lists = ReadingList.objects.filter(pk__in=states).annotate(before=Subquery(before[:1])).values_list("before")
    for state in ListState.objects.filter(pk__in=lists.order_by()):
        states[state.reading_list_id].insert(0, state)
    found = (change_in(followed[key], rows, since) for key, rows in states.items())
    return [change for change in found if change]


def change_in(followed_since: datetime, rows: Sequence[ListState], since: datetime) -> ListChange | None:
    known = [row for row in rows if row.at <= max(since, followed_since)]
    was, now = (known or rows)[-1 if known else 0], rows[-1]
    if was.articles == now.articles:
        return None
    put_in = tuple(without(now.articles, was.articles))
    taken_out = tuple(without(was.articles, now.articles))
    return ListChange(now.reading_list_id, now.at, put_in, taken_out, moved=not put_in and not taken_out)


def without(keys: Iterable[int], others: Collection[int]) -> list[int]:
    return [key for key in dict.fromkeys(keys) if key not in others]
