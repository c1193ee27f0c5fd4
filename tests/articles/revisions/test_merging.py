"""Two versions of one article into one: no word of either is lost, whatever both changed."""

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.revisions.merging import Conflict, merge, settle
from articles.revisions.revision_content import RevisionContent, empty, whole

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = [{"id": number, "label": f"Tag {number}"} for number in range(6)]


def content(**said: Any) -> RevisionContent:
    return whole({**empty(), **said})


def link(key: int, reason: str, relation: str = "extends") -> dict[str, Any]:
    return {"id": key, "title": f"Article {key}", "relation": relation, "reason": reason}


def merged(field: str, base: Any, ours: Any, theirs: Any) -> tuple[Any, list[str]]:
    result = merge(*(content(**{field: value}) for value in (base, ours, theirs)))
    return result.content[field], [conflict.key for conflict in result.conflicts]  # type: ignore[literal-required]


# --- Texts ----------------------------------------------------------------------------------------------------------


def test_two_changes_in_one_paragraph_go_together_word_by_word() -> None:
    text, conflicts = merged(
        "summary",
        "People rethought negative beliefs with stronger responses than people who waited.",
        "People rethought harsh beliefs with stronger responses than people who waited.",
        "In a trial of 75 adults, people rethought negative beliefs with stronger responses than people who waited.",
    )
    assert text.endswith("people rethought harsh beliefs with stronger responses than people who waited.")
    assert text.startswith("In a trial of 75 adults,")
    assert not conflicts


def test_a_word_that_both_changed_is_in_conflict_and_the_proposal_holds_both() -> None:
    was, mine, other = "A quiet amygdala", "A calm amygdala", "A mute amygdala"
    result = merge(content(title=was), content(title=mine), content(title=other))
    assert result.content["title"] == "A calm amygdala"
    assert result.conflicts == (Conflict("title", was, mine, other, both="A calm mute amygdala"),)


def test_different_paragraphs_go_together() -> None:
    text, conflicts = merged("full_post", "One.\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!")
    assert (text, conflicts) == ("One!\n\nTwo.\n\nThree!", [])


def test_two_paragraphs_at_the_same_end_are_in_conflict_and_both_are_proposed() -> None:
    result = merge(content(summary="One."), content(summary="One.\n\nMine."), content(summary="One.\n\nTheirs."))
    [conflict] = result.conflicts
    assert conflict.both == "One.\n\nMine.\n\nTheirs."


# --- Everything else ------------------------------------------------------------------------------------------------


def test_key_points_go_together_one_by_one() -> None:
    points, conflicts = merged("key_points", ["A a", "B b", "C c"], ["A a", "B x", "C c"], ["A y", "B b", "C c", "D"])
    assert (points, conflicts) == (["A y", "B x", "C c", "D"], [])


def test_a_key_point_that_both_rewrote_is_proposed_twice() -> None:
    result = merge(content(key_points=["A"]), content(key_points=["B"]), content(key_points=["C"]))
    assert [conflict.both for conflict in result.conflicts] == [["B", "C"]]


def test_tags_that_either_put_on_or_took_off_go_together() -> None:
    tags, conflicts = merged("tags", TAGS[:3], [*TAGS[:3], TAGS[4]], [TAGS[0], TAGS[2], TAGS[5]])
    assert [tag["id"] for tag in tags] == [0, 2, 4, 5]
    assert not conflicts


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_order_of_tags_is_that_of_whoever_changed_it(is_ours: bool) -> None:
    turned, longer = [TAGS[2], TAGS[0], TAGS[1]], TAGS[:4]
    ours, theirs = (turned, longer) if is_ours else (longer, turned)
    assert [tag["id"] for tag in merged("tags", TAGS[:3], ours, theirs)[0]] == [2, 0, 1, 3]


def test_reasons_of_one_related_article_that_both_changed_are_in_conflict() -> None:
    links, conflicts = merged("related", [link(1, "A"), link(2, "B")], [link(1, "X"), link(2, "B")], [link(1, "Y")])
    assert links == [link(1, "X")]
    assert conflicts == ["related-1"]


def test_relation_and_reason_of_one_related_article_go_together() -> None:
    links, conflicts = merged("related", [link(1, "A")], [link(1, "B")], [link(1, "A", "supports")])
    assert (links, conflicts) == ([link(1, "B", "supports")], [])


