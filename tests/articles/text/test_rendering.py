"""From the Markdown of an editor to the HTML of a page."""

import re

import pytest
from markdown_it.token import Token

from articles.text.rendering import Problem, Rendered, Renderer
from tests.articles.text.renderings import DRAWING, KNOWN, page, rendered, renderer
from tests.page import Page

# --- Headings -----------------------------------------------------------------------------------------------------


def test_headings_move_a_level_down_and_get_an_id() -> None:
    assert rendered("## What they did\n\n### In detail").html.splitlines() == [
        '<h3 id="what-they-did" dir="auto">What they did</h3>',
        '<h4 id="in-detail" dir="auto">In detail</h4>',
    ]


def test_the_outline_holds_top_headings_with_the_words_below_them() -> None:
    part = rendered("Before it.\n\n## One\n\nTwo words.\n\n### Deeper\n\nAnd three words.\n\n## Two\n", prefix="full-")
    assert part.outline == [
        {"id": "full-one", "title": "One", "words": 5},
        {"id": "full-two", "title": "Two", "words": 0},
    ]


def test_equal_headings_get_different_ids() -> None:
    headings = page("## Same\n\n## Same\n\n## Same").with_tag("h3")
    assert [heading.attributes["id"] for heading in headings] == ["same", "same-2", "same-3"]


def test_ids_of_two_parts_of_one_article_never_meet() -> None:
    renderer = Renderer({"a"}, {}, KNOWN)
    text = "## Same\n\nText [@a].[^n]\n\n[^n]: Note.\n"
    parts = renderer.render(text, prefix="short-").html + renderer.render(text, prefix="full-").html
    ids = [element.attributes["id"] for element in Page(parts).elements if "id" in element.attributes]
    assert sorted(ids) == ["cite-1", "full-note-a", "full-same", "short-note-a", "short-same"]


@pytest.mark.parametrize("text", ["# Top", "### Too deep at first", "## Fine\n\n#### Too deep"])
def test_a_heading_at_the_wrong_level_is_a_problem(text: str) -> None:
    (problem,) = rendered(text).problems
    assert "Begin headings at ##" in problem.message


# --- Citations ----------------------------------------------------------------------------------------------------


def test_references_are_numbered_by_first_appearance() -> None:
    marks = page("First [@b]. Then [@a; @b], and [@c;@a].").with_class("cite-ref")
    assert [mark.text for mark in marks] == ["1", "2, 1", "3, 2"]


def test_each_reference_has_one_place_to_come_back_to() -> None:
    links = page("First [@b]. Then [@b].").with_tag("a")
    assert [link.attributes["href"] for link in links] == ["#ref-1", "#ref-1"]
    assert [link.attributes.get("id") for link in links] == ["cite-1", None]


def test_a_citation_closes_up_to_the_word_before_it() -> None:
    assert page("A trial [@a] found it.").text == "A trial\N{WORD JOINER}1 found it."


@pytest.mark.parametrize("text", ["`[@a]`", r"\[@a]", "    [@a]", "[@ a]", "[@]"])
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    assert not page(text).with_class("cite-ref")


def test_an_unknown_reference_is_a_problem_with_its_line() -> None:
    assert rendered("Fine [@a].\n\nNot fine [@missing2001].").problems == [
        Problem(3, "No reference has the key “missing2001”.")
    ]


# --- Images, tables, links ----------------------------------------------------------------------------------------


def test_an_image_in_a_paragraph_of_its_own_becomes_a_figure() -> None:
    shown = page("Before.\n\n![The *loop* after therapy.](image:loop)\n\nAfter.")
    (drawing,) = shown.with_tag("svg")
    assert drawing.attributes["aria-label"] == "A loop"
    assert shown.with_tag("figcaption")[0].text == "The loop after therapy. An atlas"


CAPTIONS = {
    "a citation": ("Panel from [@b].", 'Panel from\N{WORD JOINER}<sup class="cite-ref"><a id="cite-1"'),
    "a link": ("As [they say](tag:dread).", '<a href="/tags/fear/">they say</a>'),
    "a note": ("A loop.[^n]", '<sup class="note-ref"><a href="#note-a"'),
    "emphasis": ("The *loop* after.", "The <em>loop</em> after."),
    "code, and signs of HTML": ("`a<b>` & c", "<code>a&lt;b&gt;</code> &amp; c"),
    "quotation marks": ('The "loop" \\*once*.', "The “loop” *once*."),
    "formulas": ("H~2~O", "H<sub>2</sub>O"),
}


