"""What comes in becomes CSL: types, texts, names, dates; nothing that CSL knows gets lost."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibliography.dates import as_csl_date
from bibliography.exporting import CONTENT_TYPES, export
from bibliography.formatting import format_citation
from bibliography.normalization import OTHER_NAMES, left_out, normalized
from bibliography.records import DATES, NAMES, TEXTS, problems_in
from bibliography.rich_text import as_rich_text
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, shipped

BOOK: dict[str, Any] = {"type": "book", "container-title": None}
MML = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ({"type": "posted-content"}, {"type": "article"}),
        ({"type": "dissertation"}, {"type": "thesis"}),
        ({"title": ["One", "Two"]}, {"title": "One"}),
        ({"title": ["One"], "subtitle": ["A trial"]}, {"title": "One: A trial"}),
        ({"title": "One?", "subtitle": ["A trial"]}, {"title": "One? A trial"}),
        ({"title": "One: a trial", "subtitle": ["A trial"]}, {"title": "One: a trial"}),
        ({"container-title": []}, {}),
        ({"ISBN": ["1", "2"], "volume": ["3"]}, {"ISBN": "1, 2", "volume": "3"}),
        ({"institution": [{"name": "MIT", "place": ["-"]}]}, {"publisher": "MIT"}),
        ({"institution": [{"name": "MIT"}], "publisher": "Press"}, {"publisher": "Press"}),
        ({"doi": "10.5555/x", "url": "https://a.example/"}, {"DOI": "10.5555/x", "URL": "https://a.example/"}),
        ({"URL": "https://dx.doi.org/10.5555/x"}, {"URL": "https://dx.doi.org/10.5555/x", "DOI": "10.5555/x"}),
        ({"URL": "https://a.example/?a=1&amp;copy=2"}, {"URL": "https://a.example/?a=1&copy=2"}),
        ({"DOI": "10.1002/(SICI)1(1999)8:1&lt;1::A&gt;3.0.CO;2-#"},
         {"DOI": "10.1002/(SICI)1(1999)8:1<1::A>3.0.CO;2-#"}),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2018, 5]]}},
         {"issued": {"date-parts": [[2018, 5]]}}),
        ({"author": [{"name": "The group", "sequence": "first", "affiliation": []}]},
         {"author": [{"literal": "The group"}]}),
        ({"author": [{"family": "O&apos;Neil", "given": None}]}, {"author": [{"family": "O'Neil"}]}),
        ({"abstract": "<jats:title>Aim</jats:title><jats:p>To  see.</jats:p>"}, {"abstract": "Aim  To  see."}),
        ({"my-field": "kept", "my-list": [1], "custom": {"a": [1]}}, {"my-field": "kept", "custom": {"a": [1]}}),
        ({"volume": {"a": 1}}, {"volume": {"a": 1}}),  # for `problems_in` to refuse
    ],
)  # fmt: skip
def test_fields_of_registries_become_fields_of_csl(came: dict[str, Any], kept: dict[str, Any]) -> None:
    assert normalized(came) == kept
    assert normalized(kept) == kept


def test_a_record_that_is_right_already_stays_as_it_is() -> None:
    for record in shipped():
        assert normalized(record) == record
        assert left_out(record) == []
    for record in [HOSTILE, MARKED_UP, *BARE]:
        assert normalized(normalized(record)) == normalized(record)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"raw": "2018-05-09"}, [[2018, 5, 9]]),
        ({"raw": "2018-05"}, [[2018, 5]]),
        ({"raw": "2018/5/9"}, [[2018, 5, 9]]),
        ({"raw": "2018-05-09T10:00:00Z"}, [[2018, 5, 9]]),
        ({"raw": "2018-05-09/2018-06-01"}, [[2018, 5, 9], [2018, 6, 1]]),
        ({"raw": "9 May 2018"}, [[2018, 5, 9]]),
        ({"raw": "May 9, 2018"}, [[2018, 5, 9]]),
        ({"raw": "2018 May 9"}, [[2018, 5, 9]]),
        ({"raw": "2018 May-Jun"}, [[2018, 5]]),
        ({"raw": "September 2018"}, [[2018, 9]]),
        ({"literal": "2018"}, [[2018]]),
        ({"date-parts": [["2018", "05", "09"]]}, [[2018, 5, 9]]),
        ({"date-parts": [[2018, None, None]]}, [[2018]]),
        ({"date-parts": [[2018, 0, 0]]}, [[2018]]),
        ({"date-time": "2024-01-02T00:00:00Z", "timestamp": 1704153600000}, [[2024, 1, 2]]),
        (2018, [[2018]]),
        ("2018-05", [[2018, 5]]),
    ],
)
def test_dates_are_read_however_they_are_written(written: object, expected: list[list[int]]) -> None:
    assert as_csl_date(written) == {"date-parts": expected}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"raw": "ca. 1999"}, {"date-parts": [[1999]], "circa": True}),
        ({"date-parts": [[1999]], "season": "1"}, {"date-parts": [[1999]], "season": "1"}),
        ({"raw": "in press"}, {"literal": "in press"}),
        ({"raw": "2018-13-45"}, {"literal": "2018-13-45"}),
        ({"literal": "Spring 1999"}, {"literal": "Spring 1999"}),
        ({"date-parts": [["spring"]]}, {"date-parts": [["spring"]]}),
        ({"date-parts": [[None]]}, None),
        ({}, None),
        (True, True),
    ],
)  # fmt: skip
def test_what_is_no_date_in_numbers_stays_what_it_is(written: object, expected: object) -> None:
    assert as_csl_date(written) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("Stress &amp; coping: p &lt; .05", "Stress & coping: p < .05"),
        ("R&amp;amp;D, AT&T, &unknown;", "R&D, AT&T, &unknown;"),
        ("<jats:italic>In vivo</jats:italic> <EM>x</EM>", "<i>In vivo</i> <i>x</i>"),
        ("&lt;i&gt;Homo sapiens&lt;/i&gt;", "<i>Homo sapiens</i>"),
        ("H<SUB>2</SUB>O, 10<sup class='a'>3</sup>", "H<sub>2</sub>O, 10<sup>3</sup>"),
        ("One<br/>Two<jats:p>Three</jats:p>", "One Two Three"),
        ('<span lang="la">A <span class="nocase">SARS</span> b</span>', 'A <span class="nocase">SARS</span> b'),
        ("<scp>d</scp>-cycloserine", "d-cycloserine"),
        (f"The <mml:math {MML}> <mml:msub><mml:mi>B</mml:mi><mml:mn>0</mml:mn></mml:msub> </mml:math> field",
         "The B<sub>0</sub> field"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
         "x<sup>2</sup><1/2"),
        ("<math><mi>a</mi><mo>&</math>", "a&"),
        ("<math><mi>x</mi><annotation>\\tex</annotation></math>", "x"),
        ("p < .05 and x<y>z, <script>", "p < .05 and x<y>z, <script>"),
    ],
)  # fmt: skip
def test_markup_of_publishers_becomes_that_of_csl(published: str, expected: str) -> None:
    assert as_rich_text(published) == expected
    assert as_rich_text(expected) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Why!"}, "Doe, J. (2018). Why! <i>J</i>."),
        ({"title": "“Why?”"}, "Doe, J. (2018). “Why?” <i>J</i>."),
        ({"title": "Of <i>what?</i>"}, "Doe, J. (2018). Of <i>what?</i> <i>J</i>."),
        ({"title": "Trial (n.s.)"}, "Doe, J. (2018). Trial (n.s.). <i>J</i>."),
        ({"issued": {"literal": "in press"}}, "Doe, J. (in press). T. <i>J</i>."),
        ({"issued": None}, "Doe, J. (n.d.). T. <i>J</i>."),
        ({"author": [{"family": "Goethe", "given": "J. W.", "dropping-particle": "von"}]},
         "Goethe, J. W. von. (2018). T. <i>J</i>."),
        ({"author": [{"family": "Cruz", "given": "A.", "non-dropping-particle": "de la"}]},
         "de la Cruz, A. (2018). T. <i>J</i>."),
        ({"author": [], "editor": [{"family": "Roe", "given": "R.", "suffix": "Jr."}], **BOOK},
         "Roe, R., Jr. (Ed.). (2018). <i>T</i>."),
        ({"author": [], "editor": [{"literal": "WHO"}, {"literal": "The group"}], **BOOK},
         "WHO, &amp; The group (Eds.). (2018). <i>T</i>."),
        ({**BOOK, "type": "thesis", "genre": "PhD thesis", "publisher": "Bonn"},
         "Doe, J. (2018). <i>T</i> [PhD thesis]. Bonn."),
    ],
)  # fmt: skip
def test_nothing_is_printed_twice_or_stopped_twice(changes: dict[str, Any], expected: str) -> None:
    record = {"type": "article-journal", "title": "T", "container-title": "J", "issued": {"date-parts": [[2018]]}}
    assert format_citation(normalized({**record, "author": [{"family": "Doe", "given": "J."}], **changes})) == expected


PIECES = st.sampled_from(
    ["<i>", "</i>", "&amp;", "&lt;", "&#0;", "<math>", "</math>", "<p>", '<span class="nocase">', "</span>", "10.1000/",
     "https://doi.org/", "?", ".", "d’", "\ue100", "\ue101", "\ue102"]
)  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=5), max_size=6).map("".join)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "family", "given", "raw", "date-parts"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(sorted({*TEXTS, *NAMES, *DATES, *OTHER_NAMES, "subtitle", "unknown"}))


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(FIELDS, VALUE, max_size=5),
    st.sampled_from(["book", "chapter", "thesis", "webpage", "article-journal"]),
    TEXT,
)
def test_whatever_is_pasted_is_refused_in_words_or_printed_and_exported(
    pasted: dict[str, Any], kind: str, title: str
) -> None:
    record = normalized({**pasted, "type": kind, "title": title})
    left_out(pasted)
    if not problems_in(record):
        assert normalized(record) == record
        assert not re.search("[\ue000-\uf8ff]", format_citation(record))
        for format in CONTENT_TYPES:
            assert export([record], format)
