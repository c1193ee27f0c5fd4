"""Records as RIS, after the format's own description: CR LF at the end of each line, dates as 2018/05/09/."""

from collections.abc import Sequence
from typing import Any, Final

import rispy

from bibliography.dates import numbers_of
from bibliography.fields import date_in_words, keywords_of, pages_of, plain_field
from bibliography.names import family_with_particles
from bibliography.rich_text import plain

Record = dict[str, Any]

# CSL type: type in RIS. Others become GEN.
KINDS: Final = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "review": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "thesis": "THES",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
}
# Fields that are text: name in rispy, names in CSL, of which the first that is there counts.
TEXTS: Final = {
    "title": ("title",),
    "secondary_title": ("container-title",),
    "tertiary_title": ("collection-title",),
    "short_title": ("title-short",),
    "alternate_title1": ("container-title-short",),
    "volume": ("volume",),
    "number": ("issue", "number"),
    "note": ("collection-number",),
    "edition": ("edition",),
    "type_of_work": ("genre",),
    "publisher": ("publisher",),
    "place_published": ("publisher-place",),
    "language": ("language",),
    "abstract": ("abstract",),
    "accession_number": ("PMID",),
    "custom2": ("PMCID",),
}


def ris(records: Sequence[Record]) -> str:
    return str(rispy.dumps([_fields(record) for record in records], implementation=_Writer))


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Without the numbers between records that rispy puts there."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:  # noqa: ARG002  the signature that rispy calls
        return ""


def _fields(record: Record) -> dict[str, str | list[str]]:
    start, end = [*pages_of(record), "", ""][:2]
    year = numbers_of(record, "issued")[:1]
    fields: dict[str, str | list[str]] = {
        "type_of_reference": KINDS.get(str(record.get("type")), "GEN"),
        "id": plain(str(record.get("id") or "")),
        "authors": _names(record.get("author")),
        "secondary_authors": _names(record.get("editor")),
        "tertiary_authors": _names(record.get("collection-editor")),
        "subsidiary_authors": _names(record.get("translator")),
        **{name: plain_field(record, *names) for name, names in TEXTS.items()},
        "year": str(year[0]) if year else "",
        "date": _date(record, "issued"),
        "start_page": start or plain_field(record, "number-of-pages"),
        "end_page": end,
        "issn": ", ".join(filter(None, [plain_field(record, "ISBN"), plain_field(record, "ISSN")])),
        "doi": str(record.get("DOI") or ""),
        "name_of_database": "PubMed" if record.get("PMID") else "",
        "urls": [str(record["URL"])] if record.get("URL") else [],
        "access_date": _date(record, "accessed"),
        "keywords": keywords_of(record),
        "notes": list(filter(None, map(plain, str(record.get("note") or "").split("\n")))),
    }
    return {field: value for field, value in fields.items() if value}


def _date(record: Record, field: str) -> str:
    """Year, month, day and other words, with a stroke between them also where one is missing."""
    numbers, words = numbers_of(record, field), date_in_words(record, field)
    if not numbers:
        return f"///{words}" if words else ""
    return "/".join([*(f"{number:02}" for number in numbers), *[""] * (4 - len(numbers))])


def _names(names: Sequence[dict[str, str]] | None) -> list[str]:
    return [written for name in names or () if (written := _name(name))]


def _name(name: dict[str, str]) -> str:
    if name.get("literal"):
        return plain(name["literal"])
    family = plain(family_with_particles(name))
    if not name.get("given") and not name.get("suffix") and " " not in family:
        return f"{family},"  # without the comma it would be the name of a group
    return ", ".join(filter(None, [family, plain(name.get("given", "")), plain(name.get("suffix", ""))]))
