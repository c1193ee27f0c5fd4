"""Dates as records write them, as the dates of CSL: numbers where they can be read, else the words."""

import re
from collections.abc import Mapping
from typing import Any, Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DETAILS: Final = ("circa", "season")
ABOUT: Final = re.compile(r"\A(?:circa|ca?\.|~)\s*|\?\Z", re.IGNORECASE)
BY_NUMBERS: Final = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2})(?:T\S*)?)?)?")
MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?(?:[-–/][a-z]+\.?)?"  # “Jan-Feb” is January
DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
IN_WORDS: Final = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{DAY}\s+)?{MONTH},?\s+(?P<year>\d{{4}})",  # 9 May 2018, May 2018
        rf"{MONTH}\s+{DAY},?\s+(?P<year>\d{{4}})",  # May 9, 2018
        rf"(?P<year>\d{{4}})\s+{MONTH}(?:\s+{DAY})?",  # 2018 May 9, as PubMed writes
    )
]
RANGE: Final = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})")


def as_csl_date(date: object) -> object:
    """The date in the shape of CSL: `{"date-parts": [[2018, 5, 9]]}`, or its words as `literal`; None for no date.

    What is no date in any way is handed back for `bibliography.records` to refuse.
    """
    if isinstance(date, str | int) and not isinstance(date, bool):
        return parsed(str(date))
    if not isinstance(date, dict):
        return date
    parts = date.get("date-parts") or []
    if not isinstance(parts, list):
        return date
    details = {name: date[name] for name in DETAILS if date.get(name)}
    if numbers := [kept for one in parts if (kept := _numbers(one))]:
        return {"date-parts": numbers, **details}
    for name in ("raw", "date-time", "literal"):
        if isinstance(words := date.get(name), str) and words.strip():
            return parsed(words) | details
    return None if "date-parts" in date else date or None


def _numbers(date: object) -> object:
    """Year, month and day up to the first that is missing: registries write null, nought or nothing."""
    if not isinstance(date, list):
        return date
    end = next((place for place, part in enumerate(date) if part in (None, "", 0, "0", "00")), len(date))
    return [int(part) if isinstance(part, str) and part.isdecimal() else part for part in date[:end]]


def parsed(text: str) -> dict[str, Any]:
    """A date in numbers or English words, also a range and one that is uncertain; anything else stays words."""
    text = " ".join(text.split())
    about = {"circa": True} if ABOUT.search(text) else {}
    bare = ABOUT.sub("", text)
    ends = found.groups() if (found := RANGE.fullmatch(bare)) else (bare,)
    dates = [date for end in ends if (date := _read(end))]
    return {"date-parts": dates, **about} if len(dates) == len(ends) else {"literal": text}


def _read(text: str) -> list[int]:
    for pattern in (BY_NUMBERS, *IN_WORDS):
        if (found := pattern.fullmatch(text)) and (date := _in_numbers(found.groupdict())):
            return date
    return []


def _in_numbers(found: Mapping[str, str | None]) -> list[int]:
    month, day = found["month"], found["day"]
    numbers = [int(found["year"] or 0)]
    if month:
        numbers.append(int(month) if month.isdecimal() else MONTHS.index(month.lower()) + 1)
    if day:
        numbers.append(int(day))
    return numbers if is_date(numbers) else []


def is_date(date: list[Any]) -> bool:
    """Year, month and day, each a number or digits; the year may be before our era and has at most four digits."""
    if not 1 <= len(date) <= 3 or not all(re.fullmatch(r"-?[0-9]{1,4}", str(part)) for part in date):
        return False
    _, month, day = [int(str(part)) for part in [*date, 1, 1][:3]]
    return 1 <= month <= 12 and 1 <= day <= 31


def numbers_of(csl: Mapping[str, Any], field: str) -> list[int]:
    """Year, month and day of a date of a record, as far as it says them in numbers."""
    parts = (csl.get(field) or {}).get("date-parts") or [[]]
    return [int(str(part)) for part in parts[0]]
