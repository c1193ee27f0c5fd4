"""Every sentence of every shipped article is carried by facts, and every fact is told somewhere."""

import re
from collections import Counter
from typing import Final

import pytest

from tests.collection.ledger import MARKS, OTHER_PARTS, OURS, Claim, claims, fact, facts_of, parts_of, unknown_numbers
from tests.collection.texts import Text, articles, facts, numbers

WITHOUT_FACTS_AT_MOST: Final = 0.25  # of an article's sentences
NOT_A_RESULT: Final = re.compile(r"not seen|not visible|cut off|^Caution|do not state|not described", re.IGNORECASE)

every_article = pytest.mark.parametrize("text", articles().values(), ids=articles())


@every_article
def test_every_sentence_stands_in_the_ledger_in_its_place(text: Text) -> None:
    told = [sentence for part in parts_of(text).values() for sentence in part]
    assert [claim.sentence for claim in claims(text.slug)] == told


@every_article
def test_every_sentence_is_carried_by_facts_that_there_are_or_claims_nothing(text: Text) -> None:
    not_carried = [
        claim.sentence
        for claim in claims(text.slug)
        if claim.carried_by not in MARKS and (not claim.addresses or None in map(fact, claim.addresses))
    ]
    assert not_carried == []


@every_article
def test_facts_are_those_of_references_that_the_article_cites(text: Text) -> None:
    keys = {address.rpartition(".")[0] for claim in claims(text.slug) for address in claim.addresses}
    assert keys - text.cited - OTHER_PARTS.keys() == set()


@every_article
def test_every_number_stands_in_the_facts_of_its_own_sentence(text: Text) -> None:
    assert [(c.sentence, unknown_numbers(c)) for c in claims(text.slug) if unknown_numbers(c)] == []


@every_article
def test_sentences_without_facts_are_few_and_our_view_stands_under_its_heading(text: Text) -> None:
    held = claims(text.slug)
    bare = [claim for claim in held if claim.carried_by in MARKS]
    assert [claim.sentence for claim in bare if numbers(claim.sentence)] == []
    outside_our_view = [claim for claim in bare if claim.carried_by != "ours"]
    assert len(outside_our_view) <= WITHOUT_FACTS_AT_MOST * len(held)
    assert {claim.sentence for claim in held if claim.carried_by == "ours"} <= under_our_view(held)


def under_our_view(held: list[Claim]) -> set[str]:
    inside, found = False, set()
    for claim in held:
        if claim.sentence.startswith("## "):
            inside = claim.sentence == OURS
        if inside:
            found.add(claim.sentence)
    return found


def test_every_result_of_the_facts_is_told_in_some_article() -> None:
    told = {address for slug in articles() for claim in claims(slug) for address in claim.addresses}
    results = {
        f"{key}.{place}": said
        for key in (*facts(), "appendix")
        for place, said in facts_of(key).items()
        if place.isdigit() and place != "0" and not NOT_A_RESULT.search(said)
    }
    assert results.keys() - told == set()


def test_no_five_headings_are_those_of_more_than_eight_summaries() -> None:
    headings = Counter(
        tuple(re.findall(r"^## (.+)$", text.members, re.MULTILINE)[:5])
        for text in articles().values()
        if text.front["kind"] == "paper-summary"
    )
    assert headings.most_common(1)[0][1] <= 8
