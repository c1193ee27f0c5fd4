"""A big bitmap is written in parts: what came and what went, and the whole of it now and then."""

import pytest
from django.db import transaction

from tags.cache import bitmap_writes
from tags.cache.bitmap_writes import put, write
from tags.cache.bitmaps import Bitmap, BitmapIndex, read
from tags.cache.snapshot import current_snapshot
from tags.models import StoredBitmap

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
KEY, OTHER = "kind:overview", "kind:paper-summary"


@pytest.fixture(autouse=True)
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever holds an article is big."""
    monkeypatch.setattr(bitmap_writes, "BIG", 1)
    monkeypatch.setattr(bitmap_writes, "MOST_CHANGES", 3)


def rows() -> list[str]:
    """The keys of all rows, without the number of a change."""
    return sorted(
        key.split(" ")[0] + key.partition(" ")[2][:1] for key in StoredBitmap.objects.values_list("key", flat=True)
    )


def test_what_comes_and_goes_is_written_apart_and_read_together() -> None:
    put(8, [KEY])
    assert rows() == [KEY]
    put(16, [KEY])
    put(8, [OTHER])
    assert rows() == [KEY, f"{KEY}+", f"{KEY}-", OTHER]
    assert {key: held for key, held in read().items() if held} == {KEY: Bitmap([16]), OTHER: Bitmap([8])}
    assert current_snapshot().bitmaps[KEY] == Bitmap([16])


def test_what_goes_and_comes_again_is_there() -> None:
    put(8, [KEY])
    put(8, [])
    assert read()[KEY] == Bitmap([])
    put(8, [KEY])
    assert read()[KEY] == current_snapshot().bitmaps[KEY] == Bitmap([8])


def test_after_some_changes_it_is_written_whole() -> None:
    for sort_key in range(8, 48, 8):
        put(sort_key, [KEY])
        assert StoredBitmap.objects.count() <= 4
    assert rows() == [KEY]
    assert read()[KEY] == Bitmap([8, 16, 24, 32, 40])


def test_a_process_that_missed_some_writes_reads_no_more_than_those() -> None:
    put(8, [KEY])
    before = current_snapshot()
    states: list[BitmapIndex] = [before.bitmaps]
    for sort_key in range(16, 96, 8):
        put(sort_key, [KEY])
        states.append(before.bitmaps.since(before.version))
        assert states[-1][KEY] == read()[KEY] == Bitmap(range(8, sort_key + 8, 8))
    assert states[0][KEY] == Bitmap([8])


def test_what_is_written_whole_by_a_rebuild_leaves_no_part_behind() -> None:
    put(8, [KEY])
    put(16, [KEY])
    write({KEY: Bitmap([24])})
    assert rows() == [KEY]
    assert read()[KEY] == current_snapshot().bitmaps[KEY] == Bitmap([24])


def test_what_is_rolled_back_is_nowhere() -> None:
    put(8, [KEY])
    with transaction.atomic():
        put(16, [KEY])
        assert current_snapshot().bitmaps[KEY] == Bitmap([8, 16])
        transaction.set_rollback(True)
    assert current_snapshot().bitmaps[KEY] == read()[KEY] == Bitmap([8])
