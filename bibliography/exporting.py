"""References for other programs: BibTeX, RIS and CSL-JSON.

Titles hold braces, backslashes, `&` and line breaks. Whatever goes in comes out of a reader of the same format as
it was, on one line; BibTeX stays balanced whatever it holds.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Literal

from bibliography.bibtex import bibtex
from bibliography.ris import ris

Format = Literal["bib", "ris", "json"]
Record = dict[str, Any]

CONTENT_TYPES: Final[dict[Format, str]] = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
BETWEEN: Final[dict[Format, str]] = {"bib": "\n\n", "ris": "\r\n", "json": ","}  # what stands between two records


def export(records: Sequence[Record], format: Format) -> str:
    """All records in one file of that format, in the given order, ending with a line break."""
    writers: dict[Format, Callable[[Sequence[Record]], str]] = {"bib": bibtex, "ris": ris, "json": _csl_json}
    return writers[format](records)


def export_parts(parts: Iterable[Sequence[Record]], format: Format) -> Iterator[str]:
    """The same file as they are read, of one part or more. Parts are not compared, so all `id`s have to differ."""
    before = "[" if format == "json" else ""
    for records in parts:
        text = export(records, format)
        yield before + (text[1:-3] if format == "json" else text)
        before = BETWEEN[format]
    if format == "json":
        yield "\n]\n"


def _csl_json(records: Sequence[Record]) -> str:
    return json.dumps(list(records), indent=2, ensure_ascii=False) + "\n"
