"""What an editor is told and may want just so. The sentences are in the manner of those that editors write."""

from typing import Any

import pytest

from articles.checks import check, warnings
from articles.checks.found import Found
from articles.checks.manuscript import Manuscript
from articles.checks.sentences import prose_of
from articles.content import Link
from tests.factories import make_content

OTHER = (Link("another-article", "supports", "It agrees."),)
FACTS = {"design": {"answer": "Scan before and after", "detail": "No comparison"}, "people": {"answer": "18 adults"}}


def told(**changes: Any) -> list[Found]:
    content = make_content(**{"related": OTHER, "key_points": ("One fell.", "Two rose.", "Three stayed."), **changes})
    return warnings(Manuscript(content))


def of_paper(**changes: Any) -> list[Found]:
    return told(**{"kind": "paper-summary", "paper": "furmark2002", "at_a_glance": FACTS, **changes})


def kinds(found: list[Found]) -> list[str]:
    return [one.check for one in found]


def test_a_plain_overview_is_told_nothing() -> None:
    assert told() == []
    assert of_paper() == []


def test_warnings_never_block_and_come_behind_what_does() -> None:
    found = check(Manuscript(make_content(title="", related=())))
    assert [one.blocks for one in found] == sorted((one.blocks for one in found), reverse=True)
    assert {"no-title", "no-related-article", "few-key-points"} <= set(kinds(found))


def test_few_key_points_and_no_related_article_are_told() -> None:
    assert kinds(told(key_points=("One fell.",), related=())) == ["few-key-points", "no-related-article"]
    assert told(key_points=("One fell.", "Two rose."))[0].message == "It has 2 key points."


def test_levels_stand_behind_all_key_points_or_none_and_in_the_words_of_the_site() -> None:
    assert kinds(told(key_points=("One fell. [low]", "Two rose. [high]", "Three stayed. [very low]"))) == []
    some = told(key_points=("One fell. [low]", "Two rose.", "Three stayed."))
    assert [(found.check, found.message) for found in some] == [
        ("points-without-level", "How sure we are stands behind one of 3 key points."),
    ]
    unknown = told(key_points=("One fell. [low]", "Two rose. [medium]", "Three stayed. [low]"))
    assert [(found.check, found.line) for found in unknown][:1] == [("unknown-level", 2)]
    assert unknown[0].mend == "Say [very low], [low], [moderate], [high]."


def test_a_long_summary_is_told_with_its_words() -> None:
    text = " ".join(["They saw it fall."] * 88)
    assert [found.message for found in told(summary=text)] == ["The summary has 352 words."]
    assert told(summary=" ".join(["They saw it fall."] * 87)) == []


LONG = "The people who came back, of whom there were fewer than anyone had planned for when the study began, " + (
    "were asked the same questions, in the same room, by the same person as on the day when they first came."
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LONG, 1),
        (f"A short one. {LONG}", 1),
        (f"A short one.\n{LONG}", 2),
        (f"## A heading\n\n- One item.\n- {LONG}", 4),
        (f"Words.[^a]\n\n[^a]: {LONG}", 3),
        (f"> {LONG}", 1),
    ],
)
def test_a_long_sentence_is_told_at_its_line_with_its_first_words(text: str, line: int) -> None:
    [found] = told(full_post=text)
    assert (found.check, found.field, found.line) == ("long-sentence", "full_post", line)
    assert found.quote == "The people who came back, of whom there"
    assert found.message == "A sentence has 40 words."


