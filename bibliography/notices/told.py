"""What readers and other programs are told of the notices about a paper, of what stands with its reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format

from bibliography.models import Notice, Reference, Standing

Record = dict[str, Any]
Kind = Notice.Kind

STANDINGS: Final = {
    Kind.RETRACTION.value: Standing.RETRACTED,
    Kind.CONCERN.value: Standing.DOUBTED,
    Kind.CORRECTION.value: Standing.CORRECTED,
}
HAPPENED: Final = {
    Kind.RETRACTION.value: "was retracted",
    Kind.CONCERN.value: "was put under an expression of concern",
    Kind.CORRECTION.value: "was corrected",
}
MARKS: Final = {
    Standing.RETRACTED: "Paper retracted",
    Standing.DOUBTED: "Expression of concern about the paper",
    Standing.CORRECTED: "Paper corrected",
}
CITES: Final = {
    Standing.RETRACTED: "Cites a retracted paper",
    Standing.DOUBTED: "Cites a paper under an expression of concern",
}


@dataclass(frozen=True)
class Told:
    """One notice in force. `address`: where it stands, if anybody said so."""

    kind: str
    dated: date | None
    address: str
    reasons: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        return STANDINGS[self.kind]

    @property
    def when(self) -> str:
        return f" on {date_format(self.dated, 'j F Y')}" if self.dated else ""

    @property
    def happened(self) -> str:
        """After the words “The paper”."""
        return f"{HAPPENED[self.kind]}{self.when}"

    @property
    def is_correction(self) -> bool:
        return self.kind == Kind.CORRECTION


def as_told(notice: Notice) -> dict[str, Any]:
    """As it is stored with the reference."""
    return {
        "kind": notice.kind,
        "dated": notice.dated.isoformat() if notice.dated else "",
        "address": notice.address,
        "reasons": list(notice.reasons),
    }


def told_of(reference: Reference) -> list[Told]:
    """The gravest first. No query."""
    return [read(stored) for stored in reference.told_notices or ()]


def read(stored: Mapping[str, Any]) -> Told:
    dated = date.fromisoformat(stored["dated"]) if stored["dated"] else None
    return Told(stored["kind"], dated, stored["address"], tuple(stored["reasons"]))


def in_words(reference: Reference, what: str = "The paper") -> str:
    """In sentences without links; "" where nothing is told."""
    return " ".join(f"{what} {told.happened}." for told in told_of(reference))


def with_notices(reference: Reference) -> Record:
    """Its record for other programs: `status` and `note` say what is known of it."""
    if not (found := told_of(reference)):
        return dict(reference.csl)
    sentences = [*notes_of(found), str(reference.csl.get("note") or "")]
    return {
        **reference.csl,
        "status": found[0].standing.label,
        "note": " ".join(filter(None, sentences)),
    }


def records_of(keys: Sequence[int]) -> list[Record]:
    """Those of the references with these primary keys, in their order. One query."""
    found = Reference.objects.in_bulk(keys)
    return [with_notices(found[key]) for key in keys if key in found]


def notes_of(found: Iterable[Told]) -> list[str]:
    """`Retracted on 3 May 2026, see https://doi.org/….`"""
    return [f"{told.standing.label}{told.when}{f', see {told.address}' if told.address else ''}." for told in found]
