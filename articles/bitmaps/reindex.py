"""All numbers and shelves made anew from the articles themselves, which proves those that stand."""

from django.db import transaction

from articles.bitmaps.indexing import index_article, keys_of_rows
from articles.bitmaps.sort_keys import fresh_sort_keys, store_sort_keys
from articles.models import Article, CategorisedArticle, TaggedArticle
from bibliography.models import Reference
from tags.cache.bitmap_writes import write
from tags.cache.bitmaps import NOTHING, Bitmap, BitmapIndex, filed, read
from tags.cache.snapshot import current_snapshot
from tags.hierarchy import rebuild_closure
from tags.models import take_write_lock


@transaction.atomic
def reindex_about(paper: Reference) -> None:
    """After a reference was changed: the articles about it may stand in another year now.

    It takes its turn before it looks for them, so that one that is being published with the old year is among them.
    """
    take_write_lock()
    for article in Article.objects.about(paper):
        index_article(article)


def true_bitmaps(numbers: dict[int, int]) -> dict[str, Bitmap]:
    """What should stand on every shelf that is not inherited, read from the articles themselves.

    `numbers`: by primary key, of all articles with a date.
    """
    found: dict[str, list[int]] = {}
    for pk, key in keys_of_rows(Article.objects.published()):
        found.setdefault(key, []).append(numbers[pk])
    for items in (TaggedArticle.objects, CategorisedArticle.objects):
        held = items.filter(content_object__publish_at__isnull=False)
        for tag, pk in held.values_list("tag_id", "content_object_id").iterator():
            found.setdefault(filed(tag), []).append(numbers[pk])
    return {key: Bitmap(held) for key, held in found.items()}


@transaction.atomic
def rebuild() -> list[str]:
    """Make numbers and shelves anew from the articles, and the paths that shelves are inherited by from the hierarchy.

    The keys of the shelves that were wrong before.
    """
    take_write_lock()
    before = as_stored()
    numbers = {pk: number for pk, number in Article.objects.published().values_list("pk", "sort_key") if number}
    if sort_keys_out_of_order():
        numbers = fresh_sort_keys(Article.objects.published())
        store_sort_keys(Article.objects.all(), numbers)
    true = true_bitmaps(numbers)
    stale = {key: NOTHING for key in before if key not in true and not key.startswith("under:")}
    write({key: numbers for key, numbers in {**true, **stale}.items() if numbers != before[key]})
    rebuild_closure()
    after = current_snapshot().bitmaps
    wrong = {key for key in {*before, *after} if before[key] != after[key]}
    return sorted(wrong)


def as_stored() -> BitmapIndex:
    """The shelves as the database has them. What was changed there without a mark is marked, so that all read it."""
    stored, remembered = BitmapIndex(read()), current_snapshot().bitmaps
    write({key: stored[key] for key in {*stored, *remembered} if stored[key] != remembered[key]})
    return stored


def sort_keys_out_of_order() -> bool:
    """Whether an article with a date has no number, one without a date has one, or the order is not that of dates."""
    if Article.objects.filter(publish_at=None).exclude(sort_key=None).exists():
        return True
    last = 0
    for number in Article.objects.published().oldest_first().values_list("sort_key", flat=True).iterator():
        if number is None or number <= last:
            return True
        last = number
    return False
