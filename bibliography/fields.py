"""Fields of a record as more than one export format reads them."""

import re
from typing import Any, Final

from bibliography.rich_text import plain

PAGES: Final = re.compile(r"\s*([\w.:]+)\s*[-–—]+\s*([\w.:]+)\s*")


def plain_field(record: dict[str, Any], *fields: str) -> str:
    """The first of these fields that the record has, as plain text on one line."""
    return plain(str(next((record[field] for field in fields if record.get(field)), "")))


def pages_of(record: dict[str, Any]) -> list[str]:
    """First and last page, or the one place that the record names (an article number)."""
    text = plain_field(record, "page")
    return list(found.groups()) if (found := PAGES.fullmatch(text)) else [text] if text else []


def keywords_of(record: dict[str, Any]) -> list[str]:
    return [word for part in re.split(r"[,;]", plain_field(record, "keyword")) if (word := part.strip())]


def date_in_words(record: dict[str, Any], field: str = "issued") -> str:
    """A date that has no numbers: “in press”."""
    return plain(str((record.get(field) or {}).get("literal") or ""))
