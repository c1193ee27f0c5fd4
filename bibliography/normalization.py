"""Records as registries and reference managers write them, as CSL-JSON: done once, when a record comes in."""

import re
from typing import Any, Final

from bibliography.dates import as_csl_date
from bibliography.doi import bare_doi
from bibliography.records import DATES, NAMES, TEXTS
from bibliography.rich_text import as_rich_text
from tags.text.plain_text import one_line, tidy

Record = dict[str, Any]

# Types of Crossref, which doi.org hands on in records that call themselves CSL-JSON.
TYPE_OF: Final = {
    "journal-article": "article-journal", "posted-content": "article", "proceedings-article": "paper-conference",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "book-track": "chapter",
    "reference-entry": "entry", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "proceedings": "book", "book-set": "book", "book-series": "book", "dissertation": "thesis",
    "peer-review": "review", "report-component": "report", "report-series": "report", "database": "dataset",
    "component": "document", "other": "document", "grant": "document", "journal": "periodical",
    "journal-issue": "periodical", "journal-volume": "periodical",
}  # fmt: skip
# Other names of fields, the better ones first; each counts only where the field of CSL is empty.
OTHER_NAMES: Final = {
    "doi": "DOI", "url": "URL", "issn": "ISSN", "isbn": "ISBN", "pmid": "PMID", "pmcid": "PMCID", "keywords": "keyword",
    "subject": "keyword", "categories": "keyword", "short-container-title": "container-title-short",
    "journalAbbreviation": "container-title-short", "short-title": "title-short", "shortTitle": "title-short",
    "article-number": "number", "event": "event-title", "institution": "publisher", "published-print": "issued",
    "published": "issued", "published-online": "issued", "posted": "issued", "epub-date": "available-date",
}  # fmt: skip
BOOKKEEPING: Final = frozenset({
    "reference-count", "references-count", "is-referenced-by-count", "score", "member", "prefix",
})  # fmt: skip
OF_A_REGISTRY: Final = frozenset({"sequence", "affiliation", "authenticated-orcid", "role", "name"})  # parts of a name
SEVERAL: Final = frozenset({"ISSN", "ISBN", "keyword"})  # a list of these is kept whole, of others the first
LINES: Final = frozenset({"abstract", "note", "annote"})
ENDS: Final = (":", "?", "!", ".", "…", "–", "—")  # of a title, after which its subtitle follows without a colon
ON_DOI_ORG: Final = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/10\.", re.IGNORECASE)


def normalized(csl: Record) -> Record:
    """The record with every field in the shape that CSL has for it; doing it twice changes nothing.

    What CSL has no place for (the bookkeeping of a registry) is left out, see `left_out`. What cannot be read stays
    as it is, for `bibliography.records.problems_in` to refuse.
    """
    places = {name: place for place, name in enumerate(OTHER_NAMES, start=1)}
    record: Record = {}
    for name in sorted(csl, key=lambda name: places.get(name, 0)):
        field = OTHER_NAMES.get(name, name)
        if field not in BOOKKEEPING and not _is_empty(value := _value(field, csl[name])):
            record.setdefault(field, value)
    subtitle, title = _text(csl.get("subtitle")), record.get("title")
    if isinstance(title, str) and isinstance(subtitle, str) and subtitle.lower() not in title.lower():
        record["title"] = f"{title}{' ' if title.endswith(ENDS) else ': '}{subtitle}"
    if ON_DOI_ORG.match(str(record.get("URL", ""))):
        record.setdefault("DOI", bare_doi(record["URL"]))
    return record


def left_out(csl: Record) -> list[str]:
    """The fields of the record as it was pasted for which there is no place."""
    record = normalized(csl)
    return sorted(
        name
        for name, value in csl.items()
        if not _is_empty(value) and OTHER_NAMES.get(name, name) not in record and name != "subtitle"
    )


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _value(field: str, value: object) -> object:
    """The value in the shape of its field; None for what the field cannot hold and CSL does not know."""
    if field == "custom":
        return value
    if field == "type":
        return TYPE_OF.get(value, value) if isinstance(value, str) else value
    if field in DATES:
        return as_csl_date(value)
    if field in NAMES:
        return [_name(name) for name in value if name] if isinstance(value, list) else value
    if field in SEVERAL and isinstance(value, list):
        texts = [_text(one) for one in value]
        return ", ".join(map(str, texts)) if all(isinstance(text, str) for text in texts) else value
    if isinstance(value, bool | list | dict | None) and field not in TEXTS:
        return None
    text = _text(value, in_lines=field in LINES)
    return bare_doi(text) if field == "DOI" and isinstance(text, str) else text


def _text(value: object, *, in_lines: bool = False) -> object:
    """Of several texts, which registries write where CSL has one, the first; an organisation is its name."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name", value)
    if not isinstance(value, str):
        return value
    return tidy(as_rich_text(value)) if in_lines else one_line(as_rich_text(value))


def _name(name: object) -> object:
    """A name in the parts that CSL has; a group is literal."""
    if not isinstance(name, dict):
        return name
    parts = {part: _text(value) for part, value in name.items() if part not in OF_A_REGISTRY and not _is_empty(value)}
    group = _text(name.get("name"))
    return {**parts, "literal": group} if group and not parts.keys() & {"family", "literal"} else parts
