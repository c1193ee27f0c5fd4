"""The stored lists of suggestions, kept in step by every act that changes what is published.

Twenty articles for each, and those that an editor pinned. What is published or edited gets its list in the transaction
of the act, and its place in the lists of its neighbours by a job right after it (`catch_up_soon`); what is taken off
the site leaves all lists at once.
"""

from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django_tasks import task

from articles.access import visible
from articles.models import Article, PendingRelation, Posting, RelatedChoice, Suggestion, TermSnapshot, TermVector
from articles.models.upsert import upsert
from articles.related import document_frequency, pending
from articles.related.candidates import AFTER_AN_ACT, IN_AN_ACT
from articles.related.comparison import Setting, candidates_of, compared, setting_of, subject_for
from articles.related.neighbours import PINNED, VISITOR, live, own_list, places_elsewhere
from articles.related.scoring import FLOOR, Pairs, Suggested, suggested
from articles.related.vectors import packed, packed_counts, unpacked, vector_of, words_of
from articles.status import Status
from tags.cache.bitmaps import PUBLISHED
from tags.cache.snapshot import current_snapshot
from tags.models import take_write_lock
from tags.models.bulk_rows import Table

FEW: Final = 10  # a list that has shrunk below this is made again
MADE_AGAIN: Final = 10  # lists in one job
LEFT_BY_OTHERS: Final = 10  # articles that an act puts into the lists of their neighbours, beside its own
SOON: Final = 10  # the priority of what an act left: before cards and mail
HOLDERS: Final = 300  # lists that keep an article whose text changed; it leaves the others
READ: Final = ("counts", "words", "norm", "weighed", "listed")  # columns of a vector
READ_AGAIN: Final = Q(weighed=0, listed__gt=0)  # vectors read by a rebuild that has still to take its snapshot


@transaction.atomic(savepoint=False)
def relate(article: Article) -> None:
    """After the article was published, edited, filed anew or taken off the site: bring its own list into step.

    The lists of others name it again soon after the act is committed. The act holds the write lock.
    """
    if article.status != Status.PUBLISHED:
        forget(article.pk)
        return
    former = scores_beside(article.pk)
    Suggestion.objects.filter(Q(article=article) | Q(other=article)).delete()
    if pending.is_put_off():
        pending.note(article.pk, former, is_read=False)
        return
    setting = read(article)
    for rows in made_lists([article.pk], setting).values():
        store(rows)
    pending.note(article.pk, former, is_read=True)
    catch_up_soon.enqueue([article.pk])


def scores_beside(article: int) -> dict[int, float]:
    """By page, what the article scores in the lists that name it, the nearest first."""
    rows = Suggestion.objects.filter(other=article).order_by("-score", "article_id")
    return dict(rows.values_list("article_id", "score"))


def read(article: Article) -> Setting:
    """Count and weigh the words of the article; what it is to be compared by, while somebody waits."""
    vector = vector_of(article)
    row = TermVector(article=article, counts=packed_counts(vector.counts), words=packed(vector.words))
    known = document_frequency.frequencies(snapshot_with(row), vector.counts)
    weights = document_frequency.weights_of(article.pk, vector.counts, known)
    row.norm, row.weighed, row.listed = weights.norm, known.version, version_listed(known.version)
    upsert([row], *READ)
    document_frequency.write_postings([weights])
    return setting_of(known, most=IN_AN_ACT)


def snapshot_with(row: TermVector) -> TermSnapshot:
    """The newest snapshot. While the collection is small, one that it has outgrown is taken again, and all follows.

    `row`: the words of an article that is published in this act. While a rebuild reads texts this is left to it.
    """
    snapshot = document_frequency.newest()
    if snapshot is not None and 2 * snapshot.articles > document_frequency.BY_ITSELF:
        return snapshot
    size = len(current_snapshot().bitmaps[PUBLISHED])
    if snapshot is not None and (
        size > document_frequency.BY_ITSELF or not document_frequency.is_outgrown(snapshot, size)
    ):
        return snapshot
    is_left = TermVector.objects.filter(READ_AGAIN).exists()
    if snapshot is not None and is_left:
        return snapshot
    upsert([row], "counts", "words")
    snapshot = document_frequency.write_snapshot(*document_frequency.counted(document_frequency.stored_counts()))
    if size <= document_frequency.BY_ITSELF and not is_left:
        score_again(snapshot)
    return snapshot


