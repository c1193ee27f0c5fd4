"""The stored lists of suggestions, kept in step in the transaction of every act that changes what is published.

Twenty articles for each, and those that an editor pinned. What is published or edited gets a list, and a place in the
lists of its neighbours; what is taken off the site leaves all lists at once.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.access import visible
from articles.models import Article, Posting, RelatedChoice, Suggestion, TermSnapshot, TermVector
from articles.relating import snapshots
from articles.relating.candidates import candidates
from articles.relating.comparing import Setting, compared, setting_of, subject_for
from articles.relating.library import Library, Subject
from articles.relating.neighbours import PINNED, VISITOR, nearest, places_elsewhere
from articles.relating.scoring import FLOOR, Scored, suggestion
from articles.relating.vectors import packed, unpacked, vector_of, words_of
from articles.state import Status
from tags.current import current
from tags.models import wait_for_other_writers
from tags.shelves import PUBLISHED

FEW: Final = 10  # a list that has shrunk below this is made again
MADE_AGAIN: Final = 10  # lists in one job
HOLDERS: Final = 300  # lists that keep an article whose text changed; it leaves the others


@transaction.atomic
def relate(article: Article) -> None:
    """After the article was published, edited, filed anew or taken off the site: bring all lists into step."""
    wait_for_other_writers()
    if article.status != Status.PUBLISHED:
        forget(article.pk)
        return
    counts = store_vector(article)
    snapshot = snapshot_for(len(current().shelves[PUBLISHED]))
    known = snapshots.frequencies(snapshot, counts)
    snapshots.weigh({article.pk: counts}, known)
    setting = setting_of(known)
    subject = subject_for(article.pk, setting)
    if subject is not None:
        place(subject, setting)


def store_vector(article: Article) -> Mapping[str, int]:
    """Store the terms of the article, to be weighed; their counts."""
    vector = vector_of(article)
    texts = {"counts": packed(vector.counts), "words": packed(vector.words), "weighed": 0}
    TermVector.objects.update_or_create(article=article, defaults=texts)
    return vector.counts


def snapshot_for(size: int) -> TermSnapshot:
    """The newest snapshot. While the collection is small, one that it has outgrown is taken again, and all follows."""
    snapshot = snapshots.newest()
    if snapshot is not None and (size > snapshots.BY_ITSELF or not snapshots.is_outgrown(snapshot, size)):
        return snapshot
    snapshot = snapshots.write_snapshot(*snapshots.counted(snapshots.stored_counts()))
    if size <= snapshots.BY_ITSELF:
        score_again(snapshot)
    return snapshot


def score_again(snapshot: TermSnapshot) -> None:
    """Weigh every article by the snapshot, and give every pair that stands in a list its score anew."""
    known = snapshots.frequencies(snapshot)
    vectors = {key: unpacked(text) for key, text in TermVector.objects.values_list("article_id", "counts")}
    snapshots.weigh(vectors, known)
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
    Suggestion.objects.bulk_create(rows, batch_size=snapshots.AT_ONCE)
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
    Suggestion.objects.bulk_create(rows, batch_size=snapshots.AT_ONCE)
    TermVector.objects.filter(article=page).update(listed=setting.known.version)


@transaction.atomic
def list_anew(articles: Iterable[int], setting: Setting | None = None) -> None:
    """Make the lists of these articles again, without touching those of others."""
    wait_for_other_writers()
    snapshot = snapshots.newest()
    if snapshot is None:
        return
    setting = setting or setting_of(snapshots.frequencies(snapshot))
    listed: dict[int, list[Scored]] = {}
    for page in articles:
        subject = subject_for(page, setting)
        if subject is not None:
            others = {*candidates(subject, setting.known, setting.tag_weights), *pinned_beside(page)}
            listed[page] = own_list(page, compared(subject, others, setting))
    words = words_of([*listed, *{pair.other.article for pairs in listed.values() for pair in pairs}])
    rows = [suggestion(pair, words) for pairs in listed.values() for pair in pairs]
    Suggestion.objects.filter(article__in=list(listed)).delete()
    Suggestion.objects.bulk_create(rows, batch_size=snapshots.AT_ONCE)
    TermVector.objects.filter(article__in=list(listed)).update(listed=setting.known.version)


def pinned_beside(page: int) -> set[int]:
    return set(RelatedChoice.objects.filter(article=page, choice=PINNED).values_list("other_id", flat=True))


def own_list(page: int, pairs: list[Scored]) -> list[Scored]:
    """Of the pairs, nearest first, those that the list holds: the pinned, and the nearest of what is not blocked."""
    chosen = dict(RelatedChoice.objects.filter(article=page).values_list("other_id", "choice"))
    pinned = [pair for pair in pairs if chosen.get(pair.other.article) == PINNED]
    others = [pair for pair in pairs if pair.other.article not in chosen and pair.score >= FLOOR]
    return [*pinned, *nearest(others)]


def forget(article: int) -> None:
    """Take the article out of all lists, and its words out of what others are compared with."""
    if not TermVector.objects.filter(article=article).exists():
        return
    pages = list(Suggestion.objects.filter(other=article).values_list("article_id", flat=True))
    Suggestion.objects.filter(Q(article=article) | Q(other=article)).delete()
    Posting.objects.filter(article=article).delete()
    TermVector.objects.filter(article=article).delete()
    enough = min(FEW, len(current().shelves[PUBLISHED]) - 1)
    today = Suggestion.objects.filter(visible(VISITOR, timezone.now(), prefix="other__"), article__in=pages)
    held = dict(today.order_by().values_list("article_id").annotate(Count("pk")))
    short = sorted((held.get(page, 0), page) for page in pages if held.get(page, 0) < enough)
    list_anew(page for _, page in short[:MADE_AGAIN])
