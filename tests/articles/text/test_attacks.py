"""Nothing that is pasted or typed becomes active: in Markdown, and in every text that is rendered from it."""

import re
from typing import Final

import pytest
from bs4 import BeautifulSoup

from articles.text.pasting import pasted
from tests.articles.text.attacks import ATTACKS
from tests.articles.text.renderings import renderer

SHOWN: Final = {
    "a", "b", "blockquote", "br", "code", "div", "em", "figcaption", "figure", "h3", "h4", "hr", "i", "img", "li", "ol",
    "p", "picture", "pre", "small", "source", "span", "strong", "sub", "sup", "svg", "table", "tbody", "td", "text",
    "th", "thead", "tr", "ul",
}  # fmt: skip
CARRIED: Final = {"id", "class", "role", "aria-label", "dir", "href", "tabindex", "start", "scope", "data-figure"}
SAFE: Final = re.compile(r"https?://|mailto:|/|#", re.IGNORECASE)


def active_in(html: str) -> list[str]:
    """Every element and attribute that no text of an editor makes, and every address that could run something."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name not in SHOWN:
            found.append(tag.name)
        for name, value in tag.attrs.items():
            if name not in CARRIED:
                found.append(f"{tag.name} {name}")
            if name == "href" and not SAFE.match(str(value)):
                found.append(f"{tag.name} href={value}")
    return found


def texts_of(markdown: str) -> list[str]:
    """As caption, summary and full post show it, key points being plain."""
    made = renderer()
    return [
        made.line(markdown).html,
        made.render(markdown, prefix="short-").html,
        made.render(f"## Before\n\n- {markdown}", prefix="full-").html,
    ]


def test_the_kinds_of_attack_are_many() -> None:
    assert len(ATTACKS) >= 200


@pytest.mark.parametrize("start", range(0, len(ATTACKS), 20))
def test_what_is_typed_stays_text(start: int) -> None:
    for attack in ATTACKS[start : start + 20]:
        assert [active_in(html) for html in texts_of(attack)] == [[], [], []], attack


@pytest.mark.parametrize("start", range(0, len(ATTACKS), 20))
def test_what_is_pasted_becomes_nothing_active(start: int) -> None:
    for attack in ATTACKS[start : start + 20]:
        for html in (attack, f"<p>Words {attack} and more.</p>", f"<ul><li>{attack}", f"<table><tr><td>{attack}<td>b"):
            markdown = pasted(html, origin="https://cbt.example.org").markdown
            assert not re.search(r"(?<!\\)\]\(\s*<?(?!https?:|mailto:|article:|tag:)", markdown), (attack, markdown)
            assert [active_in(text) for text in texts_of(markdown)] == [[], [], []], (attack, markdown)


def test_what_looks_for_attacks_finds_them() -> None:
    assert active_in("<script>x</script>") == ["script"]
    assert active_in("<p onclick=x style=y>x</p>") == ["p onclick", "p style"]
    assert active_in("<a href='javascript:x'>x</a>") == ["a href=javascript:x"]
