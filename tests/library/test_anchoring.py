"""Highlights stay with their words: found again after any edit, lost where that is in doubt, never beside them."""

import random
from collections.abc import Callable
from typing import Final

import pytest

from collection.management.commands.load_collection import SHIPPED
from library.highlights.anchoring import Anchor, Quotation, anchor
from library.highlights.part_text import PartText, Passage, marked, pieces, text_of

TEXT: Final = PartText(
    "The amygdala answered less after therapy. That was so in both groups of this trial. A waiting list cannot show "
    "which part of it mattered. The insula did the same. That was so in both groups. Nobody knows why."
)


def take(exact: str, part: PartText = TEXT, *, nth: int = 0, around: int = 200) -> Quotation:
    """What a browser sends of the passage that somebody selected."""
    start = -1
    for _ in range(nth + 1):
        start = part.text.index(exact, start + 1)
    end = start + len(exact)
    return Quotation(exact, part.text[max(0, start - around) : start], part.text[end : end + around])


def kept(exact: str, part: PartText = TEXT, *, nth: int = 0) -> Anchor:
    found = anchor(take(exact, part, nth=nth), part)
    assert found is not None
    assert part.text[found.start : found.end] == exact
    assert found.quotation.prefix + exact + found.quotation.suffix in part.text
    return found


@pytest.mark.parametrize(
    ("exact", "nth", "edit", "is_found"),
    [
        ("A waiting list cannot show which part of it mattered.", 0, lambda t: "New. " + t, True),
        ("A waiting list cannot show which part of it mattered.", 0, lambda t: t.replace("The insula", "It"), True),
        ("A waiting list cannot show which part of it mattered.", 0, lambda t: t.replace("this trial", "it"), True),
        ("A waiting list cannot show which part of it mattered.", 0, lambda t: t.replace("mattered", "counted"), False),
        ("That was so in both groups", 0, lambda t: t.replace("Nobody knows why.", "We know."), True),
        ("That was so in both groups", 1, lambda t: t.replace("The amygdala answered", "It fell"), True),
        ("That was so in both groups", 0, lambda t: t.replace("That was so in both groups of this trial. ", ""), False),
        ("That was so in both groups", 1, lambda t: t.replace("That was so in both groups. ", ""), False),
        ("That was so in both groups", 0, lambda t: t.replace("groups of this", "arms of this"), False),
        ("The amygdala answered less", 0, lambda t: t.replace(t[:42], "") + " The amygdala answered less.", False),
        ("Nobody knows why.", 0, lambda t: "Nobody knows why. " + t.replace(" Nobody knows why.", ""), False),
    ],
)  # fmt: skip
def test_a_passage_is_found_again_or_lost(exact: str, nth: int, edit: Callable[[str], str], *, is_found: bool) -> None:
    before = kept(exact, nth=nth)
    now = PartText(edit(TEXT.text))
    found = anchor(before.quotation, now)
    assert (found is not None) == is_found
    if found:
        assert now.text[found.start : found.end] == exact
        assert now.text[: found.start].count(exact) == nth


def test_what_was_lost_is_found_again_once_the_text_holds_it_again() -> None:
    before = kept("A waiting list cannot show")
    assert anchor(before.quotation, PartText(TEXT.text.replace("waiting", "long"))) is None
    assert anchor(before.quotation, TEXT) == before


def test_two_that_nothing_tells_apart_are_not_kept_at_all() -> None:
    twice = PartText(f"{'Same words here. ' * 300}The passage. {'Same words here. ' * 300}")
    doubled = PartText(f"{twice.text}Between. {twice.text}")
    assert anchor(take("The passage.", twice), twice)
    assert anchor(take("The passage.", doubled), doubled) is None


def test_spaces_of_browsers_do_not_matter() -> None:
    plain = take("A waiting list cannot show")
    odd = Quotation("A\u00a0waiting  list\ncannot show", plain.prefix.replace(" ", "\n"), plain.suffix.replace(" ", ""))
    assert anchor(plain, TEXT)
    assert anchor(odd, TEXT) == anchor(plain, TEXT)


def test_too_little_around_it_tells_no_place() -> None:
    assert anchor(take("That was so in both groups", around=5), TEXT) is None


# --- Random edits of the texts that are shipped ---------------------------------------------------------------------

EDITS: Final = 500


class Edited:
    """A text whose every letter knows where it came from, so the true place of a passage is known after any edit."""

    def __init__(self, text: str) -> None:
        self.letters: list[tuple[str, int]] = [(letter, place) for place, letter in enumerate(text)]

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    def sentences(self) -> list[tuple[int, int]]:
        text, edges = self.text, [0]
        while (edge := text.find(". ", edges[-1])) >= 0:
            edges.append(edge + 2)
        return list(zip(edges, [*edges[1:], len(text)], strict=True))

    def true_place(self, start: int, end: int) -> int | None:
        """Where the letters from `start` to `end` stand together now, if they do."""
        places = [place for _, place in self.letters]
        if start not in places:
            return None
        at = places.index(start)
        return at if places[at : at + end - start] == list(range(start, end)) else None

    def edit(self, chance: random.Random, start: int, end: int) -> None:
        """One edit of an editor: often near the passage that is kept, or of it."""
        sentences = self.sentences()
        one, two = chance.choice(sentences), chance.choice(sentences)
        if chance.random() < 0.4 and (at := self.true_place(start, end)) is not None:
            one = next(sentence for sentence in sentences if sentence[1] > at)
        cut = self.letters[one[0] : one[1]]
        new = [(letter, -1) for letter in chance.choice(["However, ", "Some said so. ", "In 12 people, ", "x"])]
        match chance.randrange(6):
            case 0:  # deleted
                del self.letters[one[0] : one[1]]
            case 1:  # moved
                del self.letters[one[0] : one[1]]
                place = min(two[0], len(self.letters))
                self.letters[place:place] = cut
            case 2:  # written a second time elsewhere, by hand
                self.letters[two[0] : two[0]] = [(letter, -1) for letter, _ in cut]
            case 3:  # changed by a word
                words = "".join(letter for letter, _ in cut).split(" ")
                at = one[0] + len(" ".join(words[: chance.randrange(len(words))]))
                self.letters[at : at + 4] = new
            case 4:
                self.letters[one[0] : one[0]] = new
            case _:
                self.letters[one[1] : one[1]] = new


