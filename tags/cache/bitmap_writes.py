"""Writing bitmaps. Every change is made in the transaction of the act that causes it, or not at all."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import transaction

from tags.cache.bitmaps import NOTHING, Bitmap, BitmapIndex, changed_by, filed, read, under, union
from tags.cache.snapshot import current_snapshot
from tags.management.parts import in_parts
from tags.models import Closure, StoredBitmap, note_change, take_write_lock

BIG: Final = 4096  # articles of a bitmap whose row is not written whole for one that comes or goes
AT_ONCE: Final = 200  # rows of one statement
MOST_CHANGES: Final = 64  # rows beside such a one, which every process reads when it starts


@transaction.atomic(savepoint=False)
def put(sort_key: int, keys: Collection[str]) -> None:
    """Let exactly these bitmaps hold the article, and those under every tag above the ones it is filed under.

    Without `keys` it is taken out of all. Cost: one row for each bitmap that changes; of a big one a few bytes.
    """
    take_write_lock()
    bitmaps = current_snapshot().bitmaps
    wanted = {*keys, *inherited(keys)}
    present = bitmaps.holding(sort_key)
    one = Bitmap([sort_key])
    change(dict.fromkeys(wanted - present, one), dict.fromkeys(present - wanted, one))


@transaction.atomic(savepoint=False)
def move_up(first: int, last: int, by: int) -> None:
    """Let the articles with these sort keys, one beside the other, have such as are higher by so much.

    Cost: a look at every bitmap, and a row for each that holds one of them.
    """
    take_write_lock()
    bitmaps, band = current_snapshot().bitmaps, Bitmap(range(first, last + 1))
    before = {key: bitmap & band for key, bitmap in bitmaps.items() if bitmap.intersect(band)}
    after = {key: Bitmap(sort_key + by for sort_key in held) for key, held in before.items()}
    change({key: after[key] - before[key] for key in before}, {key: before[key] - after[key] for key in before})


def change(comes: Mapping[str, Bitmap], goes: Mapping[str, Bitmap]) -> None:
    """Put these sort keys into bitmaps and take those out. Of a big bitmap only what comes or goes is written."""
    bitmaps = current_snapshot().bitmaps
    touched = {*comes, *goes}
    in_part = {key for key in touched if len(bitmaps[key]) >= BIG and len(bitmaps.changes.get(key, ())) < MOST_CHANGES}
    whole = {key: (bitmaps[key] - goes.get(key, NOTHING)) | comes.get(key, NOTHING) for key in touched - in_part}
    changes = {
        (key, put_in): numbers
        for numbers_of, put_in in ((comes, True), (goes, False))
        for key, numbers in numbers_of.items()
        if key in in_part
    }
    store(whole, changes, parts_of(bitmaps, whole))


def inherited(keys: Iterable[str]) -> set[str]:
    """The keys of the bitmaps under all tags at or above those whose keys are named."""
    tags = [int(key.partition(":")[2]) for key in keys if key.startswith("filed:")]
    above = Closure.objects.filter(descendant__in=tags).values_list("ancestor_id", flat=True)
    return {under(tag) for tag in above}


@transaction.atomic(savepoint=False)
def write(changed: Mapping[str, Bitmap]) -> None:
    """Store these bitmaps as they are given here."""
    if changed:
        take_write_lock()
        store(changed, {}, parts_of(current_snapshot().bitmaps, changed))


def parts_of(bitmaps: BitmapIndex, keys: Iterable[str]) -> list[str]:
    """The keys of the rows that lose their meaning when these bitmaps are written whole."""
    return [part for key in keys for part in bitmaps.changes.get(key, ())]


def store(whole: Mapping[str, Bitmap], changes: Mapping[tuple[str, bool], Bitmap], parts: list[str]) -> None:
    """`changes`: what comes into a bitmap (True), or leaves it. `parts`: keys of rows that go."""
    if not whole and not changes:
        return
    for some in in_parts(parts, AT_ONCE):
        StoredBitmap.objects.filter(key__in=some).delete()
    version = note_change(of_vocabulary=False)
    made = {changed_by(key, version, put_in=comes): numbers for (key, comes), numbers in changes.items()}
    rows = [
        StoredBitmap(key=key, numbers=bitmap.serialize(), version=version)
        for key, bitmap in sorted({**whole, **made}.items())
    ]
    StoredBitmap.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["numbers", "version"], batch_size=AT_ONCE
    )


@transaction.atomic
def inherit() -> None:
    """Make the bitmap under every tag again from what is filed under it and every tag below; write those that differ.

    Cost: a union for each path of the hierarchy, some microseconds each. The tag tree is not read: it may be big, and
    is about to change.
    """
    take_write_lock()
    below: dict[int, list[int]] = {}
    for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
        below.setdefault(ancestor, []).append(descendant)
    bitmaps = read()
    made = {under(tag): union(bitmaps[filed(descendant)] for descendant in tags) for tag, tags in below.items()}
    gone = {key: NOTHING for key in bitmaps if key.startswith("under:") and key not in made}
    write({key: bitmap for key, bitmap in {**made, **gone}.items() if bitmap != bitmaps[key]})
