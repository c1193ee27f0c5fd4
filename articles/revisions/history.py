"""The history of an article: one entry a sitting, what changed in it, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Min
from django.utils import timezone

from articles.models import Article, Draft, Event, Revision
from articles.revisions.comparing import changed_fields
from articles.revisions.revision_content import whole

A_PAGE: Final = 50
OUT: Final = (Event.Act.PUBLISHED, Event.Act.SCHEDULED)


@dataclass(frozen=True)
class Entry:
    """One sitting by its last save. `changed`: the names of the fields that differ from the entry before it."""

    revision: Revision
    began_at: datetime
    saves: int
    changed: tuple[str, ...]
    is_first: bool
    is_head: bool
    is_live: bool
    acts: tuple[Event, ...]

    @property
    def day(self) -> date:
        return timezone.localtime(self.revision.at).date()

    @property
    def is_set_aside(self) -> bool:
        return self.revision.origin == Revision.Origin.SET_ASIDE

    @property
    def waits(self) -> bool:
        """Whether it still has to be put together with what the others wrote."""
        return self.is_set_aside and self.revision.taken_into_id is None


@dataclass(frozen=True)
class Page:
    """`older`: where the next page begins, or None."""

    entries: list[Entry]
    older: int | None


def history_of(article: Article, draft: Draft, *, before: int | None = None, sitting: str = "") -> Page:
    """A page of it, newest first; the single saves of one sitting instead. Four queries at most."""
    rows = list(Revision.objects.entries(article, before=before, sitting=sitting)[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    if not shown:
        return Page([], None)
    base = [*rows[A_PAGE:]] or [*Revision.objects.entries(article, before=shown[-1].pk)[:1]]
    known = {} if sitting else sittings(article, shown)
    acts = acts_of(article, shown)
    entries = [
        Entry(
            revision=revision,
            began_at=known.get(revision.sitting, alone(revision))[0],
            saves=known.get(revision.sitting, alone(revision))[1],
            changed=tuple(changed_since(revision, [*shown[place + 1 :], *base])),
            is_first=place + 1 == len(shown) and not base,
            is_head=revision.pk == draft.head_id,
            is_live=revision.pk == draft.live_id,
            acts=tuple(acts.get(revision.sitting, ())),
        )
        for place, revision in enumerate(shown)
    ]
    return Page(entries, shown[-1].pk if len(rows) > A_PAGE else None)


def alone(revision: Revision) -> tuple[datetime, int]:
    return revision.at, 1


def changed_since(revision: Revision, older: Iterable[Revision]) -> list[str]:
    """Compared with the entry before it; what was set aside, with what its writer started from, where that is shown."""
    chain = [row for row in older if row.origin != Revision.Origin.SET_ASIDE]
    if revision.origin == Revision.Origin.SET_ASIDE:
        chain = [row for row in chain if row.pk == revision.base_id] or chain
    return changed_fields(whole(chain[0].content), whole(revision.content)) if chain else []


def sittings(article: Article, shown: Sequence[Revision]) -> dict[str, tuple[datetime, int]]:
    """When each began, and how many saves of it there still are."""
    rows = Revision.objects.filter(article=article, sitting__in={revision.sitting for revision in shown})
    counted = rows.order_by().values_list("sitting").annotate(Min("at"), Count("pk"))
    return {name: (began_at, saves) for name, began_at, saves in counted}


def acts_of(article: Article, shown: Sequence[Revision]) -> dict[str, list[Event]]:
    """The acts that let readers see something of these, by the name of the sitting."""
    found: dict[str, list[Event]] = {}
    names = {revision.sitting for revision in shown}
    events = Event.objects.filter(article=article, act__in=OUT, revision__sitting__in=names)
    for event in events.select_related("by", "revision").defer("revision__content"):
        if event.revision:
            found.setdefault(event.revision.sitting, []).append(event)
    return found
