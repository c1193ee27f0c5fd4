"""Footnotes and endnotes of Word, Google Docs and LibreOffice, as margin notes."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag

from tags.slugs import first_free, slug_of

REFERS: Final = re.compile(r"#_?(ftn|edn|ftnt|sdfootnote|sdendnote)(\d+)(?:sym)?\Z")
GOES_BACK: Final = re.compile(r"#_?(ftn|edn|ftnt_?|sdfootnote|sdendnote)(?:ref)?(\d+)(?:anc)?\Z")
BODY: Final = frozenset({"p", "div", "li"})
LONGEST_NAME: Final = 24


def take_notes(soup: BeautifulSoup) -> dict[str, Tag]:
    """Take the notes from where they stand; each by the name under which a tag `fn` refers to it now."""
    bodies = {key: body for link in soup.find_all("a") if (key := key_of(link, back=True)) and (body := body_of(link))}
    notes: dict[str, Tag] = {}
    names: dict[str, str] = {}
    for key, body in bodies.items():
        taken: set[str] = {*notes}
        name = first_free(name_of(body), taken)
        names[key], notes[name] = name, body.extract()
    for link in soup.find_all("a"):
        name = names.get(key_of(link, back=False), "")
        if name:
            sign = soup.new_tag("fn", attrs={"class": name})
            outer = link.parent if link.parent and link.parent.name == "sup" and is_alone(link) else link
            outer.replace_with(sign)
    for rule in soup.find_all("hr"):
        if not rule.find_next(True):
            rule.decompose()
    return notes


def key_of(link: Tag, *, back: bool) -> str:
    """Kind and number of the note; of the link that leads to it, or of the one that stands before its words."""
    href, name = str(link.get("href", "")), str(link.get("name", "") or link.get("id", ""))
    is_back = "ref" in href or href.endswith("anc")
    if is_back != back:
        return ""
    found = (GOES_BACK if back else REFERS).match(href)
    return f"{found[1].rstrip('_')}{found[2]}" if found and (name or back) else ""


def body_of(link: Tag) -> Tag | None:
    """The paragraph that it begins, or the division around that if it holds nothing else; without the number."""
    body = next((parent for parent in link.parents if parent.name in BODY), None)
    if body is None:
        return None
    around = body.parent
    is_whole = around is not None and around.name in {"div", "li"} and around.find("a") is link
    outer = link.parent if link.parent and link.parent.name == "sup" and is_alone(link) else link
    outer.decompose()
    return around if is_whole and isinstance(around, Tag) else body


def is_alone(link: Tag) -> bool:
    return link.parent is not None and link.parent.get_text(strip=True) == link.get_text(strip=True)


def name_of(body: Tag) -> str:
    """Its first words: editors name their notes so, and two texts rarely begin alike."""
    words = slug_of(" ".join(body.get_text(" ").split()[:3]))[:LONGEST_NAME].strip("-")
    return words or "note"
