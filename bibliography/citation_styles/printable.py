"""The part of a record that citations print, in the shapes that citeproc-py takes without stumbling.

Scholarly records hold `&`, `<` and markup such as `<i>` in any field, and citeproc-py escapes some fields and not
others. So every special character travels through it as one private-use character and becomes HTML afterwards; so do
quotation marks within a field, which depend on what stands around them.
"""

import re
from html import escape
from typing import Any, Final

from bibliography.dates import numbers_of
from bibliography.doi import bare_doi, doi_address
from bibliography.names import CLINGING, family_with_particles, initials
from bibliography.rich_text import MARKUP, PAIR, plain, without_foreign_markup

SPECIAL: Final = (*MARKUP, "&", "<", ">")
STAND_IN: Final = {text: chr(0xE000 + place) for place, text in enumerate(SPECIAL)}
HTML: Final = {chr(0xE000 + place): text if text in MARKUP else escape(text) for place, text in enumerate(SPECIAL)}
STAND_INS: Final = re.compile(f"[{''.join(HTML)}]")
LINK: Final = "\ue101"
NUMBER: Final = "\ue102"  # of the entry in its bibliography
OPENING: Final = "\ue103"  # quotation marks within a field
CLOSING: Final = "\ue104"
APOSTROPHE: Final = "\ue105"  # in British English it looks as the mark that closes a quotation
QUOTED: Final = re.compile(r"“([^“”]*)”|(?<!\w)‘([^‘’]*)’(?!\w)|(?<![\w\"])\"(?=\S)([^\"]*)(?<=\S)\"(?!\w)")
NAME_PARTS: Final = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal")
NAMES: Final = ("author", "editor", "translator", "container-author", "collection-editor")
DATES: Final = ("issued", "accessed")
PRINTED: Final = (
    "title", "container-title", "container-title-short", "volume", "issue", "page", "number", "edition", "publisher",
    "publisher-place", "genre", "medium", "version", "collection-title", "collection-number", "event-title",
    "event-place", "archive", "PMID", "PMCID",
)  # fmt: skip
PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/{}/"
ENGLISH: Final = re.compile(r"en(g|glish)?\b", re.IGNORECASE)


def printable(csl: dict[str, Any], key: str = "reference") -> dict[str, Any]:
    record: dict[str, Any] = {"id": key, "type": str(csl.get("type") or "document")}
    record |= {field: shielded(csl[field]) for field in PRINTED if csl.get(field)}
    for field in NAMES:
        if names := [shielded_name(name) for name in csl.get(field, ()) if any(name.get(p) for p in NAME_PARTS)]:
            record[field] = names
    record |= {field: date for field in DATES if (date := dated(csl, field))}
    if csl.get("language"):
        record["language"] = "en" if ENGLISH.match(str(csl["language"])) else str(csl["language"])[:2].lower()
    if csl.get("year-suffix"):  # of the bibliography that it stands in
        record["year-suffix"] = csl["year-suffix"]
    if address_of(csl):
        record["DOI" if csl.get("DOI") else "URL"] = LINK
    return record


def address_of(csl: dict[str, Any]) -> str:
    """Where the reader finds the work: the DOI, else PubMed, else the address in the record."""
    if csl.get("DOI"):
        return doi_address(bare_doi(str(csl["DOI"])))
    return PUBMED.format(plain(str(csl["PMID"]))) if csl.get("PMID") else str(csl.get("URL") or "")


def dated(csl: dict[str, Any], field: str) -> dict[str, Any] | None:
    numbers = numbers_of(csl, field)
    if numbers and numbers[0] > 0:
        return {"date-parts": [numbers]}
    words = str((csl.get(field) or {}).get("literal") or "")
    return {"literal": shielded(words)} if words else None


def shielded(value: object) -> str:
    """One line with a stand-in for each special character. Markup that does not come in pairs is plain text."""
    text = without_foreign_markup(str(value))
    while PAIR.search(text):
        text = PAIR.sub(lambda m: f"{STAND_IN[f'<{m[1]}>']}{m[2]}{STAND_IN[f'</{m[1]}>']}", text)
    text = QUOTED.sub(lambda found: f"{OPENING}{found[1] or found[2] or found[3] or ''}{CLOSING}", text).replace(
        "’", APOSTROPHE
    )
    return re.sub("[&<>]", lambda found: STAND_IN[found[0]], text)


def shielded_name(name: dict[str, str]) -> dict[str, str]:
    if name.get("literal"):
        return {"literal": shielded(name["literal"])}
    parts = {part: shielded(name[part]) for part in NAME_PARTS if name.get(part)}
    if name.get("non-dropping-particle", "").strip().endswith(CLINGING):
        parts["family"] = shielded(family_with_particles(name, "non-dropping-particle"))
        del parts["non-dropping-particle"]
    short = initials(plain(name.get("given", "")))
    if short and short.upper() == short.lower():  # a script without capitals, whose names stand as they are
        return {"literal": f"{parts.get('family', '')} {parts['given']}".strip()}
    return parts if short else {part: word for part, word in parts.items() if part != "given"}
