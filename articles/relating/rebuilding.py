"""Vectors, snapshot, weights and lists of all articles made anew, in batches that are each committed.

How far it has come stands in the rows themselves: what names an older snapshot is still to be done. So it can be
stopped at any moment, by whatever means, and goes on where it was.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import Article, TermSnapshot, TermVector
from articles.relating import snapshots
from articles.relating.comparing import setting_of
from articles.relating.library import Library
from articles.relating.listing import forget, list_anew, store_vector
from articles.relating.vectors import unpacked
from articles.relating.weights import Frequencies
from articles.state import Status
from tags.models import wait_for_other_writers

READ_AT_ONCE: Final = 100
WEIGHED_AT_ONCE: Final = 200
LISTED_AT_ONCE: Final = 25

Begin = Callable[[str, int], Callable[[int], None]]
"""Called with a step and how many are to be done; what it returns is called with how many more are."""


def unfinished() -> TermSnapshot | None:
    """The newest snapshot, if a rebuild by it was stopped before its end."""
    snapshot = snapshots.newest()
    return snapshot if snapshot is not None and behind(snapshot).exists() else None


def behind(snapshot: TermSnapshot) -> "QuerySet[TermVector]":
    """What does not follow the snapshot yet."""
    return TermVector.objects.filter(Q(weighed__lt=snapshot.version) | Q(listed__lt=snapshot.version))


def rebuild(begin: Begin, *, resume: bool) -> TermSnapshot:
    """Make everything anew; with `resume`, go on with what was stopped."""
    snapshot = unfinished() if resume else None
    if snapshot is None:
        drop_unpublished()
        read_texts(begin)
        snapshot = snapshots.write_snapshot(*snapshots.counted(told(snapshots.stored_counts(), begin)))
    known = snapshots.frequencies(snapshot)
    weigh_all(known, begin)
    list_all(known, begin)
    return snapshot


def drop_unpublished() -> None:
    for article in TermVector.objects.exclude(article__status=Status.PUBLISHED).values_list("article_id", flat=True):
        with transaction.atomic():
            wait_for_other_writers()
            forget(article)


def read_texts(begin: Begin) -> None:
    """Make the vectors of all published articles from their texts."""
    articles = Article.objects.filter(status=Status.PUBLISHED)
    more = begin("Reading texts", articles.count())
    for rows in batches(articles, "pk", READ_AT_ONCE):
        with transaction.atomic():
            wait_for_other_writers()
            for article in rows:
                store_vector(article)
        more(len(rows))


def told(vectors: Iterable[snapshots.Counts], begin: Begin) -> Iterator[snapshots.Counts]:
    more = begin("Counting words", TermVector.objects.count())
    for counts in vectors:
        yield counts
        more(1)


def weigh_all(known: Frequencies, begin: Begin) -> None:
    waiting = TermVector.objects.filter(weighed__lt=known.version)
    more = begin("Weighing words", waiting.count())
    for rows in batches(waiting, "article_id", WEIGHED_AT_ONCE):
        with transaction.atomic():
            wait_for_other_writers()
            fresh = TermVector.objects.filter(article__in=[row.pk for row in rows])
            snapshots.weigh({row.pk: unpacked(row.counts) for row in fresh}, known)
        more(len(rows))


def list_all(known: Frequencies, begin: Begin) -> None:
    waiting = TermVector.objects.filter(listed__lt=known.version)
    more = begin("Comparing articles", waiting.count())
    library = Library(keeps=True)
    for rows in batches(waiting.defer("counts", "words"), "article_id", LISTED_AT_ONCE):
        with transaction.atomic():
            list_anew([row.pk for row in rows], setting_of(known, library))
        more(len(rows))


def batches(rows: "QuerySet[Any]", key: str, size: int) -> Iterator[list[Any]]:
    """The rows by their keys, so many at a time, as they are when their turn comes."""
    last = 0
    while batch := list(rows.filter(**{f"{key}__gt": last}).order_by(key)[:size]):
        yield batch
        last = batch[-1].pk
