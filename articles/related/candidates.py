"""Which articles may be near one: those that share its heaviest terms or its rarer tags. A few hundred at any size."""

from collections import defaultdict
from collections.abc import Mapping
from heapq import nsmallest
from typing import Final

from articles.models import Article, Posting
from articles.related.tfidf import TAGS, TEXT, Frequencies, TagWeights, heaviest
from articles.related.vector_cache import Subject
from tags.cache.bitmaps import PUBLISHED, filed

ASKED: Final = 40  # terms that others are looked for by
OF_A_TERM: Final = 300  # articles, those in which it weighs most
OF_A_TAG: Final = 200  # a tag of more articles says too little to find them by
MOST: Final = 300


def candidates(subject: Subject, known: Frequencies, tag_weights: TagWeights) -> list[int]:
    """The primary keys of the likeliest neighbours, by what can be told without their vectors."""
    found: defaultdict[int, float] = defaultdict(float)
    for article, part in by_terms(subject, known).items():
        found[article] += TEXT * part
    for article, part in by_tags(subject, tag_weights).items():
        found[article] += TAGS * part
    found.pop(subject.article, None)
    return nsmallest(MOST, found, key=lambda article: (-found[article], article))


def by_terms(subject: Subject, known: Frequencies) -> Mapping[int, float]:
    """The cosine as far as postings tell. A query for the rare terms together, one for each frequent term."""
    norm = subject.volume.norm or 1.0
    terms = heaviest(subject.weights, ASKED)
    rare = [term for term in terms if known.counts.get(term, 1) <= OF_A_TERM]
    rows = list(Posting.objects.filter(term__in=rare).values_list("term", "article_id", "weight")[: ASKED * OF_A_TERM])
    for term in terms:
        if term not in rare:
            of_term = Posting.objects.filter(term=term).order_by("-weight", "article_id")
            rows += of_term.values_list("term", "article_id", "weight")[:OF_A_TERM]
    found: defaultdict[int, float] = defaultdict(float)
    for term, article, weight in rows:
        found[article] += weight * subject.weights[term] / norm
    return found


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
