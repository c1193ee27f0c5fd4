"""Tables: commas, semicolons or tabs, as Excel, databases and reference managers save them, a record to a row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bibliography.importing.formats.table_columns import NOTE, SKIP, guessed, headings_known
from bibliography.importing.names_read import names_in, names_others
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record

SIGNS: Final = ("\t", ";", ",", "|")
LONGEST_CELL: Final = 1_000_000  # characters
TYPES: Final = {
    "journalarticle": "article-journal", "article": "article-journal", "journal": "article-journal",
    "review": "article-journal",
    "book": "book", "booksection": "chapter", "bookchapter": "chapter", "chapter": "chapter",
    "conferencepaper": "paper-conference", "proceedingspaper": "paper-conference", "thesis": "thesis",
    "dissertation": "thesis", "report": "report", "webpage": "webpage", "preprint": "article", "dataset": "dataset",
    "letter": "article-journal", "editorial": "article-journal", "j": "article-journal", "b": "book",
    "magazinearticle": "article-magazine", "newspaperarticle": "article-newspaper", "manuscript": "manuscript",
    "computerprogram": "software", "patent": "patent", "blogpost": "post-weblog",
}  # fmt: skip
NOT_CLOSED: Final = "A quotation mark in this line is not closed. Close it, or write it twice within a text."
TOO_MANY: Final = (
    "It has {cells} cells, and the first line names {columns}. Put a text that holds “{sign}” into quotation marks."
)
NAMES: Final = frozenset({"author", "editor", "translator"})


@dataclass(frozen=True)
class Table:
    """`begin`: the number of the first line after the headings, from 0. `sign`: what stands between cells."""

    headings: list[str]
    sign: str
    begin: int


def table_in(lines: Sequence[str], *, is_certain: bool = False) -> Table | None:
    """None where the first line names no column of papers; `is_certain`: a table all the same."""
    begin = next((at for at, line in enumerate(lines) if line.strip("\ufeff \t")), len(lines))
    if begin == len(lines):
        return None
    first, sign = lines[begin].lstrip("\ufeff"), ""
    if first.strip().strip('"').lower().startswith("sep=") and begin + 1 < len(lines):
        sign = first.strip().strip('"')[4:5] or "\t"
        begin += 1
        first = lines[begin]
    for candidate in [sign] if sign else SIGNS:
        headings, used = headings_of(lines, begin, candidate)
        if (headings_known(headings) and (len(headings) > 1 or len(lines) > begin + 1)) or (
            is_certain and len(headings) > 1
        ):
            return Table(distinct(headings), candidate, begin + used)
    return None


def headings_of(lines: Sequence[str], begin: int, sign: str) -> tuple[list[str], int]:
    """The cells of the first row, and how many lines it takes: a heading may hold a line break."""
    rows = csv.reader((f"{line}\n" for line in lines[begin : begin + 20]), delimiter=sign, strict=True)
    try:
        cells = next(rows)
    except (csv.Error, StopIteration):
        return [], 1
    return [" ".join(cell.replace("\ufeff", "").split()) for cell in cells], rows.line_num


def distinct(headings: list[str]) -> list[str]:
    """Each with a name of its own: “Column 3” where a cell is empty, “Notes (2)” for the second."""
    found: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = heading or f"Column {place}"
        found.append(name if name not in found else f"{name} ({place})")
    return found


def of_table(lines: list[str], at: int, table: Table, mapping: Mapping[str, str] | None = None) -> Iterator[Read]:
    """A row that cannot be read is told, and the next line is read all the same."""
    fields = {**guessed(table.headings), **(mapping or {})}
    place = table.begin
    csv.field_size_limit(LONGEST_CELL)
    while place < len(lines):
        rows = csv.reader(
            (f"{lines[at_line]}\n" for at_line in range(place, len(lines))), delimiter=table.sign, strict=True
        )
        begin = place
        try:
            for cells in rows:
                end = place + rows.line_num
                if any(cell.strip() for cell in cells):
                    yield of_row(at + begin, cells, "\n".join(lines[begin:end]), table, fields)
                begin = end
            return
        except csv.Error:
            yield Read(at + begin, Form.TABLE, {}, (NOT_CLOSED,), lines[begin])
            place = begin + 1


def of_row(line: int, cells: list[str], raw: str, table: Table, fields: Mapping[str, str]) -> Read:
    width = len(table.headings)
    if any(cell.strip() for cell in cells[width:]):
        sign = {"\t": "tab"}.get(table.sign, table.sign)
        told = TOO_MANY.format(cells=len(cells), columns=width, sign=sign)
        return Read(line, Form.TABLE, {}, (told,), raw)
    held: dict[str, list[tuple[str, str]]] = {}
    for heading, cell in zip(table.headings, cells, strict=False):
        if cell.strip():
            held.setdefault(fields[heading], []).append((heading, cell.strip()))
    held.pop(SKIP, None)
    csl, left = record_of(held)
    return read_record(line, Form.TABLE, csl, raw=raw, key=csl.pop("key", ""), left=left)


def record_of(held: Mapping[str, list[tuple[str, str]]]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The record, and what it has no field for."""
    left = list(held.get(NOTE, []))
    csl: dict[str, Any] = {
        field: ", ".join(dict.fromkeys(text for _, text in cells))
        if field in {"keyword", "ISSN", "ISBN"}
        else cells[0][1]
        for field, cells in held.items()
        if field not in {NOTE, "notes"}
    }
    for field, cells in held.items():
        if field in {"issued", "URL", *NAMES}:
            left += [(heading, text) for heading, text in cells[1:] if text != cells[0][1]]
    for field in NAMES & csl.keys():
        left += [(field, "and others")] if names_others(csl[field]) else []
        csl[field] = names_in(csl[field])
    kind = "".join(char for char in csl.get("type", "").casefold() if char.isalpha())
    if kind and kind not in TYPES:
        left.append(("Type", csl["type"]))
    csl["type"] = TYPES.get(kind, "document" if kind else "article-journal")
    csl["note"] = "\n".join(text for _, text in held.get("notes", []))
    month, day = csl.pop("month", ""), csl.pop("day", "")
    if month and csl.get("issued", "").isdecimal():
        csl["issued"] = (
            "-".join([csl["issued"], *(f"{int(part):02}" for part in (month, day) if part.isdecimal())])
            if month.isdecimal()
            else " ".join(filter(None, [day, month, csl["issued"]]))
        )
    first, last = csl.pop("page-first", ""), csl.pop("page-last", "")
    csl["page"] = csl.get("page") or pages(first, last)
    csl["PMID"] = csl.get("PMID", "").removesuffix(".0")  # as spreadsheets write numbers
    if csl.get("issued", "").endswith(".0"):
        csl["issued"] = csl["issued"][:-2]
    return csl, left