def score_again(snapshot: TermSnapshot) -> None:
    """Weigh every article by the snapshot, and give every pair that stands in a list its score anew."""
    known = document_frequency.frequencies(snapshot)
    vectors = {key: unpacked(text) for key, text in TermVector.objects.values_list("article_id", "counts")}
    document_frequency.weigh(vectors, known)
    setting = setting_of(known)
    setting.library.remember()
    words = words_of(list(vectors))
    stored: dict[int, set[int]] = {}
    for page, other in Suggestion.objects.values_list("article_id", "other_id"):
        stored.setdefault(page, set()).add(other)
    rows = []
    for page, others in stored.items():
        subject = subject_for(page, setting)
        if subject is not None:
            pairs = compared(subject, others, setting)
            rows += suggested(pairs, pairs.each(), words)
    Suggestion.objects.all().delete()
    store(rows)
    TermVector.objects.exclude(listed=0).update(listed=snapshot.version)


def place(article: int, former: Mapping[int, float], setting: Setting) -> None:
    """Make the list of a published article, and put it into the lists where it belongs.

    `former`: its scores in the lists that named it until now.
    """
    subject = subject_for(article, setting)
    if subject is None:
        return
    pinning = RelatedChoice.objects.filter(other=article, choice=PINNED).values_list("article_id", flat=True)
    chosen = choices_of(article)[article]
    others = {
        *candidates_of(subject, setting),
        *nlargest(HOLDERS, former, key=lambda page: former[page]),
        *pinning,
        *chosen,
    }
    pairs = compared(subject, others, setting)
    listed = own_list(pairs, chosen, live(pairs.others.tolist()))
    entering, pushed_out = places_elsewhere(pairs, former)
    words = words_of([article, *{pair.other for pair in [*listed, *entering]}])
    Suggestion.objects.filter(Q(article=article) | Q(other=article) | Q(pk__in=pushed_out)).delete()
    store([*suggested(pairs, listed, words), *suggested(pairs, entering, words, inward=True)])


def choices_of(*articles: int) -> dict[int, dict[int, str]]:
    """What editors chose beside each of these. One query."""
    found: dict[int, dict[int, str]] = {article: {} for article in articles}
    for page, other, choice in RelatedChoice.objects.filter(article__in=articles).values_list(
        "article_id", "other_id", "choice"
    ):
        found[page][other] = choice
    return found


@task(priority=SOON)
def catch_up_soon(articles: list[int]) -> None:
    catch_up(articles)


def catch_up(first: Collection[int], *, others: int = LEFT_BY_OTHERS) -> None:
    """Do what acts left to be done about these articles, and about so many others: it was not done in their time."""
    for article in first:
        settle(article)
    for article in PendingRelation.objects.order_by("article").values_list("article", flat=True)[:others]:
        settle(article)


@transaction.atomic
def settle(article: int) -> None:
    """Do what an act left to be done about the article, if anything."""
    take_write_lock()
    left = PendingRelation.objects.filter(article=article).first()
    if left is None:
        return
    if not left.is_read:
        published = Article.objects.filter(pk=article, status=Status.PUBLISHED).first()
        if published is None:
            left.delete()
            return
        read(published)
    former = scores_beside(article) | {int(page): score for page, score in left.former.items()}
    setting = setting_for([article])
    if setting is not None:
        place(article, former, setting)
    left.delete()


def note_listed(articles: Collection[int], version: int) -> None:
    """Their lists follow the snapshot."""
    if version_listed(version) == version:
        TermVector.objects.filter(article__in=articles).update(listed=version)


