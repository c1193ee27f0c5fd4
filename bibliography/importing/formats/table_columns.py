"""Columns of a table: which field of a record each heading stands for, guessed, or as somebody said.

Headings of Zotero, Scopus, Web of Science, PubMed, Rayyan, Covidence and EndNote, and what people call them by hand.
"""

import re
from collections.abc import Sequence
from typing import Final

NOTE: Final = "note"  # a column for the note, under its own heading
SKIP: Final = "skip"
# Fields in the order in which a person chooses among them; what each is called in words.
FIELDS: Final = {
    "title": "Title", "author": "Authors", "issued": "Date or year", "month": "Month", "day": "Day",
    "container-title": "Journal or book", "container-title-short": "Journal, short", "volume": "Volume",
    "issue": "Issue", "page": "Pages", "page-first": "First page", "page-last": "Last page", "number": "Article number",
    "DOI": "DOI", "PMID": "PMID", "PMCID": "PMCID", "URL": "Address on the web", "abstract": "Abstract",
    "keyword": "Keywords", "type": "Type", "editor": "Editors", "translator": "Translators", "publisher": "Publisher",
    "publisher-place": "Place", "collection-title": "Series", "edition": "Edition", "language": "Language",
    "ISSN": "ISSN", "ISBN": "ISBN", "title-short": "Short title", "number-of-pages": "Number of pages",
    "accessed": "Accessed", "event-title": "Conference", "key": "Citation key", "notes": "Note",
    NOTE: "A line of the note", SKIP: "Leave out",
}  # fmt: skip
KNOWN: Final = {
    "title": "title, article title, document title, ti, name, titel, titre, titulo, reference title, paper title, "
    "study title",
    "author": "author, authors, author(s), au, af, author full names, authors full names, creator, creators, autor, "
    "autoren, auteurs, autores, author names",
    "issued": "year, publication year, published year, pub year, py, date, publication date, issued, jahr, annee, ano, "
    "published, date published, da, year of publication",
    "month": "month, published month, publication month",
    "day": "day",
    "container-title": "journal, journal title, source title, publication title, journal/book, so, source, jt, "
    "publication, periodical, secondary title, container title, zeitschrift, revue, revista, book title, journal name",
    "container-title-short": "journal abbreviation, abbreviated source title, j9, ji, ta, iso abbreviation",
    "volume": "volume, vol, vl, vi, band",
    "issue": "issue, number, no, is, ip, issue number, heft",
    "page": "pages, page, pg, page range, pp, seiten",
    "page-first": "page start, start page, bp, sp, first page, beginning page",
    "page-last": "page end, end page, ep, last page, ending page",
    "number": "art no, article number, ar, article no",
    "DOI": "doi, di, digital object identifier, doi link, article doi",
    "PMID": "pmid, pubmed id, pubmed, pm, pubmedid, pubmed number",
    "PMCID": "pmcid, pmc, pmc id",
    "URL": "url, link, urls, web address, address, full text link, ur, permalink",
    "abstract": "abstract, abstract note, ab, summary, zusammenfassung, resume",
    "keyword": "keywords, keyword, author keywords, de, manual tags, tags, kw",
    "type": "type, item type, document type, dt, pt, reference type, publication type",
    "editor": "editor, editors, be, editor(s)",
    "translator": "translator, translators",
    "publisher": "publisher, pu, institution, verlag",
    "publisher-place": "place, place published, location, pi, publisher city",
    "collection-title": "series, se, series title",
    "edition": "edition",
    "language": "language, la, language of original document, sprache",
    "ISSN": "issn, sn, eissn",
    "ISBN": "isbn, bn",
    "title-short": "short title",
    "number-of-pages": "num pages, number of pages",
    "accessed": "access date, accessed",
    "event-title": "conference name, conference title, ct, event",
    "key": "key, citation key, citekey, bibtex key",
    "notes": "notes, note, extra",
}  # fmt: skip
OF_HEADING: Final = {name.strip(): field for field, names in KNOWN.items() for name in names.split(",")}
TELLS: Final = frozenset({"title", "DOI", "PMID"})  # without one of them no row is a record
NO_LETTERS: Final = re.compile(r"[^\w()/]+|_")
SEVERAL: Final = frozenset(
    {"author", "editor", "translator", "keyword", "URL", "ISSN", "ISBN", "issued", NOTE, SKIP, "notes"}
)


def plain_heading(heading: str) -> str:
    return " ".join(NO_LETTERS.sub(" ", heading.replace("\ufeff", "").casefold()).split())


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """The field of each heading: of two for one field the first has it, the other goes into the note."""
    fields: dict[str, str] = {}
    taken: set[str] = set()
    for heading in headings:
        field = OF_HEADING.get(plain_heading(heading), NOTE)
        if field in taken and field not in SEVERAL:
            field = NOTE
        taken.add(field)
        fields[heading] = field
    return fields


def headings_known(headings: Sequence[str]) -> bool:
    """Whether they are a first line of a table of papers."""
    return bool(TELLS & {OF_HEADING.get(plain_heading(heading), "") for heading in headings})


def set_of(headings: Sequence[str]) -> str:
    """One name for these headings in whatever order and spelling, under which what somebody chose is remembered."""
    return "|".join(sorted(map(plain_heading, headings)))
