"""Vectors, snapshot, weights and lists of all articles made anew, in batches that are each committed.

How far it has come stands in the rows themselves: a vector with `weighed` 0 that has a `listed` was read for a snapshot
that is still to be taken; one that names an older snapshot is to be weighed and listed by the newest. So it can be
stopped at any moment, by whatever means, and goes on where it was.

Every batch is made ready while others may write, and takes the write lock only to be stored. What they changed
meanwhile is made again then: nothing that an editor has taken back returns.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import Article, PendingRelation, Posting, Suggestion, TermSnapshot, TermVector
from articles.models.upsert import upsert
from articles.related import document_frequency, pending
from articles.related.document_frequency import Weights
from articles.related.memory import memory_of
from articles.related.scoring import Suggested
from articles.related.tfidf import Frequencies, norm_of, weighed
from articles.related.update import READ, READ_AGAIN, catch_up, choices_of, drop, list_anew, write_lists
from articles.related.vector_cache import last_read
from articles.related.vectors import Texts, Vector, counted_in, packed, packed_counts, stored_texts, unpacked
from articles.status import Status
from tags.management.processes import in_processes
from tags.management.progress import Begin
from tags.models import take_write_lock
from tags.planner import count_rows

READ_AT_ONCE: Final = 100
WEIGHED_AT_ONCE: Final = 100
LISTED_AT_ONCE: Final = 50


def is_reading() -> bool:
    """Whether a rebuild was stopped before it had read and counted all texts."""
    return TermVector.objects.filter(READ_AGAIN).exists()


def unfinished() -> TermSnapshot | None:
    """The newest snapshot, if a rebuild by it was stopped before its end."""
    snapshot = document_frequency.newest()
    return snapshot if snapshot is not None and behind(snapshot).exists() and not is_reading() else None


def behind(snapshot: TermSnapshot) -> "QuerySet[TermVector]":
    """What does not follow the snapshot yet."""
    return TermVector.objects.filter(Q(weighed__lt=snapshot.version) | Q(listed__lt=snapshot.version))


def rebuild(begin: Begin, *, resume: bool, processes: int = 1) -> TermSnapshot:
    """Make everything anew; with `resume`, go on with what was stopped. `processes`: see `in_processes`."""
    snapshot = unfinished() if resume else None
    if snapshot is None:
        drop_unpublished()
        read_texts(begin, processes, resume=resume)
        snapshot = take_snapshot(begin)
    weigh_all(document_frequency.frequencies(snapshot), begin, processes)
    list_all(document_frequency.frequencies(snapshot), begin, processes)
    catch_up([], others=PendingRelation.objects.count())
    return snapshot


def finish(begin: Begin) -> None:
    """Do what acts put off (`pending.put_off`): each by itself, or all anew where that is less than their sum."""
    waiting = PendingRelation.objects.filter(is_read=False).count()
    if 2 * waiting < TermVector.objects.count():
        catch_up([], others=PendingRelation.objects.count())
    elif waiting:
        rebuild(begin, resume=False)


def drop_unpublished() -> None:
    rows = TermVector.objects.exclude(article__status=Status.PUBLISHED)
    for keys in batches(rows, "article_id", READ_AT_ONCE):
        with transaction.atomic():
            take_write_lock()
            drop(list(rows.filter(article__in=keys).values_list("article_id", flat=True)))


def read_texts(begin: Begin, processes: int, *, resume: bool) -> None:
    """Make the vectors of all published articles from their texts; with `resume`, of those not read yet."""
    articles = Article.objects.filter(status=Status.PUBLISHED)
    waiting = articles.exclude(pk__in=TermVector.objects.filter(READ_AGAIN).values("article")) if resume else articles
    more = begin("Reading texts", waiting.count())
    former = document_frequency.newest()
    make = partial(vector_rows, document_frequency.frequencies(former) if former else None)
    stored = (stored_texts(articles.filter(pk__in=keys)) for keys in batches(waiting, "pk", READ_AT_ONCE))
    for texts, vectors in in_processes(make, stored, processes):
        with transaction.atomic():
            take_write_lock()
            fresh = stored_texts(articles.filter(pk__in=list(texts)))
            vectors |= make({key: text for key, text in fresh.items() if texts[key] != text})
            if not resume:
                TermVector.objects.filter(READ_AGAIN, article__gte=min(texts, default=0)).update(listed=0)
            upsert([vectors[key] for key in fresh], *READ)
            PendingRelation.objects.filter(article__in=list(fresh)).update(is_read=True)
        more(len(texts))


def vector_rows(known: Frequencies | None, texts: Mapping[int, Texts]) -> dict[int, TermVector]:
    return {key: vector_row(key, counted_in(text), known) for key, text in texts.items()}


def vector_row(article: int, vector: Vector, known: Frequencies | None) -> TermVector:
    """As `READ_AGAIN` finds it. Until it is weighed anew it is compared by the snapshot that still stands, if any."""
    norm, version = (norm_of(weighed(vector.counts, known)), known.version) if known else (0.0, 1)
    texts = {"counts": packed_counts(vector.counts), "words": packed(vector.words)}
    return TermVector(article_id=article, **texts, norm=norm, weighed=0, listed=version)


def take_snapshot(begin: Begin) -> TermSnapshot:
    """Count what was read. From then on the rows say that they are to be weighed.

    What acts left to be done is done by that: all lists are made after this moment.
    """
    size, found = document_frequency.counted(told(document_frequency.stored_counts(), begin))
    with transaction.atomic():
        take_write_lock()
        TermVector.objects.filter(READ_AGAIN).update(listed=0)
        PendingRelation.objects.filter(is_read=True).delete()
        return document_frequency.write_snapshot(size, found)


def told(vectors: Iterable[document_frequency.Counts], begin: Begin) -> Iterator[document_frequency.Counts]:
    more = begin("Counting words", TermVector.objects.count())
    for counts in vectors:
        yield counts
        more(1)


def weigh_all(known: Frequencies, begin: Begin, processes: int = 1) -> None:
    waiting = TermVector.objects.filter(weighed__lt=known.version)
    more = begin("Weighing words", waiting.count())
    make = partial(all_weights, known)
    stored = (counts_of(waiting, keys) for keys in batches(waiting, "article_id", WEIGHED_AT_ONCE))
    for counts, weights in in_processes(make, stored, processes):
        with transaction.atomic():
            take_write_lock()
            fresh = counts_of(waiting, list(counts))
            weights |= make({key: text for key, text in fresh.items() if counts[key] != text})
            document_frequency.write_weights([weights[key] for key in fresh])
        more(len(counts))


def all_weights(known: Frequencies, counts: Mapping[int, str]) -> dict[int, Weights]:
    return {key: document_frequency.weights_of(key, unpacked(text), known) for key, text in counts.items()}


def counts_of(vectors: "QuerySet[TermVector]", keys: list[int]) -> dict[int, str]:
    return dict(vectors.filter(article__in=keys).values_list("article_id", "counts"))


def list_all(known: Frequencies, begin: Begin, processes: int) -> None:
    """Articles are compared as they were when this began; what changes meanwhile is put into its places at the end."""
    waiting = TermVector.objects.filter(listed__lt=known.version)
    since, total = last_read(), waiting.count()
    memory = memory_of(known, begin)
    more = begin("Comparing articles", total)
    stored = (choices_of(*keys) for keys in batches(waiting, "article_id", LISTED_AT_ONCE))
    for chosen, lists in in_processes(memory.lists, stored, processes):
        store_lists(lists, chosen, known.version, since)
        more(len(chosen))
    count_rows([Suggestion._meta.db_table])
    pending.note_lists(changed_since(since))


def store_lists(
    lists: Mapping[int, list[Suggested]], chosen: Mapping[int, Mapping[int, str]], version: int, since: int
) -> None:
    """Without what was taken back since the words were gathered, and with what was changed where its own act put it.

    What editors chose meanwhile, or a new snapshot, has the list made again.
    """
    with transaction.atomic():
        take_write_lock()
        snapshot = document_frequency.newest()
        if snapshot is None or snapshot.version != version:
            list_anew(lists)
            return
        now = choices_of(*lists)
        named = {*lists, *(row.other_id for rows in lists.values() for row in rows)}
        held = set(TermVector.objects.filter(article__in=named).values_list("article_id", flat=True))
        changed = set(changed_since(since))
        held -= changed
        kept = {
            page: [row for row in rows if row.other_id in held]
            for page, rows in lists.items()
            if page in held and now[page] == chosen[page]
        }
        write_lists(kept, version, but=changed)
        list_anew([page for page in lists if now[page] != chosen[page]])


def changed_since(since: int) -> "Iterable[int]":
    """The articles whose words were weighed after this (`last_read`). One query, two if there are any."""
    if last_read() == since:
        return ()
    return Posting.objects.filter(pk__gt=since).values_list("article_id", flat=True).distinct()


def batches(rows: "QuerySet[Any]", key: str, size: int) -> Iterator[list[int]]:
    """The keys of the rows, so many at a time, as they are when they come up."""
    last = 0
    while batch := list(rows.filter(**{f"{key}__gt": last}).order_by(key).values_list(key, flat=True)[:size]):
        yield batch
        last = batch[-1]
