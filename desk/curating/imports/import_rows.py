"""The rows of an import as its table shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bibliography.dates import numbers_of
from bibliography.models import ImportRow, Reference
from bibliography.records import authors_of
from bibliography.rich_text import plain
from desk.api.finding import in_short


@dataclass(frozen=True)
class Shown:
    """`match`: the reference that it is the same as. `may_choose`: whether anything could be made of it."""

    row: ImportRow
    title: str
    about: str
    match: Reference | None
    earlier: int | None
    may_choose: bool
    kept: int


def shown(rows: Iterable[ImportRow]) -> Iterator[Shown]:
    """Three queries, however many they are."""
    found = list(rows)
    keys = {row.match_key for row in found if row.match_key}
    stored = Reference.objects.in_bulk(list(keys), field_name="key")
    lines = ImportRow.objects.lines_of(found)
    for row in found:
        yield Shown(
            row, title_of(row.csl), about(row.csl), stored.get(row.match_key), lines.get(row.same_as or -1),
            row.may_be_chosen,
            len(str(row.csl.get("note") or "").splitlines()),
        )  # fmt: skip


def title_of(csl: dict[str, Any]) -> str:
    return plain(str(csl.get("title") or csl.get("DOI") or csl.get("PMID") or ""))


def about(csl: dict[str, Any]) -> str:
    """“Doe J and 2 others, 2004. A journal”, as far as the record says it in shapes that can be read."""
    authors = csl.get("author")
    named = authors if isinstance(authors, list) and all(isinstance(name, dict) for name in authors) else []
    date = csl.get("issued")
    year = next(iter(numbers_of(csl, "issued")), "") if is_date(date) else ""
    said = ", ".join(filter(None, [in_short(authors_of({"author": named})), str(year)]))
    return ". ".join(filter(None, [said, plain(str(csl.get("container-title") or csl.get("publisher") or ""))]))


def is_date(date: object) -> bool:
    parts = date.get("date-parts") if isinstance(date, dict) else None
    return (
        isinstance(parts, list)
        and bool(parts)
        and isinstance(parts[0], list)
        and all(str(part).lstrip("-").isdecimal() for part in parts[0])
    )