@pytest.mark.parametrize(
    "text",
    [
        "They had 3.5 points less, e.g. Smith et al. and Dr. J. R. Jones say so. " * 3,
        "| One | Two |\n|---|---|\n| " + "word " * 20 + "| " + "word " * 20 + "|",
        "```\n" + "word " * 50 + "\n```",
    ],
)
def test_what_is_no_sentence_is_not_counted_as_one(text: str) -> None:
    assert told(full_post=text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One fell. Two rose! Did three? Yes.", 4),
        ("One fell, cf. Smith et al. in Fig. 2. Two rose.", 2),
        ("J. R. Smith saw 2.5 of them. “Two rose.” (Three stayed.) 18 left.", 4),
        ("It was small [@a2002]. It was short.", 2),
        ("No stop at all", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: int) -> None:
    assert len(prose_of("summary", text).sentences) == sentences


def test_what_is_hard_to_read_is_told_with_its_number() -> None:
    hard = "Psychophysiological operationalisations necessitate interdisciplinary conceptualisations. " * 20
    assert [(one.check, one.field) for one in told(full_post=hard)] == [("hard-to-read", "full_post")]
    assert prose_of("summary", "They saw it fall. It was a big drop.").lix == pytest.approx(4.5)
    assert prose_of("summary", "").lix == 0


@pytest.mark.parametrize(
    "text",
    [
        "The posterior cingulate cortex (PCC) answered less. The PCC fell.",
        "PCC (posterior cingulate cortex) answered less.",
        "Their posterior cingulate cortex fell. The PCC is large.",
        "Functional magnetic resonance imaging follows blood. With fMRI they saw it.",
        "The cingulate (in short, the PCC) answered less.",
        "Sixty people came (PCCs, or posterior cingulate cortices).",
        "It is in the DNA, as the WHO says, and an MRI shows it. Part II follows.",
        "It is small [@PCC2002].",
        "An image of the **posterior cingulate cortex** (**PCC**) was made.",
    ],
)
def test_what_is_spelled_out_or_known_to_everybody_is_not_told(text: str) -> None:
    assert told(full_post=text) == []


def test_an_abbreviation_that_is_never_spelled_out_is_told_once_where_it_is_first_used() -> None:
    text = "Words.\n\nThe PCC fell.\n\nThe PCC rose, and so did two PCCs."
    [found] = told(full_post=text)
    assert (found.check, found.line, found.quote, found.message) == (
        "abbreviation", 3, "PCC", "“PCC” is never spelled out.",
    )  # fmt: skip


def test_what_visitors_read_is_spelled_out_in_what_they_read() -> None:
    spelled = "The posterior cingulate cortex (PCC) answered less."
    assert [found.field for found in told(summary="The PCC fell.", full_post=spelled)] == ["summary"]
    assert told(summary=spelled, full_post="The PCC fell.") == []
    assert told(standfirst=spelled, summary="The PCC fell.") == []


def test_a_link_to_its_topic_explains_an_abbreviation_wherever_it_is_read() -> None:
    linked = "They used [PCC](tag:posterior-cingulate-cortex) maps."
    assert told(summary=linked, full_post="The PCC fell.") == []
    assert [found.field for found in told(summary="The PCC fell.", full_post=linked)] == ["summary"]
    assert [found.field for found in told(summary="The [PCC](article:one) fell.")] == ["summary"]


@pytest.mark.parametrize(
    "text",
    [
        "The sessions caused the fall.",
        "Practice leads to change.",
        "Calm resulted in sleep.",
        "It fell due to practice.",
    ],
)
def test_causal_words_are_told_where_no_groups_were_made_by_lot(text: str) -> None:
    [found] = of_paper(full_post=f"Words.\n\n{text}")
    assert (found.check, found.field, found.line) == ("causal-words", "full_post", 3)
    assert found.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "The design cannot show that sessions caused the fall.",
        "Perhaps practice leads to change.",
        "Whether calm led to sleep is unknown.",
        "The results in both groups agree.",
        "Did practice cause a change?",
        "It raised a good cause.",
    ],
)
def test_what_doubts_denies_or_asks_claims_nothing(text: str) -> None:
    assert of_paper(full_post=text) == []


def test_a_design_or_a_tag_that_says_random_allows_them() -> None:
    text = "The sessions caused the fall."
    by_lot = {**FACTS, "design": {"answer": "Experiment", "detail": "Randomised to two groups"}}
    assert of_paper(full_post=text, at_a_glance=by_lot) == []
    assert of_paper(full_post=text, tags=("Randomized experiment",)) == []
    assert told(full_post=text) == []  # an overview rests on many designs


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ("18 adults", True), ("52,702 cases", True), ("14 with insomnia", True), ("Twelve people", False),
        ("n = 40", True), ("two dozen", False), ("Healthy adults", False), ("9 weeks", False),
        ("1053 people in 13 studies", True), ("26 students and 26 controls", True), ("21 studies", True),
    ],
)  # fmt: skip
def test_a_paper_summary_says_how_many_there_were(people: str, says: bool) -> None:
    found = of_paper(at_a_glance={"design": {"answer": "Scans"}, "people": {"answer": people}}, key_points=("A.",) * 3)
    assert kinds(found) == ([] if says else ["no-sample-size"])


def test_the_number_may_stand_in_what_anyone_reads() -> None:
    facts = {"design": {"answer": "Scans"}}
    assert kinds(of_paper(at_a_glance=facts)) == ["no-sample-size"]
    assert of_paper(at_a_glance=facts, summary="A small study scanned eighteen adults before and after.") == []
    assert kinds(of_paper(at_a_glance=facts, full_post="It scanned eighteen adults.")) == ["no-sample-size"]
