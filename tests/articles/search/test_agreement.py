"""The engine of this run against a reference in plain Python, over 300 queries on 1,572 real abstracts.

Two engines that agree with one reference agree with each other. The reference reads every article and weighs all that
it found, so it tells too what is lost by weighing a bounded number.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import DjangoDbBlocker

from articles.browse import reach_of
from articles.models import Article
from articles.search.answering import answer
from articles.search.expressions import AllOf, Expression, Side
from articles.search.language import parse
from articles.search.meaning import All, Concept, Either, Filter, Meaning, No, meaning_of, wanted
from articles.search.ranking import Candidate, score, texts_of
from articles.words import STOP
from tags.current import current
from tags.shelves import Numbers
from tests.real_records import publish_real_records

QUERIES: Final = 300
FIRST: Final = 10
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Article]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield publish_real_records()
        transaction.set_rollback(True)


@dataclass
class Reference:
    """Every article as it is read by eye: its words, each field with a space on both sides."""

    texts: list[Candidate]

    def first(self, query: str) -> list[int]:
        tree = parse(query)
        meaning = meaning_of(tree, current().catalogue) if tree else None
        assert meaning is not None
        leaves = wanted(meaning)
        found = [one for one in self.texts if self.means(one, meaning)]
        found.sort(key=lambda one: (-score(one, leaves, {}, {}), -one.number))
        return [one.number for one in found[:FIRST]]

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


def queries(texts: list[Candidate]) -> Iterator[str]:
    """Words, phrases, beginnings, exclusions and choices as they stand in titles and abstracts, common and rare."""
    chance = random.Random(7)
    while True:
        title, body = (chance.choice(texts).fields[field].split() for field in ("title", "body"))
        body = [word for word in body if word not in STOP] or title
        at = chance.randrange(max(1, len(body) - 3))
        one, two, three = chance.choice(title), chance.choice(body), chance.choice(body)
        yield from (
            one,
            two,
            f"{one} {two}",
            f"{two} {three}",
            f"{one} {two} {three}",
            f"{title[0]} {title[-1]}",
            f'"{" ".join(body[at : at + 2])}"',
            f'"{" ".join(title[:3])}"',
            f"{two[:4]}*",
            f"{one} -{two}",
            f"({one} OR {two}) {three}",
            chance.choice(
                ("patient", "study", "treatment", "disorder", "result", "the", "factor woman", "group -patient")
            ),
        )


def overlap(one: list[int], other: list[int]) -> float:
    return len(set(one) & set(other)) / max(len(one), len(other), 1) if one or other else 1.0


def test_the_engine_and_the_reference_agree_on_the_first_ten(published: list[Article]) -> None:
    texts = texts_of(Numbers(article.number for article in published))
    reference = Reference(sorted(texts, key=lambda one: one.number))
    reach = reach_of(AnonymousUser())
    shares, found_none, same = [], 0, 0
    for query, _ in zip(queries(reference.texts), range(QUERIES), strict=False):
        wanted_first = reference.first(query)
        answered = answer(query, reach)
        got = answered.numbers(0, FIRST) if not answered.corrected and not answered.is_partial else []
        shares.append(overlap(wanted_first, got))
        found_none += not wanted_first
        same += wanted_first == got
    mean = sum(shares) / QUERIES
    print(f"\nfirst ten: overlap {mean:.3f} over {QUERIES} queries, {same} in the same order, {found_none} empty")
    assert mean >= 0.95
    assert found_none < 0.1 * QUERIES
