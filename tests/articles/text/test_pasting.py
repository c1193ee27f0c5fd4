"""What is pasted becomes clean Markdown that means what was there."""

import re
from time import perf_counter

import pytest

from articles.text.markdown import parse, plain_text
from articles.text.pasting import pasted
from tests.articles.text.clipboards import FRAGMENTS
from tests.articles.text.renderings import rendered

ORIGIN = "https://cbt.example.org"


@pytest.mark.parametrize("program", FRAGMENTS)
def test_each_program_writes_it_in_its_own_way(program: str) -> None:
    html, markdown = FRAGMENTS[program]
    assert pasted(html).markdown == markdown


@pytest.mark.parametrize("program", FRAGMENTS)
def test_what_was_pasted_is_shown_without_a_problem(program: str) -> None:
    part = rendered(pasted(FRAGMENTS[program][0]).markdown)
    assert part.problems == part.warnings == []


@pytest.mark.parametrize("program", [name for name in FRAGMENTS if name.startswith("signs")])
def test_signs_mean_themselves(program: str) -> None:
    """All that was typed is read again, but for what is set in type."""
    html = FRAGMENTS[program][0]
    typed = re.sub(r"<[^>]+>", " ", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    read = plain_text(parse(pasted(html).markdown).tokens)
    assert "".join(read.split()) == "".join(typed.split())


def test_there_are_at_least_sixty_fragments() -> None:
    assert len(FRAGMENTS) >= 60


def test_a_link_to_this_site_is_written_by_name() -> None:
    links = [
        (f"{ORIGIN}/articles/social-anxiety/", "article:social-anxiety"),
        (f"{ORIGIN}/articles/social-anxiety/#full", "article:social-anxiety"),
        (f"{ORIGIN}/tags/amygdala/?page=2", "tag:amygdala"),
        (f"{ORIGIN}/nowhere", f"{ORIGIN}/nowhere"),
        ("https://other.example.org/tags/amygdala/", "https://other.example.org/tags/amygdala/"),
    ]
    for address, target in links:
        assert pasted(f'<a href="{address}">x</a>', origin=ORIGIN).markdown == f"[x]({target})"


def test_what_was_left_out_is_told() -> None:
    html = "<p>a<img src='x.png'><img src='data:image/png;base64,A'></p><del>b</del><a href='#_msocom_1'>[A1]</a>"
    assert pasted(html).told == (
        "2 images were left out: add each with its button.",
        "1 comment was left out.",
        "1 deleted passage was left out.",
    )
    assert pasted("<p>a</p>").told == ()


def test_plain_text_is_taken_as_it_was_typed() -> None:
    typed = "## Title\r\n\r\n- *one* [@key]\u200b  \r\n"
    assert pasted("", typed).markdown == "## Title\n\n- *one* [@key]"
    style = "font-family: Menlo;white-space: pre;"
    of_an_editor = f'<meta charset="utf-8"><div style="{style}"><div>## x</div></div>'
    assert pasted(of_an_editor, "## x").markdown == "## x"


@pytest.mark.parametrize(
    "html", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<br>", "<table></table>", "<ul><li></li></ul>", "<b> </b>"]
)
def test_nothing_becomes_nothing(html: str) -> None:
    assert pasted(html).markdown == ""


@pytest.mark.parametrize(
    "html",
    ["<div>" * 3000 + "deep", "<ul><li>" * 800 + "deep", "<b><i>" * 2000 + "deep", "<table><tr><td>" * 500 + "deep",
     "<blockquote>" * 1500 + "deep"],
)  # fmt: skip
def test_what_is_nested_too_deep_keeps_its_words(html: str) -> None:
    assert "deep" in pasted(html).markdown


@pytest.mark.parametrize(
    "one", ["<p>It <b>fell</b> [x].</p>", "<tr><td>a<td>b</tr>", "<li>One</li>", "<b>a</b>", "<br>", "<ol><li>1", "[@a"]
)
def test_time_grows_with_what_is_pasted_and_not_faster(one: str) -> None:
    def seconds(times: int) -> float:
        began = perf_counter()
        pasted(f"<table>{one * times}</table>" if "tr" in one else one * times)
        return perf_counter() - began

    seconds(50)
    assert seconds(800) < 60 * max(seconds(50), 0.01)