def version_listed(version: int) -> int:
    """What a list made now follows: nothing yet while a rebuild weighs words by the snapshot; it compares once more."""
    return 0 if TermVector.objects.filter(weighed__lt=version).exists() else version


@transaction.atomic
def list_anew(articles: Iterable[int], setting: Setting | None = None) -> None:
    """Make the lists of these articles again, without touching those of others."""
    pages = list(articles)
    if not pages:
        return
    if pending.is_put_off():
        pending.note_lists(pages)
        return
    take_write_lock()
    setting = setting or setting_for(pages)
    if setting is not None:
        write_lists(made_lists(pages, setting), setting.known.version)


def setting_for(articles: list[int]) -> Setting | None:
    """What these are compared by now; None while nothing was ever published."""
    snapshot = document_frequency.newest()
    if snapshot is None:
        return None
    return setting_of(document_frequency.frequencies(snapshot, terms_of(articles)), most=AFTER_AN_ACT)


def terms_of(articles: list[int]) -> set[str]:
    """The words by which lists of these articles are made. One query."""
    counts = TermVector.objects.filter(article__in=articles).values_list("counts", flat=True)
    return {term for text in counts for term in unpacked(text)}


def made_lists(pages: Collection[int], setting: Setting) -> dict[int, list[Suggested]]:
    """The rows of the lists of these articles, of those that can be compared. Nothing is written."""
    chosen = choices_of(*pages)
    found = {page: pairs for page in pages if (pairs := likeliest(page, chosen[page], setting)) is not None}
    today = live({other for pairs in found.values() for other in pairs.others[pairs.scores >= FLOOR].tolist()})
    listed = {page: own_list(pairs, chosen[page], today) for page, pairs in found.items()}
    words = words_of([*listed, *{pair.other for rows in listed.values() for pair in rows}])
    return {page: suggested(found[page], rows, words) for page, rows in listed.items()}


def likeliest(page: int, chosen: Mapping[int, str], setting: Setting) -> Pairs | None:
    """The article compared with its candidates and with what is pinned; None where it cannot be."""
    subject = subject_for(page, setting)
    if subject is None:
        return None
    pinned = {other for other, choice in chosen.items() if choice == PINNED}
    return compared(subject, {*candidates_of(subject, setting), *pinned}, setting)


def write_lists(lists: Mapping[int, list[Suggested]], version: int, but: Collection[int] = ()) -> None:
    """In the place of those that stand; `but` what names these."""
    Suggestion.objects.filter(article__in=list(lists)).exclude(other__in=but).delete()
    store([row for rows in lists.values() for row in rows])
    note_listed(list(lists), version)


def store(rows: Iterable[Suggested]) -> None:
    Table(Suggestion, *Suggested._fields).write(rows)


def drop(articles: Collection[int]) -> None:
    """Nothing of what these articles say is left, and no list names them."""
    Suggestion.objects.filter(Q(article__in=articles) | Q(other__in=articles)).delete()
    Posting.objects.filter(article__in=articles).delete()
    TermVector.objects.filter(article__in=articles).delete()
    PendingRelation.objects.filter(article__in=articles).delete()


def forget(article: int) -> None:
    """Take the article out of all lists, and its words out of what others are compared with.

    Lists that have become short are made again soon after the act is committed.
    """
    if not TermVector.objects.filter(article=article).exists():
        return
    pages = list(Suggestion.objects.filter(other=article).values_list("article_id", flat=True))
    drop([article])
    enough = min(FEW, len(current_snapshot().bitmaps[PUBLISHED]) - 1)
    today = Suggestion.objects.filter(visible(VISITOR, timezone.now(), prefix="other__"), article__in=pages)
    held = dict(today.order_by().values_list("article_id").annotate(Count("pk")))
    short = sorted((held.get(page, 0), page) for page in pages if held.get(page, 0) < enough)
    if again := [page for _, page in short[:MADE_AGAIN]]:
        pending.note_lists(again)
        catch_up_soon.enqueue(again)
