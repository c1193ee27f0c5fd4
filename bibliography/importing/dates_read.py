"""Dates in whatever form databases print them, as the dates of CSL, and the words that such a date has no place for."""

import re
import unicodedata
from typing import Any, Final

from bibliography.dates import is_date, parsed

SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
# Beginnings of months in German, French, Spanish, Italian, Portuguese and Dutch, without accents.
BEGINNINGS: Final = (
    ("jan", "ene", "gen"), ("feb", "fev"), ("mar", "mrz", "maa"), ("apr", "avr", "abr"),
    ("may", "mai", "maggio", "mei"),
    ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aou", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"),
    ("nov",), ("dec", "dez", "dic"),
)  # fmt: skip
WORD: Final = re.compile(r"[^\W\d_]+")
YEAR: Final = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
BY_STROKES: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
COMPACT: Final = re.compile(r"((?:1[4-9]|20)\d\d)(\d\d)(\d\d)?")
OF_ASIA: Final = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*日)?")
YEARS: Final = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4}|\d{2})")
OPEN: Final = re.compile(r"\A(.+?)/(?:\.\.)?\Z")
AROUND: Final = re.compile(r"\A[\[(©c]*\s*(?=\d)|[\])]+\Z")
BARE_WORDS: Final = frozenset({"of", "de", "del", "du", "den", "der", "the", "issue"})
MOST_MONTH: Final = 12
Date = dict[str, Any]


def date_read(text: str) -> tuple[Date, str]:
    """The date, and the words of `text` where the date says less than they do. Both are empty for no text.

    “03/04/2004” is the third of April for some and the fourth of March for others: the year alone is sure.
    """
    text = " ".join(text.split()).strip(" ;,")
    if not text:
        return {}, ""
    bare = AROUND.sub("", text)
    for reading in (of_numbers, of_seasons, of_words):
        if dates := reading(bare):
            return dates, ""
    if (found := BY_STROKES.fullmatch(bare)) and int(found[1]) <= MOST_MONTH and int(found[2]) <= MOST_MONTH:
        return {"date-parts": [[int(found[3])]]}, text
    plain = parsed(bare)
    if "literal" not in plain:
        return plain, ""
    years = YEAR.findall(text)
    return ({"date-parts": [[int(years[0])]]}, text) if years else ({"literal": text}, "")


def of_numbers(text: str) -> Date:
    if found := OF_ASIA.fullmatch(text) or COMPACT.fullmatch(text):
        return one_date(*found.groups())
    if found := BY_STROKES.fullmatch(text):
        first, second, year = found.groups()
        if int(first) > MOST_MONTH or first == second:
            return one_date(year, second, first)
        return one_date(year, first, second) if int(second) > MOST_MONTH else {}
    if found := YEARS.fullmatch(text):
        end = found[2] if len(found[2]) > 2 else found[1][:2] + found[2]
        is_month = len(found[2]) == 2 and int(found[2]) <= MOST_MONTH
        return {} if is_month or int(end) <= int(found[1]) else {"date-parts": [[int(found[1])], [int(end)]]}
    found = OPEN.fullmatch(text)
    return parsed(found[1]) if found and "literal" not in parsed(found[1]) else {}


def one_date(*parts: str | None) -> Date:
    numbers = [int(part) for part in parts if part]
    return {"date-parts": [numbers]} if is_date(numbers) else {}


def of_seasons(text: str) -> Date:
    """“Spring 2004”, “2004 Spring”, “Winter 2003/2004”"""
    words = [word.lower() for word in WORD.findall(text)]
    season = next((SEASONS[word] for word in words if word in SEASONS), 0)
    years = YEAR.findall(text)
    if len(words) != 1 or not season or not years:
        return {}
    return {"date-parts": [[int(year)] for year in years[:2]], "season": season}


def of_words(text: str) -> Date:
    """A year and names of months, in several languages: “2004 Jan-Feb”, “12. März 2004”, “12 mars 2004”"""
    years = YEAR.findall(text)
    words = [word for word in WORD.findall(text) if word.lower() not in BARE_WORDS | {"st", "nd", "rd", "th"}]
    months = [month_of(word) for word in words]
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
    if not words or 0 in months or not 1 <= len(years) <= len(months) or len(months) > 2 or len(numbers) > 2:
        return {}
    if len(numbers) == 1 and len(months) > 1:
        return {}
    dates = []
    for place, month in enumerate(months if len(months) >= len(numbers) else months * 2):
        dates.append([int(years[min(place, len(years) - 1)]), month, *numbers[place : place + 1]])
    return {"date-parts": dates} if all(map(is_date, dates)) else {}


def month_of(word: str) -> int:
    bare = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char)).lower()
    found = (place for place, known in enumerate(BEGINNINGS, start=1) for begins in known if bare.startswith(begins))
    return next(found, 0)
