"""Lists as Word writes them, paragraphs that only look like items, and lists that stand in lists in the wrong place."""

import re
from itertools import count
from typing import Final

from bs4 import BeautifulSoup, Tag

from articles.text.pasting.leaving_out import style_of

LEVEL: Final = re.compile(r"mso-list:[^;]*\blevel(\d+)", re.IGNORECASE)
IGNORED: Final = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NUMBERED: Final = re.compile(r"\(?(\d+|[a-z]{1,4})[.)]?", re.IGNORECASE)
BULLETS: Final = frozenset("·•o§-–—*▪■◦●○➢Øüvq\u00b7")
DEEPEST: Final = 9


def straighten_lists(soup: BeautifulSoup) -> None:
    paragraphs = [tag for tag in soup.find_all(["p", "h1", "h2", "h3", "li"]) if level_of(tag) and tag.name == "p"]
    made: set[int] = set()
    for first in paragraphs:
        if id(first) not in made:
            run = run_of(first)
            made |= {id(tag) for tag in run}
            build(soup, run)
    for inner in soup.find_all(["ul", "ol"]):
        straighten_place(soup, inner)


def level_of(tag: Tag) -> int:
    found = LEVEL.search(style_of(tag))
    return min(int(found[1]), DEEPEST) if found else 0


def run_of(first: Tag) -> list[Tag]:
    """The items one after the other, with nothing but space between."""
    run, tag = [first], first.find_next_sibling()
    while isinstance(tag, Tag) and tag.name == "p" and level_of(tag):
        run.append(tag)
        tag = tag.find_next_sibling()
    return run


def build(soup: BeautifulSoup, run: list[Tag]) -> None:
    """A list of these items, the deeper ones within the item before them."""
    place = soup.new_tag("div")
    run[0].insert_before(place)
    open_lists: list[tuple[int, Tag]] = []
    for paragraph in run:
        level, marker = level_of(paragraph), take_marker(paragraph)
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            parent = open_lists[-1][1].find_all("li", recursive=False)[-1] if open_lists else place
            kind = soup.new_tag("ul" if is_bullet(marker) else "ol")
            if (found := re.fullmatch(r"\(?(\d{1,6})[.)]?", marker)) and int(found[1]) != 1:
                kind["start"] = found[1]
            parent.append(kind)
            open_lists.append((level, kind))
        paragraph.name = "li"
        open_lists[-1][1].append(paragraph.extract())
    place.unwrap()


def take_marker(paragraph: Tag) -> str:
    """The bullet or number in front, which Word marks as what a reader of lists has to ignore."""
    for span in paragraph.find_all("span"):
        if not span.decomposed and IGNORED.search(style_of(span)):
            marker = span.get_text().strip()
            span.decompose()
            return marker
    return ""


def is_bullet(marker: str) -> bool:
    return not marker or marker in BULLETS or not NUMBERED.fullmatch(marker)


def straighten_place(soup: BeautifulSoup, inner: Tag) -> None:
    """A list directly in a list belongs to the item before it."""
    if inner.parent is None or inner.parent.name not in {"ul", "ol"}:
        return
    before = inner.find_previous_sibling("li")
    if before is None:
        before = soup.new_tag("li")
        inner.insert_before(before)
    before.append(inner.extract())


def number_items(soup: BeautifulSoup) -> None:
    """Each item of a numbered list knows its number, so that a list of thousands is written in linear time."""
    for numbered in soup.find_all("ol"):
        start = str(numbered.get("start", ""))
        numbers = count(int(start) if re.fullmatch(r"\d{1,6}", start) else 1)
        for item in numbered.find_all("li", recursive=False):
            item["value"] = str(next(numbers))
