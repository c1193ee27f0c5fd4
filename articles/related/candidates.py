"""Which articles may be near one: those that share its heaviest terms or its rarer tags. A few hundred at any size."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

import numpy as np
from django.db import connection

from articles.models import Article, Posting
from articles.related.tfidf import TAGS, TEXT, TagWeights, heaviest
from articles.related.vector_cache import Numbers, Subject
from tags.cache.bitmaps import PUBLISHED, filed

ASKED: Final = 40  # terms that others are looked for by
OF_A_TERM: Final = 300  # articles, those in which it weighs most
OF_A_TAG: Final = 200  # a tag of more articles says too little to find them by
MOST: Final = 300
AFTER_AN_ACT: Final = 150  # on abstracts these hold .976 of the true first ten, 300 hold .995
IN_AN_ACT: Final = 60  # while somebody waits; .977 of the true first six

Parts = tuple[Numbers, Numbers]  # articles, and how much each makes of a cosine; an article may come more than once


class Source(Protocol):
    """Where postings are looked up."""

    def postings(self, terms: Sequence[str]) -> list[tuple[Numbers, Numbers]]:
        """For each term the articles in which it weighs most, and how much."""

    def articles_of(self, sort_keys: Numbers) -> tuple[Numbers, Numbers]:
        """The articles with these sort keys, and the sort key of each."""


def candidates(subject: Subject, tag_weights: TagWeights, source: Source, most: int = MOST) -> list[int]:
    """The primary keys of the likeliest neighbours, by what can be told without their vectors."""
    found = [(articles, factor * parts) for factor, (articles, parts) in (
        (TEXT, by_terms(subject, source)), (TAGS, by_tags(subject, tag_weights, source)),
    )]  # fmt: skip
    articles, sums = summed(found)
    others = articles != subject.article
    likeliest: list[int] = first(articles[others], sums[others], most).tolist()
    return likeliest


def by_terms(subject: Subject, source: Source) -> Parts:
    """The cosine as far as postings tell."""
    asked = heaviest(dict(zip(subject.words, subject.weights.tolist(), strict=True)), ASKED)
    found = zip(source.postings(list(asked)), asked.values(), strict=True)
    return summed((articles, weights * (weight / subject.norm)) for (articles, weights), weight in found)


def by_tags(subject: Subject, tag_weights: TagWeights, source: Source) -> Parts:
    """About the cosine of the tags, for what shares one of the rarer."""
    norm = subject.tag_norm or 1.0
    bitmaps = tag_weights.bitmaps
    held = [
        (np.array((bitmaps[filed(tag)] & bitmaps[PUBLISHED]).to_array(), np.int64), subject.squares[tag] / norm)
        for tag in subject.squares
        if tag_weights.filed_under(tag) <= OF_A_TAG
    ]
    sort_keys, sums = summed((keys, np.full(len(keys), part)) for keys, part in held)
    articles, found = source.articles_of(-first(-sort_keys, sums, MOST))
    return articles, sums[np.searchsorted(sort_keys, found)]


def summed(parts: Iterable[Parts]) -> Parts:
    """Each key once, from the lowest, with the sum of its parts."""
    listed = list(parts) or [(np.zeros(0, np.int64), np.zeros(0))]
    keys, found = np.concatenate([keys for keys, _ in listed]), np.concatenate([part for _, part in listed])
    order = np.argsort(keys)
    keys = keys[order]
    begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    return keys[begins], np.add.reduceat(found[order], begins) if len(begins) else found


def first(keys: Numbers, sums: Numbers, most: int) -> Numbers:
    """The keys of the greatest sums, of equal ones the lowest."""
    if len(sums) > most:
        near = sums >= np.partition(sums, -most)[-most]
        keys, sums = keys[near], sums[near]
    chosen: Numbers = keys[np.lexsort((keys, -sums))[:most]]
    return chosen


class Stored:
    """Postings as the database has them. A query for terms, and one for tags."""

    def postings(self, terms: Sequence[str]) -> list[tuple[Numbers, Numbers]]:
        of_term = Posting.objects.order_by("-weight", "article_id").values_list("term", "article_id", "weight")
        found: dict[str, list[tuple[int, float]]] = {term: [] for term in terms}
        if terms:
            sql, _ = of_term.filter(term="")[:OF_A_TERM].query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([f"SELECT * FROM ({sql}) AS of_term"] * len(terms)), terms)  # noqa: S608
                for term, article, weight in cursor.fetchall():
                    found[term].append((article, weight))
        return [arrays(rows) for rows in found.values()]

    def articles_of(self, sort_keys: Numbers) -> tuple[Numbers, Numbers]:
        rows = Article.objects.with_sort_keys(sort_keys.tolist()).order_by().values_list("pk", "sort_key")
        return arrays(list(rows), np.int64)


def arrays(rows: list[Any], kind: type = np.float64) -> tuple[Numbers, Numbers]:
    articles, weights = zip(*rows, strict=True) if rows else ((), ())
    return np.array(articles, np.int64), np.array(weights, kind)
