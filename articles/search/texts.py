"""The text of stored HTML, as search reads and shows it."""

import re
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from typing import Final

from articles.text.key_points import without_levels
from articles.text.superscripts import SHIFTED

Attributes = list[tuple[str, str | None]]

INLINE: Final = {"em", "strong", "b", "i", "a", "span", "abbr", "cite", "q", "mark", "small", "code", "sub", "sup"}
NO_PROSE: Final = frozenset({"svg", "table", "h1", "h2", "h3", "h4", "h5", "h6"})  # words without sentences
NOTE: Final = ("class", "note")
MARKS: Final = {("class", "cite-ref"), ("class", "note-ref")}  # numbers of references, letters of notes
CREDIT: Final = ("class", "credit")
LOOSE: Final = re.compile(r" (?=[.,;:!?)])")  # where the number of a reference stood


def told_by(key_points: Iterable[str], html: str, *, read: Callable[[str], str]) -> str:
    """What a stretch is shown from: key points and a text, its sentences or all of it, as `read` reads its HTML."""
    return LOOSE.sub("", f"{' '.join(without_levels(key_points))} {read(html)}".strip())


def text_of_html(html: str) -> str:
    """Its words, with a space where a block ends; no numbers of references, letters of notes, credits of images."""
    return Text(html).read()


def prose_of_html(html: str) -> str:
    """The same without headings, tables and drawings."""
    return Text(html, without=NO_PROSE).read()


class Text(HTMLParser):
    """Goes through stored HTML and keeps what is read in it."""

    def __init__(self, html: str, *, without: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.html = html
        self.without = without
        self.shift: Mapping[int, int] = {}
        self.kept: list[str] = []
        self.skipped = ""  # the element that is left out at the moment
        self.depth = 0  # of elements of that name within it
        self.begins_note = False

    def read(self) -> str:
        self.feed(self.html)
        self.close()
        return " ".join("".join(self.kept).split())

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self.skipped:
            self.depth += tag == self.skipped
            return
        if tag in self.without or CREDIT in attrs or MARKS & set(attrs) or (self.begins_note and tag == "b"):
            self.skipped, self.depth = tag, 1
        if self.skipped or tag not in INLINE:
            self.kept.append(" ")
        self.begins_note = NOTE in attrs
        self.shift = SHIFTED.get(tag, {})

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.depth -= tag == self.skipped
            self.skipped = self.skipped if self.depth else ""
        elif tag not in INLINE:
            self.kept.append(" ")
        self.shift = {}

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.kept.append(data.translate(self.shift))
