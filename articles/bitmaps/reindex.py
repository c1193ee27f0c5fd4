"""All sort keys and bitmaps made anew from the articles themselves, which proves those that are stored."""

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
    """After a reference was changed: the articles about it may belong to another year now.

    It takes the write lock before it looks for them: one that is being published with the old year is among them.
    """
    take_write_lock()
    for article in Article.objects.about(paper):
        index_article(article)


def true_bitmaps(sort_keys: dict[int, int]) -> dict[str, Bitmap]:
    """What every bitmap that is not inherited should hold, read from the articles themselves.

    `sort_keys`: by primary key, of all articles with a date.
    """
    found: dict[str, list[int]] = {}
    for pk, key in keys_of_rows(Article.objects.published()):
        found.setdefault(key, []).append(sort_keys[pk])
    for items in (TaggedArticle.objects, CategorisedArticle.objects):
        held = items.filter(content_object__publish_at__isnull=False)
        for tag, pk in held.values_list("tag_id", "content_object_id").iterator():
            found.setdefault(filed(tag), []).append(sort_keys[pk])
    return {key: Bitmap(held) for key, held in found.items()}


@transaction.atomic
def rebuild(*, renumber: bool = False) -> list[str]:
    """Make bitmaps anew from the articles, the paths that they are inherited by, and sort keys that are out of order.

    `renumber`: all sort keys, so that they lie as close as those of a new site.
    Returns the keys of the bitmaps that were wrong before.
    """
    take_write_lock()
    before = as_stored()
    stored = Article.objects.published().values_list("pk", "sort_key")
    sort_keys = {pk: sort_key for pk, sort_key in stored if sort_key}
    if renumber or sort_keys_out_of_order():
        sort_keys = fresh_sort_keys(Article.objects.published())
        store_sort_keys(Article.objects.all(), sort_keys)
    true = true_bitmaps(sort_keys)
    stale = {key: NOTHING for key in before if key not in true and not key.startswith("under:")}
    write({key: bitmap for key, bitmap in {**true, **stale}.items() if bitmap != before[key]})
    rebuild_closure()
    after = current_snapshot().bitmaps
    wrong = {key for key in {*before, *after} if before[key] != after[key]}
    return sorted(wrong)


def as_stored() -> BitmapIndex:
    """The bitmaps as the database has them. What was changed there without a mark is marked, so that all read it."""
    stored, remembered = read(), current_snapshot().bitmaps
    write({key: stored[key] for key in {*stored, *remembered} if stored[key] != remembered[key]})
    return stored


def sort_keys_out_of_order() -> bool:
    """Whether an article with a date has no sort key, one without a date has one, or the order is not that of dates."""
    if Article.objects.filter(publish_at=None).exclude(sort_key=None).exists():
        return True
    last = 0
    for sort_key in Article.objects.published().oldest_first().values_list("sort_key", flat=True).iterator():
        if sort_key is None or sort_key <= last:
            return True
        last = sort_key
    return False