def with_a_twin(text: str, chance: random.Random) -> str:
    """Half of the time one sentence of the text stands in it twice."""
    sentences = Edited(text).sentences()
    one, two = chance.choice(sentences), chance.choice(sentences)
    return text[: two[0]] + text[one[0] : one[1]] + text[two[0] :] if chance.random() < 0.5 else text


def same_around(one: Anchor, other: Anchor) -> bool:
    """A copy of the passage that stands between the same words on both sides: nobody could tell it from the passage."""
    before = shorter_first(one.quotation.prefix[::-1], other.quotation.prefix[::-1])
    behind = shorter_first(one.quotation.suffix, other.quotation.suffix)
    return all(longer.startswith(shorter) for shorter, longer in (before, behind))


def shorter_first(one: str, other: str) -> tuple[str, str]:
    return (one, other) if len(one) < len(other) else (other, one)


def texts() -> list[str]:
    return [path.read_text().split("\n---\n")[-1] for path in sorted((SHIPPED / "articles").glob("*.md"))]


def test_after_500_random_edits_none_is_lost_or_stands_at_words_that_it_did_not_hold() -> None:
    chance, found_again, orphans, possible = random.Random(16), 0, 0, 0
    sources = [PartText(" ".join(text.split())).text for text in texts()]
    tried = 0
    while tried < EDITS:
        text = with_a_twin(chance.choice(sources), chance)
        start, end = chance.choice(Edited(text).sentences())
        exact = text[start:end].strip()
        part = PartText(text)
        taken = anchor(Quotation(exact, text[max(0, start - 300) : start], text[start + len(exact) : end + 300]), part)
        if not exact or taken is None:
            continue  # nothing tells it from its like: it is refused when it is made
        tried += 1
        edited = Edited(text)
        for _ in range(chance.randrange(1, 4)):
            edited.edit(chance, taken.start, taken.end)
        now = PartText(edited.text)
        found = anchor(taken.quotation, now)
        truth = edited.true_place(taken.start, taken.end)
        possible += truth is not None
        if found is None:
            orphans += 1
            continue
        found_again += 1
        assert now.text[found.start : found.end] == taken.quotation.exact
        assert found.start == truth or same_around(taken, found), (exact, found)
    print(f"{found_again} of {EDITS} found again ({possible} still stood whole), {orphans} lost their place")
    assert found_again > possible * 0.75


COPY: Final = "The amygdala answered less after nine weeks of therapy."


@pytest.mark.parametrize("is_behind", [True, False])
def test_a_copy_beside_the_changed_passage_is_not_taken_for_it(is_behind: bool) -> None:
    before, behind = "In this trial people spoke in public, twice. ", " What it means is not yet known to anybody."
    part = PartText(before + COPY + behind)
    taken = anchor(Quotation(COPY, before, behind), part)
    assert taken is not None
    assert anchor(taken.quotation, PartText(f"It began in spring. {COPY}{behind}")) is not None
    changed = COPY.replace("nine", "twelve")
    now = f"{before}{changed} {COPY}{behind}" if is_behind else f"{before}{COPY} {changed}{behind}"
    assert anchor(taken.quotation, PartText(now)) is None


# --- Text and marks -------------------------------------------------------------------------------------------------

HTML: Final = (
    '<h3 id="a">Head</h3>\n<p dir="auto">One &amp; <em>two</em>\u2060<sup class="cite-ref"><a>1</a></sup>.</p>'
    '<table><tr><td>12</td><td>34</td></tr></table><div class="note"><b>a</b>Margin</div><svg><text>No</text></svg>'
)


def test_the_text_is_what_a_reader_sees_without_numbers_and_drawings() -> None:
    assert text_of(HTML).text.strip() == "Head One & two. 12 34 Margin"


@pytest.mark.parametrize("words", ["One & two.", "Head One", "12 34 Mar", "w", "& t", "Head One & two. 12 34 Margin"])
def test_marks_stand_around_these_words_and_change_nothing_else(words: str) -> None:
    part = text_of(HTML)
    start = part.text.index(words)
    made = marked(pieces(HTML), [Passage(start, start + len(words), "k")])
    assert (
        made.replace("</mark>", "")
        .replace('<mark class="hl" id="hl-k" data-highlights="k">', "")
        .replace('<mark class="hl" data-highlights="k">', "")
        == HTML
    )
    inside = "".join(piece.partition("</mark>")[0] for piece in made.split('data-highlights="k">')[1:])
    assert "".join(text_of(inside).text.split()) == "".join(words.split())
    assert made.count('id="hl-k"') == 1


def test_two_that_overlap_are_marked_with_both() -> None:
    part = text_of("<p>one two three</p>")
    one, two = part.text.index("one"), part.text.index("two")
    made = marked(pieces("<p>one two three</p>"), [Passage(one, one + 7, "a"), Passage(two, two + 9, "b")])
    assert made == (
        '<p><mark class="hl" id="hl-a" data-highlights="a">one </mark><mark class="hl" id="hl-b" '
        'data-highlights="a b">two</mark><mark class="hl" data-highlights="b"> three</mark></p>'
    )
