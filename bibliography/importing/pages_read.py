"""Pages as formats write them, as CSL has them: `123-129`."""

import re
from typing import Final

LABEL: Final = re.compile(r"\A(?:pp?\.?|pages?|S\.)\s*(?=\w*\d)")
DASHES: Final = re.compile(r"\s*(?:-{2,}|[‐‑‒–—−-])\s*")
SHORTENED: Final = re.compile(r"([A-Za-z]*)(\d+)-(?:\1)?(\d+)")


def pages(first: str, last: str = "") -> str:
    """In full: “123-9” are the pages from 123 to 129, as “123” and “9” are."""
    text = "-".join(filter(None, [first.strip(), last.strip()]))
    parts = [in_full(DASHES.sub("-", LABEL.sub("", part.strip())).strip("-")) for part in text.split(",")]
    return ", ".join(part for part in parts if part)


def in_full(text: str) -> str:
    found = SHORTENED.fullmatch(text)
    if not found:
        return text
    before, start, end = found.groups()
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return f"{before}{start}-{before}{end}"
