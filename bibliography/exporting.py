"""References for other programs: BibTeX, RIS and CSL-JSON.

Titles hold braces, backslashes, `&` and line breaks. Whatever goes in comes out of a reader of the same format as
it was, on one line; BibTeX stays balanced whatever it holds.
"""

import json
from collections.abc import Callable, Sequence
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


def export(records: Sequence[Record], format: Format) -> str:
    """All records in one file of that format, in the given order, ending with a line break."""
    writers: dict[Format, Callable[[Sequence[Record]], str]] = {"bib": bibtex, "ris": ris, "json": _csl_json}
    return writers[format](records)


def _csl_json(records: Sequence[Record]) -> str:
    return json.dumps(list(records), indent=2, ensure_ascii=False) + "\n"
