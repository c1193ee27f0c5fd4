"""Acts on notices: noted, put right, taken back, put back. What stands with the reference follows in the same act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bibliography.models import Notice, Reference
from bibliography.notices.settling import settle
from members.models import LoggedAct, User
from tags.models import take_write_lock


@dataclass(frozen=True)
class Said:
    """What a source says of a paper. `record`: what it calls that itself; an editor's has the DOI or the day."""

    kind: str
    source: str
    record: str
    dated: date | None = None
    doi: str = ""
    url: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """Those that may change without its becoming another notice."""
        return {"dated": self.dated, "doi": self.doi, "url": self.url, "reasons": list(self.reasons)}


class NoticeRefused(Exception):
    """Raised where the same notice is there already; nothing was written."""


@transaction.atomic
def note_notice(reference: Reference, said: Said, *, by: User | None, at: datetime) -> Notice:
    """The notice about this reference as it is said now: new, changed, or put back where its source had lost it.

    `by`: None for what a command heard. Raises `NoticeRefused` for what an editor notes a second time.
    """
    take_write_lock()
    known = Notice.objects.filter(reference=reference, source=said.source, record=said.record, kind=said.kind).first()
    if by and known and not known.taken_back:
        raise NoticeRefused("This notice stands here already.")
    notice = known or Notice(reference=reference, source=said.source, record=said.record, kind=said.kind, seen_at=at)
    before = as_logged(notice) if known else None
    for name, value in said.columns.items():
        setattr(notice, name, value)
    if by or notice.taken_back == Notice.TakenBack.GONE:
        notice.taken_back, notice.taken_back_at = "", None
    notice.save()
    settle([reference.pk])
    log(notice, before, as_logged(notice), by=by, at=at)
    return notice


@transaction.atomic
def take_back(notice: Notice, *, by: User | None, at: datetime) -> None:
    """Nobody is told of it any more. What an editor took back stays so, whatever its source says later."""
    take_write_lock()
    notice = Notice.objects.select_related("reference").get(pk=notice.pk)
    before = as_logged(notice)
    notice.taken_back = Notice.TakenBack.BY_HAND if by else Notice.TakenBack.GONE
    notice.taken_back_at, notice.counts = at, False
    notice.save()
    settle([notice.reference_id])
    log(notice, before, as_logged(notice), by=by, at=at)


@transaction.atomic
def put_back(notice: Notice, *, by: User, at: datetime) -> None:
    take_write_lock()
    notice = Notice.objects.select_related("reference").get(pk=notice.pk)
    before = as_logged(notice)
    notice.taken_back, notice.taken_back_at = "", None
    notice.save()
    settle([notice.reference_id])
    log(notice, before, as_logged(notice), by=by, at=at)


def as_logged(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.get_kind_display(),
        "date": notice.dated.isoformat() if notice.dated else "",
        "DOI": notice.doi,
        "address": notice.url,
        "reasons": "; ".join(notice.reasons),
        "after": notice.get_source_display(),
        "taken back": notice.get_taken_back_display() if notice.taken_back else "",
    }


def log(notice: Notice, before: dict[str, Any] | None, after: dict[str, Any], *, by: User | None, at: datetime) -> None:
    """In the log of acts as a change of the reference, with the name of the notice on both sides."""
    if before == after:
        return
    named = {**(before or {}), "notice": ""}
    reference = notice.reference
    LoggedAct.objects.note(
        LoggedAct.Done.CHANGED, LoggedAct.Kind.REFERENCE, reference, by=by, name=str(reference), before=named,
        after=after, at=at,
    )  # fmt: skip
