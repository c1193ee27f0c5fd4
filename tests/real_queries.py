"""Queries as people might ask them of real abstracts, and how far two answers agree."""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Final

from articles.browse.scope import VisibleScope
from articles.models import Article
from articles.search.read_words import Candidate, read
from articles.search.service import answer
from articles.text.tokenizer import STOP

QUERIES: Final = 300
FIRST: Final = 10


def real_texts(published: list[Article]) -> list[Candidate]:
    """The words of every article, in one order on every engine."""
    return sorted(read(article.sort_key for article in published if article.sort_key), key=lambda one: one.sort_key)


def queries(texts: list[Candidate]) -> list[str]:
    return list(islice(endless_queries(texts), QUERIES))


def endless_queries(texts: list[Candidate]) -> Iterator[str]:
    """Words, phrases, beginnings, exclusions and choices as they stand in titles and abstracts, common and rare."""
    chance = random.Random(7)
    while True:
        title, text = (words_in_order(chance.choice(texts).fields[field]) for field in ("title", "body"))
        body = [word for word in text if word not in STOP] or title
        at = chance.randrange(max(1, len(text) - 3))
        one, two, three = chance.choice(title), chance.choice(body), chance.choice(body)
        yield from (
            one,
            two,
            f"{one} {two}",
            f"{two} {three}",
            f"{one} {two} {three}",
            f"{title[0]} {title[-1]}",
            f'"{" ".join((text or title)[at : at + 2])}"',
            f'"{" ".join(title[:3])}"',
            f"{two[:4]}*",
            f"{one} -{two}",
            f"({one} OR {two}) {three}",
            chance.choice(
                ("patient", "study", "treatment", "disorder", "result", "the", "factor woman", "group -patient")
            ),
        )


def words_in_order(field: str) -> list[str]:
    """The words of a text side by side as they stand there, without the compounds that the index keeps behind a bar."""
    return [word for word in field.partition("|")[0].split() if word.isalnum()]


def first_ten(query: str, scope: VisibleScope) -> list[int]:
    """What is found for the query itself, not for a better one."""
    found = answer(query, scope)
    return [] if found.corrected or found.is_partial else found.sort_keys(0, FIRST)


def overlap(one: list[int], other: list[int]) -> float:
    return len(set(one) & set(other)) / max(len(one), len(other), 1) if one or other else 1.0