def test_a_related_article_taken_out_here_and_changed_there_is_in_conflict() -> None:
    result = merge(content(related=[link(1, "A")]), content(), content(related=[link(1, "B")]))
    [conflict] = result.conflicts
    assert (conflict.ours, conflict.theirs["reason"]) == (None, "B")
    assert settle(result, {"related-1": conflict.theirs})["related"] == [link(1, "B")]


def test_facts_go_together_cell_by_cell() -> None:
    base = {"design": {"answer": "Trial", "detail": "Small"}, "people": {"answer": "18", "detail": ""}}
    ours = {"design": {"answer": "Randomised trial", "detail": "Small"}, "people": {"answer": "18", "detail": "Adults"}}
    theirs = {"design": {"answer": "Trial", "detail": "Two groups"}, "people": {"answer": "18", "detail": "Women"}}
    cells, conflicts = merged("at_a_glance", base, ours, theirs)
    assert cells["design"] == {"answer": "Randomised trial", "detail": "Two groups"}
    assert conflicts == ["at_a_glance-people"]


@pytest.mark.parametrize("field", ["kind", "slug", "paper", "image", "access"])
def test_single_values_that_both_changed_are_in_conflict(field: str) -> None:
    assert merged(field, "a", "b", "c") == ("b", [field])
    assert merged(field, "a", "a", "c") == ("c", [])


def test_what_was_chosen_for_a_conflict_stands_in_the_outcome() -> None:
    result = merge(content(slug="a", title="A"), content(slug="b", title="B"), content(slug="c", title="C"))
    settled = settle(result, {"slug": "c", "title": "B and C"})
    assert (settled["slug"], settled["title"]) == ("c", "B and C")


# --- Properties -----------------------------------------------------------------------------------------------------

KNOWN = st.lists(st.sampled_from(["a ", "b ", "c.\n\n", "the ", "brain\n"]), max_size=30)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text, and two that came of it; each side's new words are its own."""
    base = draw(KNOWN)
    return "".join(base), edited(draw, base, "mine"), edited(draw, base, "other")


def edited(draw: st.DrawFn, base: list[str], word: str) -> str:
    words = [*base]
    for number in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(words)))
        change = draw(st.sampled_from(["add", "add a paragraph", "replace", "take out"]))
        new = f"{word}{number}" + ("\n\n" if "paragraph" in change else " ")
        words[place : place + (not change.startswith("add"))] = [] if change == "take out" else [new]
    return "".join(words)


@given(versions())
@FEW
def test_no_word_that_either_added_is_lost(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    result = merge(content(summary=base), content(summary=ours), content(summary=theirs))
    for text in [conflict.both for conflict in result.conflicts] or [result.content["summary"]]:
        kept = Counter(text.split())
        assert not [word for word in (ours + " " + theirs).split() if word[:-1] in {"mine", "other"} and not kept[word]]


@given(versions())
@FEW
def test_whoever_changed_nothing_takes_what_the_other_wrote(texts: tuple[str, str, str]) -> None:
    base, ours, _ = texts
    for sides in [(base, ours, base), (base, base, ours), (base, ours, ours)]:
        assert merged("summary", *sides) == (ours, [])


@given(versions())
@FEW
def test_it_does_not_matter_who_saved_first(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    one, other = merged("summary", base, ours, theirs), merged("summary", base, theirs, ours)
    assert one[1] == other[1]
    assert one[1] or one[0] == other[0]


@given(*(st.lists(st.sampled_from(TAGS), unique_by=lambda tag: tag["id"]) for _ in range(3)))
@FEW
def test_tags_are_the_same_whoever_saved_first(base: Any, ours: Any, theirs: Any) -> None:
    one, other = merged("tags", base, ours, theirs)[0], merged("tags", base, theirs, ours)[0]
    assert {tag["id"] for tag in one} == {tag["id"] for tag in other}
    assert len(one) == len(other) == len({tag["id"] for tag in one})


def test_a_hundred_stale_saves_lose_no_word() -> None:
    """Each person starts from what the one before the last saw, adds words of their own and takes the proposals."""
    chance = random.Random(15)
    head = before = content(full_post=" ".join(f"word{number}" for number in range(400)))
    for number in range(100):
        words = before["full_post"].split(" ")
        place = chance.randrange(len(words))
        words[place:place] = [f"new{number}"]
        result = merge(before, content(full_post=" ".join(words)), head)
        before, head = head, settle(result, {conflict.key: conflict.both for conflict in result.conflicts})
    kept = set(head["full_post"].split())
    assert {f"word{number}" for number in range(400)} | {f"new{number}" for number in range(100)} <= kept
