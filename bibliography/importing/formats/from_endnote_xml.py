"""EndNote's XML: `record` elements whose texts stand in `style` elements."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any, Final

from bibliography.importing.formats.xml_pieces import pieces_of, text_at, texts_at
from bibliography.importing.names_read import OTHERS, name_of
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record

TYPES: Final = {
    "journal article": "article-journal", "electronic article": "article-journal",
    "magazine article": "article-magazine",
    "newspaper article": "article-newspaper", "book": "book", "edited book": "book", "electronic book": "book",
    "book section": "chapter", "electronic book section": "chapter", "conference paper": "paper-conference",
    "conference proceedings": "paper-conference", "thesis": "thesis", "report": "report", "web page": "webpage",
    "blog": "post-weblog", "dataset": "dataset", "patent": "patent", "computer program": "software", "map": "map",
    "manuscript": "manuscript", "unpublished work": "manuscript", "standard": "standard", "encyclopedia":
    "entry-encyclopedia", "dictionary": "entry-dictionary", "personal communication": "personal_communication",
    "film or broadcast": "motion_picture", "generic": "document",
}  # fmt: skip
TEXTS: Final = {
    "title": ("titles/title",),
    "container-title": ("titles/secondary-title", "periodical/full-title", "alt-periodical/full-title"),
    "collection-title": ("titles/tertiary-title",), "title-short": ("titles/short-title",),
    "container-title-short": ("titles/alt-title", "periodical/abbr-1", "alt-periodical/abbr-1"),
    "volume": ("volume",), "issue": ("number",), "edition": ("edition",), "publisher": ("publisher",),
    "publisher-place": ("pub-location",), "language": ("language",), "abstract": ("abstract",),
    "DOI": ("electronic-resource-num",), "URL": ("urls/related-urls/url", "urls/web-urls/url", "urls/text-urls/url"),
    "PMCID": ("custom2",), "genre": ("work-type",), "number-of-volumes": ("num-vols",), "section": ("section",),
    "call-number": ("call-num",), "accessed": ("access-date",),
}  # fmt: skip
NAMES: Final = {
    "author": "contributors/authors/author", "editor": "contributors/secondary-authors/author",
    "collection-editor": "contributors/tertiary-authors/author",
    "translator": "contributors/subsidiary-authors/author",
}  # fmt: skip
KEPT: Final = {
    "Author address": "auth-address", "Accession number": "accession-num", "Database": "remote-database-name",
    "Database provider": "remote-database-provider", "Label": "label", "Research notes": "research-notes",
    "Custom 1": "custom1", "Custom 3": "custom3", "Custom 4": "custom4", "Custom 5": "custom5", "Custom 6": "custom6",
    "Custom 7": "custom7", "Reprint": "reprint-status", "Original publication": "orig-pub", "Caption": "caption",
    "Date": "dates/pub-dates/date", "File": "urls/pdf-urls/url", "Image": "urls/image-urls/url",
    "Reviewed item": "reviewed-item", "Translated title": "titles/translated-title",
}  # fmt: skip


def of_endnote_xml(lines: list[str], at: int) -> Iterator[Read]:
    for line, raw, element, problem in pieces_of("\n".join(lines), at, "record"):
        yield Read(line, Form.ENDNOTE_XML, {}, (problem,), raw) if element is None else record(line, element, raw)


def record(line: int, element: ET.Element, raw: str) -> Read:
    named = element.find("ref-type")
    said_type = (named.get("name") or "" if named is not None else "").lower()
    kind = TYPES.get(said_type, "document")
    csl: dict[str, Any] = {"type": kind, **{field: text_at(element, *paths) for field, paths in TEXTS.items()}}
    left = []
    for field, path in NAMES.items():
        texts = texts_at(element, path)
        csl[field] = [name for text in texts if not OTHERS.fullmatch(text) and (name := name_of(text))]
        left += [(field, text) for text in texts if OTHERS.fullmatch(text)]
    if csl["container-title-short"] == csl["container-title"]:
        csl["container-title-short"] = ""
    if kind in {"book", "report", "thesis"}:
        csl["collection-title"], csl["container-title"] = csl["collection-title"] or csl["container-title"], ""
    if kind in {"report", "patent", "standard"}:
        csl["number"] = csl.pop("issue")
    csl["page"] = pages(text_at(element, "pages")) or text_at(element, "custom7")
    csl["issued"] = issued(element)
    csl["keyword"] = ", ".join(texts_at(element, "keywords/keyword"))
    csl["note"] = "\n".join(texts_at(element, "notes"))
    csl["ISBN" if kind in {"book", "chapter"} else "ISSN"] = text_at(element, "isbn").replace("\r", ", ")
    csl["PMID"] = pmid_of(element)
    said = {value.casefold() for value in csl.values() if isinstance(value, str)}
    for label, path in KEPT.items():
        left += [(label, text) for text in texts_at(element, path) if not is_said(label, text, csl, said)]
    left += [("URL", url) for url in texts_at(element, *TEXTS["URL"])[1:]]
    left += [("Type", said_type)] if said_type not in TYPES else []
    return read_record(line, Form.ENDNOTE_XML, csl, raw=raw, left=left)


def is_said(name: str, text: str, csl: dict[str, Any], said: set[str]) -> bool:
    return text.casefold() in said or (name == "Date" and text in csl["issued"])


def issued(element: ET.Element) -> str:
    """The year, and the day where a line of its own says it: “Mar 3”."""
    year, date = text_at(element, "dates/year"), text_at(element, "dates/pub-dates/date")
    return date if year and year in date else " ".join(filter(None, [date, year]))


def pmid_of(element: ET.Element) -> str:
    number = text_at(element, "accession-num")
    sources = " ".join(texts_at(element, "remote-database-name", "remote-database-provider", "urls/related-urls/url"))
    return number if number.isdecimal() and "pubmed" in sources.lower().replace("nlm", "pubmed") else ""
