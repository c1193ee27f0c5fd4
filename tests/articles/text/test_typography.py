"""What is set as in print, what stands above and below the line, and HTML, which is neither."""

import pytest

from articles.search.texts import text_of_html
from tests.articles.text.renderings import page, rendered

# What an editor types, and what is read: quotation marks, dashes and three dots are set, and nothing else.
SET = {
    '"Less -- far less" it\'s': "“Less – far less” it’s",
    "A---b, 3--4 ...": "A—b, 3–4 …",
    "(R)-ketamine (r) (TM) (tm)": "(R)-ketamine (r) (TM) (tm)",
    "panels (a), (b), (c) and (C), (p) (P)": "panels (a), (b), (c) and (C), (p) (P)",
    "+-0.5, 2+-1": "+-0.5, 2+-1",
    "year:2015..2020 .... ??!!!! a,,b": "year:2015..2020 .... ??!!!! a,,b",
    "<https://example.org/a--b...c>": "https://example.org/a--b...c",
    "`a -- b...`": "a -- b...",
    '\\"straight\\"': '"straight"',
}


@pytest.mark.parametrize("typed", SET)
def test_only_quotation_marks_dashes_and_dots_are_set_as_in_print(typed: str) -> None:
    assert page(typed).text == SET[typed]


# Above and below the line: the HTML, and the plain text that search and exports read.
FORMULAS = {
    "H~2~O": ("H<sub>2</sub>O", "H₂O"),
    "mc^2^": ("mc<sup>2</sup>", "mc²"),
    "10^-3^ s": ("10<sup>-3</sup> s", "10⁻³ s"),
    "x^th^ and Ca^2+^": ("x<sup>th</sup> and Ca<sup>2+</sup>", "xth and Ca²⁺"),
    "H₂O and m²": ("H₂O and m²", "H₂O and m²"),
    "~5 to ~6, 10^5 or 10^6": ("~5 to ~6, 10^5 or 10^6", "~5 to ~6, 10^5 or 10^6"),
    r"H\~2\~O": ("H~2~O", "H~2~O"),
}


@pytest.mark.parametrize("typed", FORMULAS)
def test_formulas_stand_above_and_below_the_line(typed: str) -> None:
    html, text = FORMULAS[typed]
    part = rendered(typed)
    assert (part.html.strip(), part.text) == (f'<p dir="auto">{html}</p>', text)
    assert text_of_html(part.html) == text
    assert rendered(f"![{typed}](image:loop)").text == text


HTML = {
    "A <b>word</b>.": ["“</b>” is shown", "“<b>” is shown"],
    "A line<br/>more": ["“<br/>” is shown"],
    "<div class='x'>": ["“<div class='x'>” is shown"],
    "![a <i>b](image:loop)": ["“<i>” is shown"],
    "A[^x]\n\n[^x]: <sub>b": ["“<sub>” is shown"],
    "Fine. <!-- a remark -->": ["“<!-- a remark -->” is shown"],
    "p <.05, a > b, `<b>`, \\<b>, <https://example.org>": [],
}


@pytest.mark.parametrize("typed", HTML)
def test_html_that_is_shown_literally_is_told_and_allowed(typed: str) -> None:
    part = rendered(typed)
    assert part.problems == []
    assert [warning.message.partition(" as it stands")[0] for warning in part.warnings] == HTML[typed]
