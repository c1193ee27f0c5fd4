"""The stored lists of suggestions, kept in step in the transaction of every act that changes what is published.

Twenty articles for each, and those that an editor pinned. What is published or edited gets a list, and a place in the
lists of its neighbours; what is taken off the site leaves all lists at once.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.access import visible
from articles.models import Article, Posting, RelatedChoice, Suggestion, TermSnapshot, TermVector
from articles.related import document_frequency
from articles.related.candidates import candidates
from articles.related.comparison import Setting, compared, setting_of, subject_for
from articles.related.neighbours import PINNED, VISITOR, nearest, places_elsewhere
from articles.related.scoring import FLOOR, Scored, suggestion
from articles.related.vector_cache import Library, Subject
from articles.related.vectors import packed, unpacked, vector_of, words_of
from articles.status import Status
from tags.cache.bitmaps import PUBLISHED
from tags.cache.snapshot import current_snapshot
from tags.models import take_write_lock

FEW: Final = 10  # a list that has shrunk below this is made again
MADE_AGAIN: Final = 10  # lists in one job
HOLDERS: Final = 300  # lists that keep an article whose text changed; it leaves the others
READ_AGAIN: Final = Q(weighed=0, listed__gt=0)  # vectors read by a rebuild that has still to take its snapshot


@transaction.atomic
def relate(article: Article) -> None:
    """After the article was published, edited, filed anew or taken off the site: bring all lists into step."""
    take_write_lock()
    if article.status != Status.PUBLISHED:
        forget(article.pk)
        return
    counts = store_vector(article)
    snapshot = snapshot_for(len(current_snapshot().bitmaps[PUBLISHED]))
    known = document_frequency.frequencies(snapshot, counts)
    document_frequency.weigh({article.pk: counts}, known)
    setting = setting_of(known)
    subject = subject_for(article.pk, setting)
    if subject is not None:
        place(subject, setting)


def store_vector(article: Article) -> Mapping[str, int]:
    """Store the terms of the article, to be weighed in the same act; their counts."""
    vector = vector_of(article)
    texts = {"counts": packed(vector.counts), "words": packed(vector.words)}
    TermVector.objects.update_or_create(article=article, defaults=texts)
    return vector.counts


def snapshot_for(size: int) -> TermSnapshot:
    """The newest snapshot. While the collection is small, one that it has outgrown is taken again, and all follows.

    While a rebuild reads texts this is left to the rebuild.
    """
    snapshot = document_frequency.newest()
    if snapshot is not None and (
        size > document_frequency.BY_ITSELF or not document_frequency.is_outgrown(snapshot, size)
    ):
        return snapshot
    is_left = TermVector.objects.filter(READ_AGAIN).exists()
    if snapshot is not None and is_left:
        return snapshot
    snapshot = document_frequency.write_snapshot(*document_frequency.counted(document_frequency.stored_counts()))
    if size <= document_frequency.BY_ITSELF and not is_left:
        score_again(snapshot)
    return snapshot


def score_again(snapshot: TermSnapshot) -> None:
    """Weigh every article by the snapshot, and give every pair that stands in a list its score anew."""
    known = document_frequency.frequencies(snapshot)
    vectors = {key: unpacked(text) for key, text in TermVector.objects.values_list("article_id", "counts")}
    document_frequency.weigh(vectors, known)
    setting = setting_of(known, Library(keeps=True))
    words = words_of(list(vectors))
    stored: dict[int, set[int]] = {}
    for page, other in Suggestion.objects.values_list("article_id", "other_id"):
        stored.setdefault(page, set()).add(other)
    rows = []
    for page, others in stored.items():
        subject = subject_for(page, setting)
        if subject is not None:
            rows += [suggestion(pair, words) for pair in compared(subject, others, setting)]
    Suggestion.objects.all().delete()
    Suggestion.objects.bulk_create(rows, batch_size=document_frequency.AT_ONCE)
    TermVector.objects.exclude(listed=0).update(listed=snapshot.version)


def place(subject: Subject, setting: Setting) -> None:
    """Write the list of the subject, and its place in the lists of others."""
    page = subject.article
    pinning = RelatedChoice.objects.filter(other=page, choice=PINNED).values_list("article_id", flat=True)
    holding = Suggestion.objects.filter(other=page).order_by("-score", "article_id")
    others = {
        *candidates(subject, setting.known, setting.tag_weights),
        *holding.values_list("article_id", flat=True)[:HOLDERS],
        *pinning,
    }
    pairs = compared(subject, others | pinned_beside(page), setting)
    listed = own_list(page, pairs)
    entering, pushed_out = places_elsewhere(page, pairs)
    words = words_of([page, *(pair.other.article for pair in [*listed, *entering])])
    Suggestion.objects.filter(Q(article=page) | Q(other=page) | Q(pk__in=pushed_out)).delete()
    rows = [suggestion(pair, words) for pair in listed]
    rows += [suggestion(pair, words, inward=True) for pair in entering]
    Suggestion.objects.bulk_create(rows, batch_size=document_frequency.AT_ONCE)
    note_listed([page], setting.known.version)


def note_listed(articles: Collection[int], version: int) -> None:
    """Their lists follow the snapshot; not yet while a rebuild still weighs words by it: it compares them once more."""
    if not TermVector.objects.filter(weighed__lt=version).exists():
        TermVector.objects.filter(article__in=articles).update(listed=version)


@transaction.atomic
def list_anew(articles: Iterable[int], setting: Setting | None = None) -> None:
    """Make the lists of these articles again, without touching those of others."""
    pages = list(articles)
    if not pages:
        return
    take_write_lock()
    snapshot = document_frequency.newest()
    if snapshot is None:
        return
    setting = setting or setting_of(document_frequency.frequencies(snapshot, terms_of(pages)))
    write_lists(made_lists(pages, setting), setting.known.version)


def terms_of(articles: list[int]) -> set[str]:
    """The words by which lists of these articles are made. One query."""
    counts = TermVector.objects.filter(article__in=articles).values_list("counts", flat=True)
    return {term for text in counts for term in unpacked(text)}


def made_lists(pages: Iterable[int], setting: Setting) -> dict[int, list[Suggestion]]:
    """The rows of the lists of these articles, of those that can be compared. Nothing is written."""
    listed: dict[int, list[Scored]] = {}
    for page in pages:
        subject = subject_for(page, setting)
        if subject is not None:
            others = {*candidates(subject, setting.known, setting.tag_weights), *pinned_beside(page)}
            listed[page] = own_list(page, compared(subject, others, setting))
    words = words_of([*listed, *{pair.other.article for pairs in listed.values() for pair in pairs}])
    return {page: [suggestion(pair, words) for pair in pairs] for page, pairs in listed.items()}


def write_lists(lists: Mapping[int, list[Suggestion]], version: int) -> None:
    Suggestion.objects.filter(article__in=list(lists)).delete()
    Suggestion.objects.bulk_create(
        (row for rows in lists.values() for row in rows), batch_size=document_frequency.AT_ONCE
    )
    note_listed(list(lists), version)


def pinned_beside(page: int) -> set[int]:
    return set(RelatedChoice.objects.filter(article=page, choice=PINNED).values_list("other_id", flat=True))


def own_list(page: int, pairs: list[Scored]) -> list[Scored]:
    """Of the pairs, nearest first, those that the list holds: the pinned, and the nearest of what is not blocked."""
    chosen = dict(RelatedChoice.objects.filter(article=page).values_list("other_id", "choice"))
    pinned = [pair for pair in pairs if chosen.get(pair.other.article) == PINNED]
    others = [pair for pair in pairs if pair.other.article not in chosen and pair.score >= FLOOR]
    return [*pinned, *nearest(others)]


def drop(articles: Collection[int]) -> None:
    """Nothing of what these articles say is left, and no list names them."""
    Suggestion.objects.filter(Q(article__in=articles) | Q(other__in=articles)).delete()
    Posting.objects.filter(article__in=articles).delete()
    TermVector.objects.filter(article__in=articles).delete()


def forget(article: int) -> None:
    """Take the article out of all lists, and its words out of what others are compared with."""
    if not TermVector.objects.filter(article=article).exists():
        return
    pages = list(Suggestion.objects.filter(other=article).values_list("article_id", flat=True))
    drop([article])
    enough = min(FEW, len(current_snapshot().bitmaps[PUBLISHED]) - 1)
    today = Suggestion.objects.filter(visible(VISITOR, timezone.now(), prefix="other__"), article__in=pages)
    held = dict(today.order_by().values_list("article_id").annotate(Count("pk")))
    short = sorted((held.get(page, 0), page) for page in pages if held.get(page, 0) < enough)
    list_anew(page for _, page in short[:MADE_AGAIN])
