"""The snapshot of how many articles each term stands in. Between two snapshots weights stay comparable.

A young collection outgrows its snapshot quickly, so a new one is taken at every doubling up to `BY_ITSELF` articles,
in the job that publishes. Beyond that `manage.py rebuild_related` takes the next.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from articles.models import Posting, TermFrequency, TermSnapshot, TermVector
from articles.related.tfidf import POSTED, Frequencies, heaviest, norm_of, weighed
from articles.related.vectors import unpacked
from tags.cache.bitmaps import PUBLISHED
from tags.cache.snapshot import current_snapshot
from tags.management.parts import in_parts
from tags.models.bulk_rows import Table

BY_ITSELF: Final = 512  # articles up to which a new snapshot takes well under a second
AT_ONCE: Final = 2000  # rows of one statement
WEIGH: Final = "UPDATE articles_termvector SET norm = %s, weighed = %s WHERE article_id = %s"

Counts = Mapping[str, int]


def newest() -> TermSnapshot | None:
    return TermSnapshot.objects.order_by("-version").first()


def is_outgrown(snapshot: TermSnapshot | None, size: int) -> bool:
    """Whether the collection has twice as many articles as it had when the snapshot was taken."""
    return snapshot is None or size >= 2 * snapshot.articles


def advice() -> str:
    """What to do about a collection that has outgrown its snapshot; nothing while it has not."""
    size, snapshot = len(current_snapshot().bitmaps[PUBLISHED]), newest()
    if size == 0 or not is_outgrown(snapshot, size):
        return ""
    then = snapshot.articles if snapshot else 0
    return (
        f"Words were last weighed when {then:,} articles were published; now it is {size:,}. "
        "Suggestions get better when “manage.py rebuild_related” is run."
    )


def frequencies(snapshot: TermSnapshot, terms: Collection[str] | None = None) -> Frequencies:
    """Of these terms, a query for each `AT_ONCE`, or of all, in one query."""
    rows = TermFrequency.objects.filter(snapshot=snapshot).values_list("term", "articles")
    if terms is None:
        return Frequencies(snapshot.version, snapshot.articles, dict(rows.iterator()))
    found: dict[str, int] = {}
    for part in in_parts(terms, AT_ONCE):
        found |= dict(rows.filter(term__in=part))
    return Frequencies(snapshot.version, snapshot.articles, found)


def counted(vectors: Iterable[Counts]) -> tuple[int, Counter[str]]:
    """How many articles there are, and in how many of them each term stands."""
    size, found = 0, Counter[str]()
    for counts in vectors:
        size += 1
        found.update(counts.keys())
    return size, found


def stored_counts() -> Iterable[Counts]:
    return map(unpacked, TermVector.objects.values_list("counts", flat=True).iterator(chunk_size=1000))


@transaction.atomic
def write_snapshot(size: int, found: Mapping[str, int]) -> TermSnapshot:
    """Store it in the place of the one before."""
    snapshot = TermSnapshot.objects.create(articles=size)
    TermFrequency.objects.bulk_create(
        (TermFrequency(snapshot=snapshot, term=term, articles=number) for term, number in found.items() if number > 1),
        batch_size=AT_ONCE,
    )
    TermSnapshot.objects.exclude(pk=snapshot.pk).delete()
    return snapshot


def weigh(vectors: Mapping[int, Counts], known: Frequencies) -> None:
    """Store norms and postings of these articles, by primary key, as the snapshot weighs their terms."""
    write_weights([weights_of(article, counts, known) for article, counts in vectors.items()])


@dataclass(frozen=True)
class Weights:
    """The norm of an article, and the terms by which it is found with their shares of it: what is to be stored."""

    article: int
    norm: float
    version: int
    postings: list[tuple[int, str, float]]


def weights_of(article: int, counts: Counts, known: Frequencies) -> Weights:
    weights = weighed(counts, known)
    norm = norm_of(weights)
    found_by = heaviest(weights, POSTED)
    postings = [(article, term, weight / norm) for term, weight in found_by.items()]
    return Weights(article, norm, known.version, postings)


@transaction.atomic
def write_weights(weights: Collection[Weights]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(WEIGH, [(one.norm, one.version, one.article) for one in weights])
    write_postings(weights)


def write_postings(weights: Collection[Weights]) -> None:
    Posting.objects.filter(article__in=[one.article for one in weights]).delete()
    Table(Posting, "article_id", "term", "weight").write(row for one in weights for row in one.postings)
