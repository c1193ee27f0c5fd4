"""The engine of this run against a reference in plain Python, over 100 queries on 1,572 real abstracts.

Two engines that agree with one reference agree with each other. The reference reads every article and weighs all that
it found, so it tells too what is lost by weighing a bounded number.
"""

from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.browse.scope import visible_scope
from articles.models import Article
from articles.search.engines.expressions import AllOf, Expression, Side
from articles.search.query.interpretation import All, Concept, Either, Filter, Meaning, No, meaning_of, wanted
from articles.search.query.parser import parse
from articles.search.ranking import Weighed
from articles.search.read_words import Candidate
from tags.cache.snapshot import current_snapshot
from tests.real_queries import FIRST, first_ten, overlap, queries, real_texts

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
ASKED: Final = 100


@dataclass
class Reference:
    """Every article as it is read by eye: its words, each field with a space on both sides."""

    texts: list[Candidate]

    def first(self, query: str) -> list[int]:
        tree = parse(query)
        meaning = meaning_of(tree, current_snapshot().tag_tree) if tree else None
        assert meaning is not None
        leaves = wanted(meaning)
        found = [one for one in self.texts if self.means(one, meaning)]
        weighed = Weighed(leaves, {}, {})
        found.sort(key=lambda one: (-weighed.score(one), -one.sort_key))
        return [one.sort_key for one in found[:FIRST]]

    def means(self, one: Candidate, meaning: Meaning) -> bool:
        assert not isinstance(meaning, Filter)
        if isinstance(meaning, No):
            return not self.means(one, meaning.part)
        if isinstance(meaning, All):
            return all(self.means(one, part) for part in meaning.parts)
        if isinstance(meaning, Either):
            return any(self.means(one, part) for part in meaning.parts)
        assert not isinstance(meaning, Concept)
        return self.holds(one, meaning.expression)

    def holds(self, one: Candidate, expression: Expression) -> bool:
        if isinstance(expression, Side):
            end = "" if expression.is_prefix else " "
            return any(f" {' '.join(expression.words)}{end}" in text for text in one.fields.values())
        parts = (self.holds(one, part) for part in expression.parts)
        return all(parts) if isinstance(expression, AllOf) else any(parts)


def test_the_engine_and_the_reference_agree_on_the_first_ten(real_records: list[Article]) -> None:
    reference = Reference(real_texts(real_records))
    scope = visible_scope(AnonymousUser())
    pairs = [(reference.first(query), first_ten(query, scope)) for query in queries(reference.texts)[:ASKED]]
    mean = sum(overlap(*pair) for pair in pairs) / ASKED
    same, empty = sum(one == other for one, other in pairs), sum(not one for one, _ in pairs)
    print(f"\nfirst ten: overlap {mean:.3f} over {ASKED} queries, {same} in the same order, {empty} empty")
    assert mean >= 0.95
    assert empty < 0.1 * ASKED