@pytest.mark.parametrize("case", CAPTIONS)
def test_a_caption_keeps_what_it_holds(case: str) -> None:
    caption, expected = CAPTIONS[case]
    part = rendered(f"![{caption}](image:loop)" + ("\n\n[^n]: The note." if "[^n]" in caption else ""))
    (shown,) = re.findall("<figcaption.*?</figcaption>", part.html, re.DOTALL)
    assert expected in shown
    assert part.problems == []


@pytest.mark.parametrize("case", CAPTIONS)
def test_a_line_below_an_image_keeps_what_a_caption_does_but_notes(case: str) -> None:
    caption, expected = CAPTIONS[case]
    part = renderer().line(caption)
    if "[^n]" in caption:
        assert len(part.problems) == 1
    else:
        assert expected in part.html
        assert part.problems == []


@pytest.mark.parametrize("text", ["## It", "- It", "It\n\nand more.", "![It.](image:loop)", "| A |\n|---|\n| 1 |"])
def test_a_line_below_an_image_is_one_line_of_words(text: str) -> None:
    part = renderer().line(text)
    assert "Write one line of words" in " ".join(problem.message for problem in part.problems)
    assert part.html == ""


def test_an_image_that_is_shown_twice_has_two_captions() -> None:
    shown = page("![Before.](image:loop)\n\n![After.](image:loop)").with_tag("figcaption")
    assert [caption.text for caption in shown] == ["Before. An atlas", "After. An atlas"]


@pytest.mark.parametrize("text", ["See ![it](image:loop) here.", "- ![it](image:loop)", "![it](image:nowhere)"])
def test_an_image_that_would_not_arrive_is_a_problem(text: str) -> None:
    assert len(rendered(text).problems) == 1


def test_the_images_of_a_part_are_named() -> None:
    assert rendered("![It.](image:loop)").images == ["loop"]


def test_columns_of_figures_are_marked_by_a_class_and_never_by_a_style() -> None:
    html = rendered("| A | B |\n|---|--:|\n| 1 | 2 |").html
    assert '<th scope="col">A</th>' in html
    assert '<th class="num" scope="col">B</th>' in html.replace('scope="col" class="num"', 'class="num" scope="col"')
    assert '<td class="num">2</td>' in html
    assert "style" not in html


SCROLLED = {
    "a table": ("| A | B |\n|---|--:|\n| 1 | 2 |", "div", {"role": "group", "aria-label": "Table"}),
    "a table in a list": ("- | A |\n  |---|\n  | 1 |", "div", {"role": "group", "aria-label": "Table"}),
    "a table in a quotation": ("> | A |\n> |---|\n> | 1 |", "div", {"role": "group", "aria-label": "Table"}),
    "code": ("    a = 1", "pre", {"role": "group", "aria-label": "Code"}),
    "code in a fence": ("```python\na = 1\n```", "pre", {"role": "group", "aria-label": "Code"}),
    "code in a list": ("- b\n\n  ```\n  <pre>\n  ```", "pre", {"role": "group", "aria-label": "Code"}),
    "code in a note": ("A[^x]\n\n[^x]: B\n\n        ls", "pre", {"role": "group", "aria-label": "Code"}),
}


@pytest.mark.parametrize("case", SCROLLED)
def test_what_is_too_wide_can_be_scrolled_by_keyboard(case: str) -> None:
    text, tag, attributes = SCROLLED[case]
    (wide,) = [element for element in page(text).elements if element.attributes.get("tabindex") == "0"]
    assert (wide.tag, {**wide.attributes, **attributes}) == (tag, wide.attributes)


@pytest.mark.parametrize(
    "text", ["A.", "## A", "- a\n- b", "1. a", "> a", "| A |\n|---|\n| 1 |", "![A.](image:loop)", "A[^x]\n\n[^x]: B."]
)
def test_every_block_finds_its_own_direction(text: str) -> None:
    directed = [element for element in page(text).elements if "dir" in element.attributes]
    assert directed
    assert {element.attributes["dir"] for element in directed} == {"auto"}


# A link as its editor writes it, and where it leads on the page.
LINKS = {
    "article:the-slug": "/articles/the-slug/",
    "article:old-slug": "/articles/the-slug/",
    "tag:fear": "/tags/fear/",
    "tag:dread": "/tags/fear/",
    "tag:größe": "/tags/gr%C3%B6%C3%9Fe/",
    "https://example.org/": "https://example.org/",
    "mailto:ada@example.org": "mailto:ada@example.org",
}


@pytest.mark.parametrize("target", LINKS)
def test_links_lead_to_present_addresses(target: str) -> None:
    for text in (f"[One]({target})", f"[One]\n\n[one]: {target}", f"- A [*One*](<{target}>)", f"<{target}>"):
        (link,) = page(text).with_tag("a")
        assert link.attributes["href"] == LINKS[target]


