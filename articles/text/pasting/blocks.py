"""Headings at the two levels that a text has, and quotations, paragraphs and lines where they belong."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from articles.text.pasting.leaving_out import classes_of
from articles.text.pasting.word_lists import number_items
from members.characters import printed

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
QUOTES: Final = frozenset({"MsoQuote", "MsoIntenseQuote"})
WITH_WORDS: Final = ("p", "div", "li", *HEADINGS)
NOT_AT_TOP: Final = ("li", "td", "th", "blockquote", "dd")
SPACE: Final = re.compile(r"\s+")
PICTURE_FONT: Final = re.compile(r"[\ue000-\uf8ff]")  # signs of Symbol and Wingdings, which mean nothing elsewhere


def straighten_blocks(soup: BeautifulSoup) -> None:
    for tag in soup.find_all("p"):
        if "MsoTitle" in classes_of(tag):
            tag.name = "h1"
        elif QUOTES & classes_of(tag):
            tag.wrap(soup.new_tag("blockquote"))
    for link in soup.find_all("a"):
        into_blocks(soup, link)
    number_items(soup)
    for tag in soup.find_all(HEADINGS):
        if not tag.get_text(strip=True):
            tag.unwrap()
        elif tag.find_parent(NOT_AT_TOP):
            as_strong(soup, tag)
    level_headings(soup, soup.find_all(HEADINGS))
    soup.smooth()
    for text in soup.find_all(string=True):
        seen = PICTURE_FONT.sub("", printed(str(text)).replace("\xad", ""))
        text.replace_with(NavigableString(seen if text.find_parent("pre") else SPACE.sub(" ", seen)))


def into_blocks(soup: BeautifulSoup, link: Tag) -> None:
    """A link around whole blocks stands around the words of each."""
    blocks = [tag for tag in link.find_all(WITH_WORDS) if not tag.find(WITH_WORDS)]
    for block in blocks:
        inner = soup.new_tag("a", attrs={"href": str(link.get("href", ""))})
        for child in list(block.contents):
            inner.append(child.extract())
        block.append(inner)
    if blocks:
        link.unwrap()


def level_headings(soup: BeautifulSoup, headings: list[Tag]) -> None:
    """The highest level in use becomes ##, the next ###, and what lies deeper a paragraph in bold.

    One heading alone above all others is the title of the whole, beside whose sections it stands.
    """
    used = sorted({tag.name for tag in headings})
    is_title = len(used) > 1 and headings[0].name == used[0] and sum(tag.name == used[0] for tag in headings) == 1
    places = {name: place - is_title if place else 0 for place, name in enumerate(used)}
    has_section = False
    for tag in headings:
        place = places[tag.name] if has_section else 0
        has_section = True
        if place > 1:
            as_strong(soup, tag)
        else:
            tag.name = "h2" if place == 0 else "h3"


def as_strong(soup: BeautifulSoup, tag: Tag) -> None:
    for inner in tag.find_all("strong"):
        inner.unwrap()
    strong = soup.new_tag("strong")
    for child in list(tag.contents):
        strong.append(child.extract())
    tag.append(strong)
    tag.name = "p"
