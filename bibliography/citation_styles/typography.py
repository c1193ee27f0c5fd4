"""From what citeproc-py printed to what readers see: quotation marks, stops, links, HTML."""

import re
from html import escape, unescape
from typing import Any, Final

import nh3

from bibliography.citation_styles.printable import (
    APOSTROPHE,
    CLOSING,
    HTML,
    LINK,
    NUMBER,
    OPENING,
    STAND_IN,
    STAND_INS,
    address_of,
)
from bibliography.citation_styles.styles import quotation_marks, takes_stops_into_quotes
from bibliography.doi import bare_doi
from bibliography.rich_text import MARKUP

CLOSING_TAGS: Final = f"(?:</[ib]>|[{''.join(STAND_IN[text] for text in MARKUP if text.startswith('</'))}])"
STOP_TWICE: Final = re.compile(rf"([?!…](?:{CLOSING_TAGS}|[”’\"'{CLOSING}])*|\.{CLOSING_TAGS}+)\.(?=\s|\Z)")
NUMBERED: Final = re.compile(rf"\A(?P<before>[(\[]?){NUMBER}(?P<after>[.)\]]*)\s*")
NO_NUMBER: Final = re.compile(r" \(Publication\)(?=[ .])")  # citeproc-py keeps the word where the number is missing
NO_DAY: Final = re.compile(rf"Retrieved (?:from )?(?={LINK})")  # the style prints it where there is no day of access
TAGS: Final = {"i", "b", "sup", "sub", "a"}


def without_number(printed: str) -> tuple[str, str]:
    """What stands around the number of an entry, with NUMBER in its place, and the entry without it."""
    found = NUMBERED.match(printed)
    if not found:
        return "", printed
    return f"{found['before']}{NUMBER}{found['after']}".strip(), printed[found.end() :]


def as_html(printed: str, csl: dict[str, Any], style: str) -> str:
    """Safe: text, `<i>`, `<b>`, `<sup>`, `<sub>`, and a link to where the work is found."""
    if csl.get("type") == "thesis" and not csl.get("number"):
        printed = NO_NUMBER.sub("", printed)
    printed = quoted(STOP_TWICE.sub(r"\1", NO_DAY.sub("", printed)), style)
    html = STAND_INS.sub(lambda found: HTML[found[0]], linked(printed, csl))
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href", "rel"}}, link_rel=None).strip()


def as_plain_text(html: str) -> str:
    return unescape(re.sub("<[^<>]*>", "", html))


def linked(printed: str, csl: dict[str, Any]) -> str:
    """With the whole address as a link, and behind “doi:” the bare DOI as one."""
    address = address_of(csl)
    if not address:
        return printed
    shown = {True: address, False: bare_doi(str(csl["DOI"])) if csl.get("DOI") else address}

    def link(found: re.Match[str]) -> str:
        text = shown[bool(found[1])]
        return f'<a href="{escape(address)}" rel="external">{escape(text)}</a>'

    return re.sub(f"(https?://(?:dx.)?doi.org/)?{LINK}", link, printed)


def quoted(printed: str, style: str) -> str:
    """Marks within marks are of the other kind, and in American English commas and full stops stand before them.

    What a field holds has stand-ins; all marks of the outer kind are the style's own.
    """
    outer_open, outer_close, inner_open, inner_close = quotation_marks(style)
    depth, made = 0, []
    for char in printed:
        if char in {OPENING, outer_open}:
            made.append((outer_open, inner_open)[depth % 2])
            depth += 1
        elif char == CLOSING or (char == outer_close and depth % 2 == 1):
            depth = max(0, depth - 1)
            made.append((outer_close, inner_close)[depth % 2])
        else:
            made.append(char)
    marks = f"{outer_close}{inner_close}"
    text = "".join(made).replace(APOSTROPHE, "’")
    if not takes_stops_into_quotes(style):
        return text
    moved = re.sub(rf"((?:{CLOSING_TAGS})*)([{marks}]+)([.,])(?=\s|<|\Z)", r"\3\1\2", text)
    return re.sub(rf"([?!])[.,]((?:{CLOSING_TAGS})*[{marks}])", r"\1\2", moved)
