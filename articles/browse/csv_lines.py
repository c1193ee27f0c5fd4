"""Files for spreadsheets: lines after RFC 4180, and cells that run nothing."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Final

BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
MARK: Final = "\ufeff"  # without it Excel takes the file for text of its own region


def csv_line(cells: Iterable[str | int]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula, also where it is written in full width."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first.startswith(BEGINS_A_FORMULA) else text
