"""Tags by any part of a label or synonym, and those that a text suggests."""

import pytest

from desk.api.tag_matches import Suggestion, matching, suggested
from tags.cache.snapshot import current_snapshot
from tests.factories import make_category, make_tag

pytestmark = pytest.mark.django_db


def found(text: str) -> list[tuple[str, str, bool]]:
    matches = matching(current_snapshot().tag_tree, text)
    return [(match.tag.name, match.synonym, match.is_exact) for match in matches]


def said(text: str, *but: int) -> list[Suggestion]:
    return suggested(current_snapshot().tag_tree, text, but=but)


def test_a_tag_is_found_by_any_part_of_its_label_and_of_its_synonyms() -> None:
    make_tag("Anterior cingulate cortex", synonyms=["ACC"])
    make_tag("Dorsal anterior cingulate cortex", synonyms=["dACC"])
    make_tag("Acceptance")
    assert found("acc") == [
        ("Anterior cingulate cortex", "ACC", True),
        ("Acceptance", "", False),
        ("Dorsal anterior cingulate cortex", "dACC", False),
    ]
    assert [name for name, _, _ in found("cortex dors")] == ["Dorsal anterior cingulate cortex"]
    assert found("gul")[0][:2] == ("Anterior cingulate cortex", "")


def test_nothing_and_categories_are_no_tags() -> None:
    make_category("Neuroscience")
    assert found("") == found("  ") == found("neuro") == []


def test_a_text_suggests_the_tags_that_it_names_with_the_reason() -> None:
    make_tag("Mindfulness", synonyms=["mindfulness-based stress reduction"])
    make_tag("Amygdala")
    text = "The amygdala, and the Amygdala again, after **mindfulness-based** stress reduction."
    assert [(one.tag.name, one.why) for one in said(text)] == [
        ("Amygdala", "The text says “Amygdala”, 2 times."),
        ("Mindfulness", "The text says “mindfulness-based stress reduction”, a synonym, 1 time."),
    ]


def test_what_the_article_carries_is_not_suggested() -> None:
    tag = make_tag("Amygdala")
    assert said("The amygdala.", tag.pk) == []


def test_an_abbreviation_that_is_also_a_word_counts_only_as_it_is_written() -> None:
    make_tag("Acceptance and commitment therapy", synonyms=["ACT"])
    assert said("They act on it.") == []
    assert [one.said for one in said("They tried ACT first.")] == ["ACT"]


def test_the_longest_label_counts_and_not_those_within_it() -> None:
    make_tag("Social anxiety disorder")
    make_tag("Anxiety disorder")
    assert [one.tag.name for one in said("A trial in social anxiety disorder.")] == ["Social anxiety disorder"]
