"""Formatted citations: complete, safe, and without the traces of missing fields."""

import re
from html.parser import HTMLParser
from typing import Any
from unittest.mock import ANY

import pytest

from bibliography.doi import doi_address
from bibliography.formatting import format_citation
from bibliography.rich_text import plain
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, all_seen

TRACES = re.compile(r"None|\(\)|\[\]|, ,|,,|\.\.(?!\.)|Retrieved|\s[,.;]|  |[\ue000-\uf8ff]")


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs or (tag == "a" and dict(attrs) == {"href": ANY, "rel": "external"})
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("record", [*all_seen(), *BARE], ids=lambda record: record["id"])
def test_every_record_is_formatted_whole_and_without_a_trace_of_what_it_lacks(record: dict[str, Any]) -> None:
    html = format_citation(record)
    read = Tags(html)
    assert set(read.found) <= {"i", "b", "sup", "sub", "a"}
    assert not TRACES.search(html)
    assert straight(read.words).count(straight(plain(record["title"]))) == 1
    for value in [
        *(name.get("family", "") for name in record.get("author", [])[:19]),
        doi_address(record.get("DOI", ""))[16:],
    ]:
        assert value in read.words


def straight(text: str) -> str:
    """With quotation marks of one kind: those of a citation depend on what stands around them."""
    return re.sub("[“”‘’']", '"', text)


def test_a_journal_article_reads_as_the_style_has_it() -> None:
    record = {
        "type": "article-journal",
        "title": "Modulation of cortical-limbic pathways",
        "author": [{"family": "Goldapple", "given": "Kimberly"}, {"family": "Segal", "given": "Zindel"}],
        "container-title": "Archives of General Psychiatry",
        "issued": {"date-parts": [[2004, 1]]},
        "volume": "61",
        "issue": "1",
        "page": "34-41",
        "DOI": "10.1001/archpsyc.61.1.34",
        "URL": "https://example.org/not-shown",
    }
    assert format_citation(record) == (
        "Goldapple, K., &amp; Segal, Z. (2004). Modulation of cortical-limbic pathways. "
        "<i>Archives of General Psychiatry</i>, <i>61</i>(1), 34–41. "
        '<a href="https://doi.org/10.1001/archpsyc.61.1.34" rel="external">https://doi.org/10.1001/archpsyc.61.1.34</a>'
    )


def test_markup_of_csl_is_kept_and_any_other_is_text() -> None:
    html = format_citation(MARKED_UP)
    assert "H<sub>2</sub>O <i>in vivo</i>, a <b>bold</b> x<sup>2</sup> &amp; &lt;script&gt;" in html
    assert "&lt;i&gt;open" in html
    assert "<i>A &amp; B <i>C</i></i>" in html
    assert '<a href="https://doi.org/10.1234/%3Cx%3E&amp;y" rel="external">' in html
    assert set(Tags(html).found) <= {"i", "b", "sup", "sub", "a"}


def test_braces_and_backslashes_are_plain_characters() -> None:
    words = Tags(format_citation(HOSTILE)).words
    assert "A { b \\ c } } & 50% $x_1^2$ ~ #1 p < .05 fMRI “q” “z” \\textbf{no} @article{x, ER -" in words
    assert "de Vries, J., Jr." in words


def test_without_a_doi_pubmed_comes_before_any_other_address() -> None:
    record = {"type": "article-journal", "title": "T", "PMID": "123", "URL": "https://example.org/a"}
    assert format_citation(record).endswith(">https://pubmed.ncbi.nlm.nih.gov/123/</a>")


def test_plain_text_has_no_markup_and_one_line() -> None:
    assert plain("<i>In\n vivo</i>  H<sub>2</sub>O, p < .05\x00") == "In vivo H2O, p < .05"
