"""Emphasis that stands in styles, as the tags that mean it; and without the noise of runs that programs split."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from articles.text.pasting.leaving_out import classes_of, style_of

WEIGHT: Final = re.compile(r"font-weight:\s*(\w+)", re.IGNORECASE)
SLANT: Final = re.compile(r"font-style:\s*(\w+)", re.IGNORECASE)
HEIGHT: Final = re.compile(r"vertical-align:\s*(super|sub)\b", re.IGNORECASE)
BOLD: Final = frozenset({"bold", "bolder", "600", "700", "800", "900"})
SLANTED: Final = frozenset({"italic", "oblique"})
NAMES: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
BY_CLASS: Final = {"MsoIntenseEmphasis": "em", "MsoSubtleEmphasis": "em", "MsoStrong": "strong"}
MARKS: Final = ("strong", "em", "sup", "sub")
HOLDS_BLOCKS: Final = frozenset({
    "p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
})  # fmt: skip
WHOLE_ALREADY: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th"})  # bold by what they are


def straighten_emphasis(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(["b", "strong", "i", "em", "span", "font"]):
        retag(soup, tag)
    for tag in soup.find_all(["strong", "em", "sup", "sub"]):
        if not tag.decomposed:
            simplify(tag)
    for tag in soup.find_all(MARKS):
        if not tag.decomposed:
            merge_with_next(tag)


def retag(soup: BeautifulSoup, tag: Tag) -> None:
    """The mark that a tag of style means; none where its style takes back what its name says."""
    style = style_of(tag)
    wanted = [NAMES[tag.name]] if tag.name in NAMES else []
    wanted += [BY_CLASS[name] for name in classes_of(tag) if name in BY_CLASS]
    for pattern, words, mark in ((WEIGHT, BOLD, "strong"), (SLANT, SLANTED, "em")):
        if found := pattern.search(style):
            wanted = [name for name in wanted if name != mark]
            wanted += [mark] if found[1].lower() in words else []
    if found := HEIGHT.search(style):
        wanted.append("sup" if found[1].lower() == "super" else "sub")
    held = tag
    for mark in dict.fromkeys(wanted):
        outer = soup.new_tag(mark)
        held.wrap(outer)
        held = outer
    tag.unwrap()


def simplify(tag: Tag) -> None:
    """A mark without words, within the same mark, around whole blocks, or in a heading, is none."""
    holds_blocks = tag.find(lambda inner: inner.name in HOLDS_BLOCKS) is not None
    is_inner = tag.find_parent(tag.name) is not None
    is_heading = tag.name == "strong" and tag.find_parent(lambda outer: outer.name in WHOLE_ALREADY) is not None
    if holds_blocks or is_inner or is_heading or not tag.get_text(strip=True):
        tag.unwrap()


def merge_with_next(tag: Tag) -> None:
    """`<b>a</b><b>b</b>` is one word, and so is what only a space parts."""
    while True:
        after = tag.next_sibling
        space = ""
        if isinstance(after, NavigableString) and not after.strip() and tag.name in {"strong", "em"}:
            space, after = str(after), after.next_sibling
        if not isinstance(after, Tag) or after.name != tag.name:
            return
        if space and isinstance(tag.next_sibling, NavigableString):
            tag.next_sibling.extract()
            tag.append(NavigableString(space))
        for child in list(after.contents):
            tag.append(child.extract())
        after.decompose()
