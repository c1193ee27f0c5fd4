"""What a member sends, as records: RIS, BibTeX, CSL-JSON, numbers, or lines of a spreadsheet with a column of DOIs."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from bibliography.importing.formats.from_numbers import number_in
from bibliography.importing.read import Form, Read
from bibliography.importing.reading import read
from bibliography.normalization import normalized

MOST_RECORDS: Final = 2_000
LONGEST_TEXT: Final = 1_000_000  # characters
LONGEST_CELL: Final = 100_000
COLUMNS: Final = {  # of Zotero, Mendeley, PubMed, Readwise, and of our own export; the first that is there counts
    "DOI": ("doi",),
    "URL": ("url", "link"),
    "title": ("title", "article title"),
    "author": ("author", "authors"),
    "year": ("publication year", "year", "date"),
}
YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
BEGINS: Final = re.compile(r"@[A-Za-z]+[{(]|^TY {0,2}-", re.MULTILINE)  # a record that takes long to read
EMPTY: Final = "This line has no DOI, no address and no title."


class SentRefused(ValueError):
    """Raised for what cannot be read as a whole; its text says why, to the member."""


def records_in(text: str) -> list[Read]:
    if len(text) > LONGEST_TEXT:
        raise SentRefused(f"This is longer than {LONGEST_TEXT:,} characters. Send it in parts.")
    refuse_too_many(len(BEGINS.findall(text)))
    found = list(of_spreadsheet(text)) or read(text)
    refuse_too_many(len(found))
    if not any(record.csl for record in found):
        raise SentRefused("No DOI and no record was found in it. Send RIS, BibTeX, or a CSV with a column “DOI”.")
    return found


def refuse_too_many(number: int) -> None:
    if number > MOST_RECORDS:
        raise SentRefused(f"These are {number:,} records; {MOST_RECORDS:,} go at once. Send them in parts.")


def of_spreadsheet(text: str) -> Iterator[Read]:
    """Nothing unless the first line names a column of DOIs or of addresses."""
    first, _, _ = text.lstrip("\ufeff\r\n").partition("\n")
    comma = max(",;\t", key=first.count)
    names = [name.strip().strip('"').casefold() for name in first.split(comma)]
    places = {field: place for field, known in COLUMNS.items() if (place := place_of(known, names)) is not None}
    if not places.keys() & {"DOI", "URL"}:
        return
    lines = csv.reader(text.lstrip("\ufeff\r\n").splitlines(keepends=True), delimiter=comma)
    try:
        next(lines)
        for cells in lines:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise SentRefused(f"Line {lines.line_num} has a cell of more than {LONGEST_CELL:,} characters.")
            if any(cell.strip() for cell in cells):
                told = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
                yield of_line(lines.line_num, told)
    except csv.Error as fault:
        raise SentRefused(f"Line {lines.line_num} is no line of a CSV: {fault}.") from fault


def place_of(known: tuple[str, ...], names: list[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def of_line(number: int, told: dict[str, str]) -> Read:
    """Only what tells papers apart: it is looked for, and never stored."""
    record: dict[str, object] = {name: told[name] for name in ("title", "URL") if told.get(name)}
    record |= number_in(told.get("DOI", ""))
    if year := YEAR.search(told.get("year", "")):
        record["issued"] = {"date-parts": [[int(year[0])]]}
    if author := re.split(r"[,;]", told.get("author", ""))[0].strip():
        record["author"] = [{"family": author}]
    return Read(number, Form.NUMBERS, normalized(record), () if record.keys() & {"DOI", "URL", "title"} else (EMPTY,))
