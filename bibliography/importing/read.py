"""One record as it was read, or what is wrong with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bibliography.dates import is_date
from bibliography.importing.dates_read import date_read
from bibliography.importing.dois_read import dois_in
from bibliography.importing.pages_read import pages
from bibliography.normalization import normalized
from bibliography.records import ADDRESS, DATES, problems_in

Record = dict[str, Any]
Left = Iterable[tuple[str, str]]
PMID: Final = re.compile(r"(?:PMID|pubmed)?[\s:]*(\d{1,9})\b.*", re.IGNORECASE)


class Form(StrEnum):
    RIS = "RIS"
    PUBMED = "PubMed"
    PUBMED_XML = "PubMed XML"
    ENDNOTE_XML = "EndNote XML"
    BIBTEX = "BibTeX"
    CSL = "CSL-JSON"
    TABLE = "CSV"
    NUMBERS = "DOI or PMID"


@dataclass(frozen=True)
class Read:
    """`line`: where it began, from 1. `csl` is normalized, and holds a number alone where that was all.

    `problems`: why it cannot be stored, in words. `raw`: as it stood there. `key`: what its own program cites it by.
    `left_out`: fields for which there is no place, not even in the note: lists of lists, as registries hand out.
    """

    line: int
    form: Form
    csl: Record = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    raw: str = ""
    key: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """A DOI or PubMed number without a record: it can only name a reference that is here."""
        return self.form is Form.NUMBERS and bool(self.csl)


def read_record(
    line: int, form: Form, csl: Record, *, raw: str = "", key: str = "", left: Left = (), left_out: tuple[str, ...] = ()
) -> Read:
    """Normalized, with all that is wrong with it. `left`: name and text of what CSL has no field for, for its note."""
    kept, record = [*left], {**csl}
    for reading in (_dates, _numbers, _address):
        kept += reading(record)
    record = normalized(record)
    if note := "\n".join(filter(None, [str(record.get("note") or ""), *dict.fromkeys(_lines(kept))])):
        record["note"] = note
    return Read(line, form, record, tuple(problems_in(record)), raw, key, left_out)


def _lines(left: Left) -> Iterator[str]:
    """“Name: value”, as Zotero keeps them in “Extra”."""
    yield from (f"{name}: {' '.join(value.split())}" for name, value in left if value.strip())


def _dates(record: Record) -> Iterator[tuple[str, str]]:
    for name in sorted(DATES & record.keys()):
        if isinstance(said := record[name], str):
            record[name], words = date_read(said)
            yield "Date" if name == "issued" else name, words
        elif isinstance(said, dict) and isinstance(parts := said.get("date-parts"), list):
            yield from _impossible(record, name, parts)


def _impossible(record: Record, name: str, parts: list[Any]) -> Iterator[tuple[str, str]]:
    """“2004/13/45”: what is sure of it is its year."""
    first = parts[0] if parts and isinstance(parts[0], list) else []
    if len(parts) == 1 and len(first) > 1 and not is_date(first) and is_date(first[:1]):
        record[name] = {**record[name], "date-parts": [first[:1]]}
        yield "Date" if name == "issued" else name, "-".join(map(str, first))


def _numbers(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(doi := record.get("DOI"), str):
        first, *others = dois_in(doi)
        record["DOI"] = first
        yield from (("DOI", other) for other in others)
    if isinstance(page := record.get("page"), str):
        record["page"] = pages(page)
    pmid = str(record.get("PMID") or "").strip()
    if pmid and not pmid.isdecimal() and (found := PMID.fullmatch(pmid)):
        record["PMID"] = found[1]


def _address(record: Record) -> Iterator[tuple[str, str]]:
    address = record.get("URL")
    if not isinstance(address, str) or not address.strip():
        return
    first, *others = address.split()
    if first.lower().startswith("www."):
        first = f"https://{first}"
    if ADDRESS.fullmatch(first):
        record["URL"] = first
        yield from (("URL", other) for other in others)
    else:
        record["URL"] = ""
        yield "URL", address
