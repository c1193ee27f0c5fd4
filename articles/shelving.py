"""All numbers and shelves made anew from the articles themselves, which proves those that stand."""

from django.db import transaction

from articles.models import Article, CategorisedArticle, TaggedArticle
from articles.placing import fresh_numbers, keys_of_rows, shelve, store_numbers
from bibliography.models import Reference
from tags.current import current
from tags.hierarchy import rebuild_closure
from tags.models import wait_for_other_writers
from tags.shelves import NOTHING, Numbers, Shelves, filed, read
from tags.shelving import write


@transaction.atomic
def shelve_about(paper: Reference) -> None:
    """After a reference was changed: the articles about it may stand in another year now.

    It takes its turn before it looks for them, so that one that is being published with the old year is among them.
    """
    wait_for_other_writers()
    for article in Article.objects.about(paper):
        shelve(article)


def true_shelves(numbers: dict[int, int]) -> dict[str, Numbers]:
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
    return {key: Numbers(held) for key, held in found.items()}


@transaction.atomic
def rebuild() -> list[str]:
    """Make numbers and shelves anew from the articles, and the paths that shelves are inherited by from the hierarchy.

    The keys of the shelves that were wrong before.
    """
    wait_for_other_writers()
    before = as_stored()
    numbers = {pk: number for pk, number in Article.objects.published().values_list("pk", "number") if number}
    if numbers_out_of_order():
        numbers = fresh_numbers(Article.objects.published())
        store_numbers(Article.objects.all(), numbers)
    true = true_shelves(numbers)
    stale = {key: NOTHING for key in before if key not in true and not key.startswith("under:")}
    write({key: numbers for key, numbers in {**true, **stale}.items() if numbers != before[key]})
    rebuild_closure()
    after = current().shelves
    wrong = {key for key in {*before, *after} if before[key] != after[key]}
    return sorted(wrong)


def as_stored() -> Shelves:
    """The shelves as the database has them. What was changed there without a mark is marked, so that all read it."""
    stored, remembered = Shelves(read()), current().shelves
    write({key: stored[key] for key in {*stored, *remembered} if stored[key] != remembered[key]})
    return stored


def numbers_out_of_order() -> bool:
    """Whether an article with a date has no number, one without a date has one, or the order is not that of dates."""
    if Article.objects.filter(publish_at=None).exclude(number=None).exists():
        return True
    last = 0
    for number in Article.objects.published().oldest_first().values_list("number", flat=True).iterator():
        if number is None or number <= last:
            return True
        last = number
    return False
