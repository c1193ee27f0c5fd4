"""The data set of Retraction Watch, as Crossref publishes it: a file of CSV with a record for each notice."""

import codecs
import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from bibliography.doi import NAME, bare_doi
from bibliography.models import Notice
from bibliography.notices.heard import Heard, WatchRefused
from bibliography.notices.noting import Said
from members.characters import cleaned
from tags.text.lengths import longest
from tags.text.plain_text import one_line

NEEDED: Final = (
    "Record ID", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionDate", "RetractionDOI", "RetractionNature",
    "Reason",
)  # fmt: skip
KINDS: Final = {
    "retraction": Notice.Kind.RETRACTION,
    "expression of concern": Notice.Kind.CONCERN,
    "correction": Notice.Kind.CORRECTION,
    "reinstatement": Notice.Kind.REINSTATEMENT,
}
BLOCK: Final = 1 << 20  # bytes read at once to tell how a file is encoded
LONGEST_RECORD: Final = longest(Notice, "record")
LONGEST_FIELD: Final = 1 << 20  # characters: notes of the data set run to some thousands
DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")


def records_of(path: Path) -> Iterator[Heard]:
    """Each record of the file, one at a time. Raises `WatchRefused`."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding=encoding_of(path), newline="") as lines:
        rows = csv.DictReader(lines, strict=True)
        try:
            names = [name.strip() for name in rows.fieldnames or ()]
            if missing := [name for name in NEEDED if name not in names]:
                raise WatchRefused(path.name, 1, f"The column “{missing[0]}” is missing.")
            rows.fieldnames = names
            for row in rows:
                if None in row or None in row.values():
                    raise WatchRefused(path.name, rows.line_num, f"This record has not {len(names)} fields.")
                yield heard(row, path.name, rows.line_num)
        except csv.Error as error:
            raise WatchRefused(path.name, rows.line_num, f"This is not CSV: {error}.") from error
        except UnicodeError as error:
            raise WatchRefused(path.name, rows.line_num + 1, f"This is not text in UTF-16: {error}.") from error


def encoding_of(path: Path) -> str:
    """By its first bytes, else by whether it can be UTF-8. Cost: it is read once, without being kept."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        begin = file.read(2)
        if begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"


def heard(row: dict[str, str], file: str, line: int) -> Heard:
    nature = one_line(row["RetractionNature"]) or "without a kind"
    kind = KINDS.get(nature.lower())
    doi, pmid = doi_in(row["OriginalPaperDOI"]), pmid_in(row["OriginalPaperPubMedID"])
    if kind is None or not (doi or pmid):
        return Heard(line, doi, pmid, nature, None)
    record = one_line(row["Record ID"])
    if not record:
        raise WatchRefused(file, line, "This record has no “Record ID”.")
    said = Said(
        kind=kind,
        source=Notice.Source.RETRACTION_WATCH,
        record=record[:LONGEST_RECORD],
        dated=day_in(row["RetractionDate"], file, line),
        doi=doi_in(row["RetractionDOI"]),
        reasons=reasons_in(row["Reason"]),
    )
    return Heard(line, doi, pmid, kind, said)


def doi_in(text: str) -> str:
    """The bare DOI in lower case; "" where the file says that there is none, in whatever words."""
    doi = bare_doi(cleaned(text)).lower()
    return doi if NAME.fullmatch(doi) and len(doi) <= longest(Notice, "doi") else ""


def pmid_in(text: str) -> str:
    number = text.strip().removesuffix(".0").lstrip("0")
    return number if number.isascii() and number.isdecimal() else ""


def day_in(text: str, file: str, line: int) -> date | None:
    """`5/3/2026 0:00` is the third of May. None for an empty field."""
    text = text.strip()
    if not text:
        return None
    found = DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[1]), int(found[2]))
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise WatchRefused(file, line, f"“{text}” is no date; one looks like 5/3/2026 0:00.") from error


def reasons_in(text: str) -> tuple[str, ...]:
    """`+Concerns/Issues About Data;+Error in Analyses;` as two reasons."""
    return tuple(reason for part in text.split(";") if (reason := one_line(cleaned(part)).lstrip("+ ")))
