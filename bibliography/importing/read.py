"""One record as it was read, or what is wrong with it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bibliography.normalization import normalized
from bibliography.records import problems_in

Record = dict[str, Any]


class Form(StrEnum):
    RIS = "RIS"
    PUBMED = "PubMed"
    BIBTEX = "BibTeX"
    CSL = "CSL-JSON"
    NUMBERS = "DOI or PMID"


@dataclass(frozen=True)
class Read:
    """`line`: where it began, from 1. `csl` is normalized, and holds a number alone where that was all.

    `problems`: why it cannot be stored, in words.
    """

    line: int
    form: Form
    csl: Record = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """A DOI or PubMed number without a record: it can only name a reference that is here."""
        return self.form is Form.NUMBERS and bool(self.csl)


def read_record(line: int, form: Form, csl: Record) -> Read:
    """Normalized, with all that is wrong with it."""
    record = normalized(csl)
    return Read(line, form, record, tuple(problems_in(record)))
