"""Files of notices as the sources make them, with what a test wants to be different."""

import csv
from datetime import date
from pathlib import Path
from typing import Any, Final

DAY: Final = date(2026, 5, 3)  # of a notice, where a test does not say otherwise
COLUMNS: Final = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS", "ArticleType",
    "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI",
    "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes",
)  # fmt: skip


def row(record: int | str, **said: str) -> dict[str, str]:
    """A retraction of the third of May 2026, as the data set writes one."""
    usual = {
        "Record ID": str(record), "Title": "A paper", "RetractionDate": "5/3/2026 0:00",
        "RetractionDOI": f"10.1000/notice.{record}", "RetractionPubMedID": "0", "OriginalPaperDate": "1/2/2002 0:00",
        "OriginalPaperPubMedID": "0", "RetractionNature": "Retraction", "Reason": "+Concerns about Data;+Error;",
        "Paywalled": "No",
    }  # fmt: skip
    return {**dict.fromkeys(COLUMNS, ""), **usual, **said}


def about(record: int | str, doi: str, **said: str) -> dict[str, str]:
    return row(record, OriginalPaperDOI=doi, **said)


def data_set(folder: Path, *rows: dict[str, str], encoding: str = "utf-8", name: str = "watch.csv") -> Path:
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def update(doi: str, kind: str = "retraction", day: tuple[int, ...] = (2026, 5, 3)) -> dict[str, Any]:
    """An entry of `update-to` or `updated-by`."""
    return {"DOI": doi, "type": kind, "label": kind.capitalize(), "updated": {"date-parts": [list(day)]}}
