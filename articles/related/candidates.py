"""Which articles may be near one: those that share its heaviest terms or its rarer tags. A few hundred at any size."""

from collections import defaultdict
from collections.abc import Mapping
from heapq import nsmallest
from typing import Final

from django.db import connection

from articles.models import Article, Posting
from articles.related.tfidf import TAGS, TEXT, TagWeights, heaviest
from articles.related.vector_cache import Subject
from tags.cache.bitmaps import PUBLISHED, filed

ASKED: Final = 40  # terms that others are looked for by
OF_A_TERM: Final = 300  # articles, those in which it weighs most
OF_A_TAG: Final = 200  # a tag of more articles says too little to find them by
MOST: Final = 300
AFTER_AN_ACT: Final = 150  # on abstracts these hold .976 of the true first ten, 300 hold .995
IN_AN_ACT: Final = 60  # while somebody waits; .977 of the true first six


def candidates(subject: Subject, tag_weights: TagWeights, most: int = MOST) -> list[int]:
    """The primary keys of the likeliest neighbours, by what can be told without their vectors."""
    found: defaultdict[int, float] = defaultdict(float)
    for article, part in by_terms(subject).items():
        found[article] += TEXT * part
    for article, part in by_tags(subject, tag_weights).items():
        found[article] += TAGS * part
    found.pop(subject.article, None)
    return nsmallest(most, found, key=lambda article: (-found[article], article))


def by_terms(subject: Subject) -> Mapping[int, float]:
    """The cosine as far as postings tell. One query."""
    norm = subject.volume.norm or 1.0
    found: defaultdict[int, float] = defaultdict(float)
    asked = heaviest(dict(zip(subject.words, subject.weights.tolist(), strict=True)), ASKED)
    for term, article, weight in heaviest_postings(list(asked)):
        found[article] += weight * asked[term] / norm
    return found


def heaviest_postings(terms: list[str]) -> list[tuple[str, int, float]]:
    """Term, article and weight of the `OF_A_TERM` heaviest postings of each of these terms. One query."""
    of_term = Posting.objects.order_by("-weight", "article_id").values_list("term", "article_id", "weight")
    if not terms:
        return []
    sql, _ = of_term.filter(term="")[:OF_A_TERM].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([f"SELECT * FROM ({sql}) AS of_term"] * len(terms)), terms)  # noqa: S608
        rows: list[tuple[str, int, float]] = cursor.fetchall()
    return rows


def by_tags(subject: Subject, tag_weights: TagWeights) -> Mapping[int, float]:
    """About the cosine of the tags, for what shares one of the rarer. One query."""
    norm = subject.volume.tag_norm or 1.0
    bitmaps = tag_weights.bitmaps
    found: defaultdict[int, float] = defaultdict(float)
    for tag in subject.volume.tags:
        if tag_weights.filed_under(tag) <= OF_A_TAG:
            for sort_key in bitmaps[filed(tag)] & bitmaps[PUBLISHED]:
                found[sort_key] += subject.squares[tag] / norm
    best = nsmallest(MOST, found, key=lambda sort_key: (-found[sort_key], -sort_key))
    rows = Article.objects.with_sort_keys(best).values_list("pk", "sort_key") if best else ()
    return {article: found[sort_key] for article, sort_key in rows if sort_key is not None}
