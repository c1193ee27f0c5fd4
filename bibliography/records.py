"""What a bibliographic record has to look like: CSL-JSON 1.0.2, as far as this site reads it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from bibliography.dates import is_date, numbers_of
from bibliography.doi import NAME, bare_doi
from bibliography.models import Reference
from bibliography.names import family_with_particles, initials
from bibliography.rich_text import plain
from members.characters import cleaned
from tags.text.lengths import longest
from tags.text.plain_text import is_storable

TYPES: Final = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
})  # fmt: skip
NAMES: Final = frozenset({
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer",
    "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
    "script-writer", "series-creator", "translator",
})  # fmt: skip
DATES: Final = frozenset({
    "accessed", "available-date", "event-date", "issued", "original-date", "submitted",
})  # fmt: skip
TEXTS: Final = frozenset({
    "abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location", "authority",
    "call-number", "chapter-number", "citation-key", "citation-label", "citation-number", "collection-number",
    "collection-title", "container-title", "container-title-short", "dimensions", "division", "DOI", "edition",
    "event-place", "event-title", "first-reference-note-number", "genre", "id", "ISBN", "ISSN", "issue",
    "jurisdiction", "keyword", "language", "locator", "medium", "note", "number", "number-of-pages",
    "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page", "page-first",
    "part-number", "part-title", "PMCID", "PMID", "printing-number", "publisher", "publisher-place", "references",
    "reviewed-genre", "reviewed-title", "scale", "section", "source", "status", "supplement-number", "title",
    "title-short", "type", "URL", "version", "volume", "volume-title", "year-suffix",
})  # fmt: skip
NAME_PARTS: Final = frozenset({
    "family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal", "comma-suffix",
    "static-ordering", "parse-names", "ORCID",
})  # fmt: skip
ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
LONGEST_SHOWN: Final = 300  # characters of a value that a fault names


def problems_in(csl: object) -> list[str]:
    """Everything that keeps `csl` from being a reference here, in words; nothing when it is fine."""
    if not isinstance(csl, dict):
        return ["A reference is a JSON object: {…}."]
    if not _is_json(csl):
        return ["It holds something that JSON cannot say, such as an endless number."]
    if not is_storable(csl):
        return ["It holds a NUL or half a character, which no database keeps."]
    return [*_identity(csl), *_fields(csl), *_names(csl), *_dates(csl)]


def _is_json(value: object) -> bool:
    try:
        json.dumps(cleaned(value), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _identity(csl: dict[str, Any]) -> Iterator[str]:
    kind = csl.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        yield f"“{kind}” is no type of reference. Most are article-journal, book, chapter, report, thesis or webpage."
    title = csl.get("title")
    if not isinstance(title, str) or not plain(title):
        yield "It has no title."
    if csl.get("DOI") and not (NAME.fullmatch(doi_of(csl)) and len(doi_of(csl)) <= longest(Reference, "doi")):
        yield f"“{_in_short(csl['DOI'])}” is no DOI; one looks like 10.1001/archpsyc.61.1.34."
    if csl.get("PMID") and not re.fullmatch(rf"[0-9]{{1,{longest(Reference, 'pmid')}}}", str(csl["PMID"])):
        yield f"“{_in_short(csl['PMID'])}” is no PubMed number (PMID): digits only."
    if csl.get("URL") and not ADDRESS.fullmatch(str(csl["URL"])):
        yield f"“{_in_short(csl['URL'])}” is no web address; begin it with https://."
    most = longest(Reference, "container_title")
    if len(plain(str(csl.get("container-title", "")))) > most:
        yield f"Its container-title has more than {most} characters."


def _in_short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _fields(csl: dict[str, Any]) -> Iterator[str]:
    for field, value in csl.items():
        if field in NAMES | DATES | {"custom", "title", "type"}:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            yield f"“{field}” has to be text or a number."


def _names(csl: dict[str, Any]) -> Iterator[str]:
    for field in sorted(NAMES & csl.keys()):
        people = csl[field]
        if not isinstance(people, list) or not all(isinstance(name, dict) for name in people):
            yield f'“{field}” has to be a list of names: [{{"family": …, "given": …}}].'
            continue
        for name in people:
            if not isinstance(name.get("family") or name.get("literal"), str):
                yield f"A name in “{field}” has neither a family name nor a literal one."
            for part in name.keys() - NAME_PARTS:
                yield f"A name in “{field}” has the part “{part}”, which CSL does not know."
            if not all(isinstance(value, str | bool) for value in name.values()):
                yield f"A name in “{field}” holds something that is no text."


def _dates(csl: dict[str, Any]) -> Iterator[str]:
    for field in sorted(DATES & csl.keys()):
        date = csl[field]
        if not isinstance(date, dict) or not ({"date-parts", "literal", "raw"} & date.keys()):
            yield f'“{field}” has to be a date: {{"date-parts": [[2004, 1, 31]]}}.'
        elif "date-parts" in date and not _are_dates(date["date-parts"]):
            yield f"“{field}” has date-parts that are no date; write [[2004]], [[2004, 1]] or [[2004, 1, 31]]."


def _are_dates(parts: object) -> bool:
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        return False
    return all(isinstance(date, list) and is_date(date) for date in parts)


def doi_of(csl: dict[str, Any]) -> str:
    """The bare DOI in lower case (DOIs ignore case), whatever address it is wrapped in."""
    return bare_doi(str(csl.get("DOI") or "")).lower()


def year_of(csl: dict[str, Any]) -> int | None:
    """The year it came out; none for a date in words or before our era, which no list is sorted by."""
    year = next(iter(numbers_of(csl, "issued")), 0)
    return year if year > 0 else None


def authors_of(csl: dict[str, Any]) -> str:
    """Family names and initials in order, as in PubMed: “Goldapple K, Segal Z”."""
    return ", ".join(_short(name) for name in csl.get("author") or [])


def _short(name: dict[str, str]) -> str:
    if name.get("literal"):
        return plain(name["literal"])
    letters = re.sub(r"[\s.-]", "", initials(plain(name.get("given", ""))))
    parts = [family_with_particles(name), letters, name.get("suffix", "")]
    return " ".join(plain(part) for part in parts if part)
