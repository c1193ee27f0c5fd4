"""Which of the notices about a reference count, and what its row says of them: after every act on one."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from bibliography.models import Notice, Reference
from bibliography.notices.told import STANDINGS, as_told

Kind = Notice.Kind

LIFTED: Final = frozenset({Kind.RETRACTION.value, Kind.CONCERN.value})  # by a reinstatement that came later


def settle(references: Iterable[int]) -> None:
    """Rows that say the same already are left alone. Three queries, and one for each row that changes."""
    for reference in Reference.objects.filter(pk__in=set(references)).prefetch_related("notices"):
        notices = list(reference.notices.all())
        counting = counting_among(notices)
        for notice in notices:
            if notice.counts != (notice in counting):
                notice.counts = notice in counting
                notice.save(update_fields=["counts"])
        told = told_among(counting)
        columns = {"standing": STANDINGS[told[0].kind] if told else None, "told_notices": stored(told)}
        if any(getattr(reference, name) != value for name, value in columns.items()):
            Reference.objects.filter(pk=reference.pk).update(**columns)


def stored(told: list[Notice]) -> Any:
    return [as_told(notice) for notice in told] or None


def counting_among(notices: Iterable[Notice]) -> list[Notice]:
    """Those in force that no reinstatement lifts; of what several sources say, what says most."""
    in_force = [notice for notice in notices if not notice.taken_back]
    lifted_until = max((one.dated or date.max for one in in_force if one.kind == Kind.REINSTATEMENT), default=None)
    found: dict[tuple[str, str], Notice] = {}
    for notice in in_force:
        if notice.kind == Kind.REINSTATEMENT:
            continue
        if notice.kind in LIFTED and lifted_until and day_of(notice) <= lifted_until:
            continue
        same = (notice.kind, (notice.doi or day_of(notice).isoformat()) if notice.kind == Kind.CORRECTION else "")
        found[same] = max((found.get(same, notice), notice), key=said_by)
    return list(found.values())


def told_among(counting: Iterable[Notice]) -> list[Notice]:
    """The gravest, and what was corrected beside it; a retraction says more than all that came before."""
    in_order = sorted(counting, key=lambda notice: (-STANDINGS[notice.kind], -day_of(notice).toordinal(), notice.pk))
    return in_order[:1] if in_order and in_order[0].kind == Kind.RETRACTION else in_order


def day_of(notice: Notice) -> date:
    """One without a date is older than every other."""
    return notice.dated or date.min


def said_by(notice: Notice) -> tuple[bool, bool, bool, int]:
    """How much it says; of two that say the same the first stays."""
    return bool(notice.reasons), bool(notice.doi or notice.url), notice.dated is not None, -notice.pk
