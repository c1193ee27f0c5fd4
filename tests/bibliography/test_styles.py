"""Eight styles: what their own guides print, and bibliographies of several works.

`published.json` holds works as records and what is printed of them. 69 of the 90 name the page that has the example
(`source`); they were compared with copies of these pages as public archives and repositories keep them, not with
pages of today. Of these 56 are the same but for the forms of dashes and quotation marks; 13 differ, and say what the
guide has (`guide`) and why that is not printed (`why`). The other 21 are examples of the guides as far as they are
known here: no page of theirs was at hand. MLA: MLA Handbook, 9th edition. AMA: AMA Manual of Style, 11th edition,
chapter 3. Harvard: Cite Them Right, 12th edition. Vancouver: Samples of Formatted References of the National Library
of Medicine. APA: apastyle.apa.org.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from bibliography.citation_styles.styles import STYLES
from bibliography.citation_styles.title_case import in_title_case
from bibliography.formatting import format_bibliography, format_citation
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, shipped

TRACES: Final = re.compile(r"None|\(\)|\[\]|, ,|,,|\.\.(?!\.)|\s[,.;]|  |[\ue000-\uf8ff]")
PUBLISHED: Final = json.loads((Path(__file__).parent / "published.json").read_text("utf-8"))
EXAMPLES: Final = [(style, one["record"], one["printed"]) for style, held in PUBLISHED.items() for one in held]


@pytest.mark.parametrize(("style", "record", "printed"), EXAMPLES, ids=lambda value: str(value)[:24])
def test_a_work_is_printed_as_in_the_guide_of_the_style(style: str, record: dict[str, Any], printed: str) -> None:
    [entry] = format_bibliography([record], style)
    assert entry.text == printed


def test_every_style_is_held_to_its_guide_for_six_kinds_of_works() -> None:
    assert list(PUBLISHED) == list(STYLES)
    for style, held in PUBLISHED.items():
        kinds = {(one["record"]["type"], "author" in one["record"], "et al" in one["printed"]) for one in held}
        assert len(kinds) >= 6, style


def test_what_was_compared_with_a_page_says_where_it_differs_and_why() -> None:
    compared = {style: [one for one in held if "source" in one] for style, held in PUBLISHED.items()}
    for style, held in compared.items():
        assert len({(one["record"]["type"], "author" in one["record"], "et al" in one["printed"]) for one in held}) >= 5
        for one in held:
            printed = re.sub(r"\A(?:1\.|\[1\]) ", "", one["printed"])
            assert ("guide" in one) == ("why" in one), style
            assert one.get("guide") != printed, style
    every = [one for held in PUBLISHED.values() for one in held]
    differing = [one for one in every if "guide" in one]
    assert all("source" in one for one in differing)
    assert (len(every), sum(map(len, compared.values())), len(differing)) == (90, 69, 13)


def test_et_al_has_no_stop_of_its_own_where_the_guide_has_none() -> None:
    names = [f"Family{chr(65 + n)}, G." for n in range(7)]
    printed = format_citation(of(*names, year=2020, title="T"), "ama")
    assert printed.startswith("FamilyA G, FamilyB G, FamilyC G, et al. T. ")


@pytest.mark.parametrize("style", STYLES)
def test_every_record_is_printed_whole_and_without_a_trace_of_what_it_lacks(style: str) -> None:
    records = [*shipped(), *BARE, HOSTILE, MARKED_UP]
    entries = format_bibliography(records, style)
    assert len(entries) == len(records)
    for entry in entries:
        assert not TRACES.search(entry.text) or "#1 p < .05" in entry.text.lower()
        assert not re.search(r"<(?!/?(?:i|b|sup|sub)>|a href=\"[^\"<>]*\" rel=\"external\">|/a>)", entry.html)
    for record in records:
        assert format_citation(record, style)


def of(*authors: str, year: int, title: str) -> dict[str, Any]:
    names = [dict(zip(("family", "given"), author.split(", "), strict=True)) for author in authors]
    dated = {"author": names, "issued": {"date-parts": [[year]]}}
    return {"type": "article-journal", "title": title, "container-title": "Journal", **dated}


SEVERAL: Final = [
    of("Smith, Jane", year=2021, title="Zebras"),
    of("Öhman, Arne", year=2001, title="Fear"),
    of("Smith, Jane", year=2021, title="Apes"),
    of("Smith, Jane A.", year=2021, title="Bees"),
    of("Smith, Jane", "Brown, Bo", year=2019, title="Cats"),
    of("Olsen, Ib", year=2020, title="Dogs"),
]


@pytest.mark.parametrize(
    ("style", "firsts"),
    [
        ("apa", ["Öhman, A. (2001)", "Olsen, I. (2020)", "Smith, J. (2021a). Apes", "Smith, J. (2021b). Zebras",
                 "Smith, J., & Brown, B. (2019)", "Smith, J. A. (2021)"]),
        ("harvard", ["Öhman, A. (2001)", "Olsen, I. (2020)", "Smith, J. (2021a) ‘Apes’", "Smith, J. (2021b) ‘Zebras’"]),
        ("chicago", ["Öhman, Arne. 2001", "Olsen, Ib. 2020", "Smith, Jane. 2021a. “Apes.”",
                     "Smith, Jane. 2021b. “Zebras.”"]),
        ("mla", ["Öhman, Arne. “Fear.”", "Olsen, Ib. “Dogs.”", "Smith, Jane. “Apes.”", "———. “Zebras.”"]),
        ("vancouver", ["1. Smith J. Zebras.", "2. Öhman A. Fear.", "3. Smith J. Apes."]),
        ("ama", ["1. Smith J. Zebras.", "2. Öhman A. Fear.", "3. Smith J. Apes."]),
        ("nature", ["1. Smith, J. Zebras.", "2. Öhman, A. Fear.", "3. Smith, J. Apes."]),
        ("ieee", ["[1] J. Smith, “Zebras,”", "[2] A. Öhman, “Fear,”", "[3] J. Smith, “Apes,”"]),
    ],
)  # fmt: skip
def test_a_bibliography_is_sorted_or_numbered_and_tells_years_apart(style: str, firsts: list[str]) -> None:
    entries = format_bibliography(SEVERAL, style)
    assert len(entries) == len(SEVERAL)
    for entry, first in zip(entries, firsts, strict=False):
        assert entry.text.startswith(first)


def test_works_without_a_date_are_told_apart_too_and_after_z_comes_aa() -> None:
    undated = [
        {"type": "webpage", "title": f"Page {n}", "author": [{"family": "Doe", "given": "Jo"}]} for n in range(28)
    ]
    texts = [entry.text for entry in format_bibliography(undated, "apa")]
    assert texts[0].startswith("Doe, J. (n.d.-a). Page 0.")
    assert texts[27].startswith("Doe, J. (n.d.-ab). Page 27.")


@pytest.mark.parametrize(
    ("style", "most"),
    [("apa", 20), ("vancouver", 6), ("harvard", 3), ("chicago", 6), ("mla", 2), ("ama", 6), ("nature", 5)],
)
def test_the_style_says_from_how_many_authors_on_others_stand_for_them(style: str, most: int) -> None:
    names = [f"Family{chr(65 + n)}, G." for n in range(most + 1)]
    short, long = (
        format_bibliography([of(*some, year=2020, title="T")], style)[0].text for some in (names[:-1], names)
    )
    assert not re.search("et al|…", short)
    assert re.search("et al|…", long)


def test_an_entry_is_html_with_a_link_and_its_number_is_apart() -> None:
    [entry] = format_bibliography([{**SEVERAL[0], "DOI": "10.1/a&b", "title": "A <i>b</i> & c"}], "vancouver")
    assert entry.label == "1."
    assert entry.html == (
        "Smith J. A <i>b</i> &amp; c. Journal. 2021. "
        'doi:<a href="https://doi.org/10.1/a&amp;b" rel="external">10.1/a&amp;b</a>'
    )
    assert entry.text == "1. Smith J. A b & c. Journal. 2021. doi:10.1/a&b"


def test_a_citation_by_itself_has_no_number() -> None:
    assert format_citation(SEVERAL[0], "ieee").startswith("J. Smith, ")


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("a trial of it in and out", "A Trial of It in and Out"),
        ("fMRI <i>post mortem</i>: the first", "fMRI <i>Post Mortem</i>: The First"),
        ("face-to-face vs. web-based care", "Face-to-Face vs. Web-Based Care"),
        ("what Smith et al. 2015 found", "What Smith et al. 2015 Found"),
        ("the patient’s 12-month course", "The Patient’s 12-Month Course"),
        ("", ""),
    ],
)
def test_a_title_is_cased_as_in_american_guides(title: str, cased: str) -> None:
    assert in_title_case(title) == cased


def test_a_title_in_another_language_keeps_its_case() -> None:
    record = {**SEVERAL[0], "title": "Über die Angst und das Leben", "language": "de"}
    assert "“Über die Angst und das Leben.”" in format_citation(record, "chicago")


@pytest.mark.parametrize(
    ("style", "printed"),
    [("mla", "“‘Change It’: A Study.”"), ("harvard", "‘“Change it”: a study’,"), ("apa", "“Change it”: a study.")],
)
def test_marks_within_quotation_marks_are_of_the_other_kind(style: str, printed: str) -> None:
    assert printed in format_citation({**SEVERAL[0], "title": '"Change it": a study'}, style)
