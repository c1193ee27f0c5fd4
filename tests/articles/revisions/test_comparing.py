"""What differs between two versions, in words and field by field."""

import random
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.revisions.comparing import changed_fields, compare, summed_up
from articles.revisions.revision_content import FIELDS, RevisionContent, empty, whole
from articles.revisions.words import Piece, compare_words, count_words, folded

TEXT = st.lists(st.sampled_from(["amygdala", "the", ".", "\n\n", " ", "it's", "β"]), max_size=30).map("".join)


def content(**said: Any) -> RevisionContent:
    return whole({**empty(), **said})


def told(field: str, before: Any, after: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    [difference] = compare(content(**{field: before}), content(**{field: after}))
    return [(item.what, [(piece.state, piece.text) for piece in item.pieces]) for item in difference.items]


def test_whole_words_are_told_not_letters() -> None:
    pieces = compare_words("People rethought negative beliefs.", "People rethought harsh beliefs.")
    assert pieces == [
        Piece("kept", "People rethought "),
        Piece("removed", "negative"),
        Piece("added", "harsh"),
        Piece("kept", " beliefs."),
    ]


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_the_pieces_give_back_both_versions(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    for text, other in [(before, "added"), (after, "removed")]:
        assert "".join(piece.text for piece in pieces if piece.state != other) == text


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_folding_takes_nothing_but_empty_lines(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    shown = "".join(piece.text for block in folded(pieces) for piece in block.pieces)
    assert shown.split() == "".join(piece.text for piece in pieces).split() or "\n" in before + after
    assert shown.replace("\n", "") == "".join(piece.text for piece in pieces).replace("\n", "")


def test_paragraphs_that_nobody_changed_are_one_block() -> None:
    before = "One.\n\nTwo.\n\nThree.\n\nFour."
    blocks = folded(compare_words(before, before.replace("Three", "3")))
    assert [(block.is_changed, block.paragraphs) for block in blocks] == [(False, 2), (True, 1), (False, 1)]


@pytest.mark.parametrize("seed", range(5))
def test_many_small_changes_of_a_long_text_are_told_one_by_one(seed: int) -> None:
    """However long it is: words that stand once in both part it, so that no time runs out over it."""
    chance = random.Random(seed)
    words = [f"word{chance.randrange(2000)} " for _ in range(5000)]
    after = [change for word in words for change in chance.choices([[word], [], [f"new{word}"]], [8, 1, 1])[0]]
    one, other = "".join(words), "".join(after)
    pieces = compare_words(one, other, at_most=60)
    assert "".join(piece.text for piece in pieces if piece.state != "added") == one
    assert "".join(piece.text for piece in pieces if piece.state != "removed") == other
    assert count_words(pieces, "removed") < 1500
    assert count_words(pieces, "added") < 1000


def test_two_long_texts_with_nothing_in_common_are_compared_in_time() -> None:
    chance = random.Random(15)
    one, other = (" ".join(f"{chance.randrange(3000)}" for _ in range(5000)) for _ in range(2))
    started = perf_counter()
    compare_words(one, other, at_most=0.1)
    assert perf_counter() - started < 3


# --- Fields ---------------------------------------------------------------------------------------------------------


def test_tags_are_told_as_taken_out_and_put_in() -> None:
    before = [{"id": 1, "label": "Amygdala"}, {"id": 2, "label": "Fear"}]
    after = [{"id": 2, "label": "Fear"}, {"id": 3, "label": "Therapy"}]
    assert told("tags", before, after) == [
        ("Taken out", [("removed", "Amygdala")]),
        ("Put in", [("added", "Therapy")]),
    ]


def test_tags_in_another_order_are_told_in_it() -> None:
    tags = [{"id": 1, "label": "Amygdala"}, {"id": 2, "label": "Fear"}]
    assert told("tags", tags, tags[::-1]) == [("Now in this order", [("kept", "Fear, Amygdala")])]


def test_a_renamed_tag_is_no_other_tag() -> None:
    assert told("tags", [{"id": 1, "label": "Dread"}], [{"id": 1, "label": "Fear"}])[0][0] == "Changed"


def test_a_reworded_reason_is_told_in_words() -> None:
    link = {"id": 7, "title": "Another trial", "relation": "extends", "reason": "The same people."}
    items = told("related", [link], [{**link, "reason": "The same adults."}])
    assert items[0][1][1:3] == [("removed", "people"), ("added", "adults")]


@pytest.mark.django_db
def test_key_points_and_facts_are_told_one_by_one() -> None:
    assert told("key_points", ["A", "B"], ["A", "C", "D"])[0][0] == "Point 2"
    facts = told("at_a_glance", {"design": {"answer": "Trial", "detail": ""}}, {})
    assert facts == [("Design", [("removed", "Trial")])]


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        ("access", "members", "open", ["Full post for members", "Full post open to all"]),
        ("image", None, "scanner", ["scanner"]),
        ("slug", "old", "new", ["old", "new"]),
    ],
)
def test_single_values_are_told_as_before_and_after(field: str, before: Any, after: Any, words: list[str]) -> None:
    assert [text for _, text in told(field, before, after)[0][1]] == words


def test_the_sum_counts_fields_and_words() -> None:
    before, after = content(title="A calm amygdala"), content(title="A quiet amygdala", standfirst="Two scans.")
    assert changed_fields(before, after) == ["Title", "Standfirst"]
    assert summed_up(compare(before, after)) == "2 fields differ. 3 words in, 1 word out."
    assert summed_up([]) == "Nothing differs."


@pytest.mark.django_db
def test_every_field_of_an_article_is_compared() -> None:
    tag = {"id": 1, "label": "Fear"}
    link = {"id": 1, "title": "A", "relation": "extends", "reason": "B"}
    lists = {"tags": [tag], "categories": [tag], "related": [link], "key_points": ["A"], "references": ["a2002"]}
    full = dict.fromkeys(FIELDS, "x") | lists | {"at_a_glance": {"design": {"answer": "A", "detail": "B"}}}
    assert [difference.field for difference in compare(empty(), whole(full))] == list(FIELDS)
