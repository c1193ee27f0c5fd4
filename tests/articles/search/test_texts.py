"""The text of stored HTML: what a reader reads of it, and nothing of what stands around that."""

import pytest

from articles.search.texts import prose_of_html, text_of_html

NOTE = '<small class="note" role="note" id="n-a"><b>a</b>Said <b>beside</b> it.</small>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p><ul><li>three</li></ul>", "one two three"),
        ("<p>extinc<em>tion</em> and <a href='/x/'>re</a>call</p>", "extinction and recall"),
        ('<p>shown<sup class="cite-ref"><a href="#ref-1">1</a>, <a>2</a></sup>.</p>', "shown ."),
        (f"<p>text</p>{NOTE}<p><b>bold</b></p>", "text Said beside it. bold"),
        ('<figcaption>A scan <span class="credit">A <span>hospital</span></span></figcaption><p>x</p>', "A scan x"),
        ('<p>p &lt; 0.05 &amp; more, a&nbsp;b</p><svg aria-label="a > b"><g>c</g></svg>', "p < 0.05 & more, a b c"),
        ("", ""),
    ],
    ids=["blocks", "inline", "references", "notes", "credits", "characters", "nothing"],
)  # fmt: skip
def test_the_text_is_what_a_reader_reads(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_prose_has_no_headings_tables_and_drawings() -> None:
    html = "<h3 id='a'>Head</h3><p>Prose.</p><table><tr><td>cell</td></tr></table><svg><g/>drawn</svg><p>More.</p>"
    assert prose_of_html(html) == "Prose. More."
    assert text_of_html(html) == "Head Prose. cell drawn More."
