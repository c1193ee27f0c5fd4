"""Bitmaps in memory: what two keys say alike is held once."""

import pytest

from tags.cache.bitmaps import filed, read, under
from tags.cache.snapshot import current_snapshot
from tests.factories import make_article, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_tag_with_nothing_below_it_has_one_bitmap_under_two_keys() -> None:
    top = make_tag("Anxiety")
    tag = make_tag("Phobia", under=[top])
    make_article(tags=[tag])
    make_article(tags=[top])
    for bitmaps in (current_snapshot().bitmaps, read()):
        assert bitmaps[under(tag)] is bitmaps[filed(tag)]
        assert len(bitmaps[under(top)]) == 2
        assert len(bitmaps[filed(top)]) == 1


def test_what_is_filed_below_it_parts_the_two() -> None:
    tag = make_tag("Phobia")
    make_article(tags=[tag])
    assert current_snapshot().bitmaps[under(tag)] is current_snapshot().bitmaps[filed(tag)]
    make_article(tags=[make_tag("Spiders", under=[tag])])
    bitmaps = current_snapshot().bitmaps
    assert (len(bitmaps[under(tag)]), len(bitmaps[filed(tag)])) == (2, 1)