NOWHERE = {
    "article:nothing": "No article has the address “nothing”.",
    "article:the-slugg": "No article has the address “the-slugg”; did you mean “the-slug”?",
    "article:größe": "No article has the address",
    "tag:the-slug": "No tag has the address “the-slug”.",
}


@pytest.mark.parametrize("target", NOWHERE)
def test_an_address_of_nothing_is_a_problem_and_no_link(target: str) -> None:
    for text in (f"[x]({target})", f"![[x]({target})](image:loop)", f"A[^n]\n\n[^n]: <{target}>"):
        part = rendered(text)
        assert [problem.message.startswith(NOWHERE[target]) for problem in part.problems] == [True]
        assert "nothing/" not in part.html


@pytest.mark.parametrize("target", ["article:../x", "ftp://example.org", "page.html", "tag:", "data:text/html;x"])
def test_a_link_that_leads_nowhere_never_becomes_one(target: str) -> None:
    part = rendered(f"[x]({target})")
    assert part.problems or "<a" not in part.html


# --- Safety and words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "![x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="/" style="position:fixed">x</a>',
        "## <b onclick=alert(1)>x</b>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<iframe src=https://example.org></iframe>",
        '<span data-figure="loop"></span>',
    ],
)
def test_html_in_the_text_stays_text(text: str) -> None:
    shown = page(text)
    assert {element.tag for element in shown.elements} <= {"body", "p", "h3", "a"}
    assert not [e for e in shown.elements if {"style", "onclick", "onerror", "src"} & set(e.attributes)]
    assert not [a for a in shown.with_tag("a") if not a.attributes.get("href", "/").startswith(("/", "https:"))]


class Careless(Renderer):
    """Makes of every block the very HTML that it was given, so that the cleaner stands alone."""

    def __init__(self, html: str) -> None:
        super().__init__(set(), {"loop": DRAWING}, KNOWN)
        self.given = html

    def _block(self, block: list[Token], notes: dict[int, list[Token]], part: Rendered, prefix: str) -> str:
        del block, notes, part, prefix
        return self.given


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p>x</p><style>p { display: none }</style>",
        '<iframe src="https://example.org"></iframe>',
        '<object data="/x"></object><embed src="/x">',
        '<img src="x" onerror="alert(1)">',
        '<form action="https://example.org"><input name="password"><button>Go</button></form>',
        '<base href="https://example.org"><meta http-equiv="refresh" content="0"><link rel="stylesheet" href="/x">',
        "<svg><script>alert(1)</script></svg><math><mi>x</mi></math>",
        '<p onclick="alert(1)" style="position: fixed" hidden data-figure="loop">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVa&#9;ScRiPt:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="/tags/" target="_top" ping="https://example.org" download rel="x" onfocus="alert(1)">x</a>',
        '<table background="x"><tr><td colspan="9" onclick="alert(1)">x</td></tr></table>',
        "<!-- <p>x</p> --><p>x</p>",
        "<p>x</p></article></main>",
    ],
)
def test_the_cleaner_lets_nothing_through_that_acts_loads_or_breaks_out(html: str) -> None:
    cleaned = Careless(html).render("x", prefix="").html
    shown = Page(cleaned)
    assert {element.tag for element in shown.elements} <= {"p", "a", "table", "tbody", "tr", "td"}
    assert {name for element in shown.elements for name in element.attributes} <= {"href"}
    assert {link.attributes.get("href", "/tags/") for link in shown.with_tag("a")} <= {"/tags/"}
    assert not [text for text in ("alert", "display", "<!--", "</article", "</main") if text in cleaned]


def test_the_cleaner_lets_everything_through_that_we_write_ourselves() -> None:
    html = (
        '<h3 id="a">A</h3><p>B <em>c</em><sup class="cite-ref"><a id="cite-1" href="#ref-1" role="doc-biblioref"'
        ' aria-label="Reference 1">1</a></sup> <a href="mailto:ada@example.org">d</a></p>'
        '<div class="table-wrap" tabindex="0"><table><thead><tr><th scope="col">E</th></tr></thead></table></div>'
        '<ol start="3"><li>f</li></ol>'
    )
    made, kept = Page(html).elements, Page(Careless(html).render("x", prefix="").html).elements
    assert kept == made


def test_words_count_what_a_reader_reads() -> None:
    text = "## A heading\n\nTwo *words* [@a].[^n]\n\n![A caption here.](image:loop)\n\n[^n]: Three more words.\n"
    part = rendered(text)
    assert part.words == 10
    assert part.text == "A heading Two words. A caption here. Three more words."
