"""Whatever curators do in whatever order: bitmaps stay right, no fault comes in, and taking all back leads home."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from articles.bitmaps.reindex import rebuild
from articles.models import Article
from tags import curation
from tags.curation import CurationRefused, UndoRefused
from tags.curation.faults import cycles, faults
from tags.hierarchy import CycleRefused
from tags.models import CurationAct, Tag
from tests.tags.curating import Vocabulary, make_vocabulary
from tests.tags.tables import assert_same, state
from tests.times import NOW
from tests.worlds import shared

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": NOW}
ACTS_IN_A_ROW = 14


class Curator:
    """Does one thing after the other by a seed, refused or not. `done`: what was not refused."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.done: list[CurationAct] = []
        self.number = 0
        self.left = state()  # as the last act left it

    def tag(self) -> Tag:
        return self.dice.choice(list(Tag.objects.order_by("pk")))

    def articles(self) -> list[Article]:
        return self.dice.sample(list(Article.objects.order_by("pk")), self.dice.randint(1, 4))

    def label(self) -> str:
        self.number += 1
        taken = [*Tag.objects.order_by("pk").values_list("name", flat=True), "Dread", "Fright", "SAD"]
        return self.dice.choice([*taken, *(f"Label {self.number}" for _ in range(8))])

    def split(self) -> CurationAct:
        tag = self.tag()
        held = list(Article.objects.filter(tagged_items__tag=tag).order_by("pk")[:3])
        parts = [(self.label(), held[:2]), (self.label(), held[1:])]
        return curation.split(tag, into=parts, as_narrower=self.dice.random() < 0.5, **WHO)

    def act(self) -> None:
        """One act; one that is refused writes nothing."""
        chosen: Callable[[], CurationAct] = self.dice.choice(
            [
                lambda: curation.rename(self.tag(), self.label(), **WHO),
                lambda: curation.merge(self.tag(), into=self.tag(), **WHO),
                lambda: curation.deprecate(self.tag(), replaced_by=self.tag(), **WHO),
                lambda: curation.move(self.tag(), under=self.tag(), **WHO),
                lambda: curation.add_parent(self.tag(), self.tag(), **WHO),
                lambda: curation.add_parent(self.tag(), self.tag(), **WHO),
                lambda: curation.remove_parent(self.tag(), self.tag(), **WHO),
                lambda: curation.tag_articles(self.articles(), self.tag(), **WHO),
                lambda: curation.untag_articles(self.articles(), self.tag(), **WHO),
                self.split,
            ]
        )
        try:
            self.done.append(chosen())
        except (CurationRefused, CycleRefused):
            assert_same(self.left, state())
        else:
            self.left = state()


def assert_sound() -> None:
    assert rebuild() == []
    assert (faults(), list(cycles())) == ({}, [])


@shared
def vocabulary() -> Vocabulary:
    return make_vocabulary()


@pytest.mark.parametrize("seed", range(3))
def test_random_acts_undone_in_reverse_lead_back_to_where_it_began(vocabulary: Vocabulary, seed: int) -> None:
    curator = Curator(seed)
    steps = [curator.left]
    while len(curator.done) < ACTS_IN_A_ROW:
        done = len(curator.done)
        curator.act()
        if len(curator.done) > done:
            assert_sound()
            steps.append(curator.left)
    for act in reversed(curator.done):
        assert_same(steps.pop(), state())
        curation.undo(act, **WHO)
        assert_sound()
    assert_same(steps.pop(), state())


@pytest.mark.parametrize("seed", range(3))
def test_acts_undone_in_any_order_leave_a_sound_vocabulary_or_nothing_changed(
    vocabulary: Vocabulary, seed: int
) -> None:
    curator = Curator(100 + seed)
    while len(curator.done) < ACTS_IN_A_ROW:
        curator.act()
    curator.dice.shuffle(curator.done)
    undone = 0
    for act in curator.done:
        before = state()
        try:
            curation.undo(act, **WHO)
        except UndoRefused:
            assert_same(before, state())
        else:
            undone += 1
            assert_sound()
    assert undone
