"""What a process keeps of bitmaps and tags in memory: never older than the database, never what was rolled back."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tags.cache.bitmap_writes import inherit, put, write
from tags.cache.bitmaps import Bitmap, filed, under
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import MOST_PATHS, read_tag_tree
from tags.hierarchy import put_under, relate, set_broader, set_related
from tags.models import (
    Broader,
    Change,
    FormerTagSlug,
    StoredBitmap,
    Tag,
    TagLabel,
    TagMatch,
    TagNotation,
    TagNote,
    Taxonomy,
    TaxonomyMap,
)
from tags.models.changes import KEPT
from tests.factories import make_tag, make_taxonomy

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def queries_of_current() -> int:
    with CaptureQueriesContext(connection) as captured:
        current_snapshot()
    return len(captured)


def test_what_has_not_changed_costs_one_query() -> None:
    make_tag()
    current_snapshot()
    assert queries_of_current() == 1


def test_a_change_of_a_bitmap_reads_the_changed_bitmaps_alone() -> None:
    put(8, ["kind:overview"])
    current_snapshot()
    put(16, ["access:open"])
    before = current_snapshot().tag_tree
    assert current_snapshot().bitmaps["access:open"] == Bitmap([16])
    assert current_snapshot().bitmaps["kind:overview"] == Bitmap([8])
    assert current_snapshot().tag_tree is before


CHANGES: dict[str, Callable[[Tag, Tag], object]] = {
    "a new tag": lambda one, other: make_tag("Third"),
    "a name": lambda one, other: Tag.objects.get(pk=one.pk).save(),
    "a synonym": lambda one, other: TagLabel.objects.create(tag=one, name="Dread"),
    "a synonym less": lambda one, other: TagLabel.objects.create(tag=one, name="Dread").delete(),
    "a note": lambda one, other: TagNote.objects.create(tag=one, kind="note", text="See there."),
    "a code": lambda one, other: TagNotation.objects.create(tag=one, value="D1"),
    "a match": lambda one, other: TagMatch.objects.create(tag=one, relation="exactMatch", identifier="D1"),
    "an old address": lambda one, other: FormerTagSlug.objects.create(tag=one, slug="once"),
    "a parent": lambda one, other: put_under(one, other),
    "a parent less": lambda one, other: (put_under(one, other), current_snapshot(), set_broader(one, [])),
    "a relation": relate,
    "no relations": lambda one, other: (relate(one, other), current_snapshot(), set_related(one, [])),
    "a taxonomy": lambda one, other: Taxonomy.objects.create(slug="sleep", name="Sleep"),
    "a map": lambda one, other: TaxonomyMap.objects.create(taxonomy=one.taxonomy, svg="<svg></svg>", alt="Where."),
    "a tag less": lambda one, other: Tag.objects.get(pk=one.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_the_vocabulary_is_seen_at_once(change: str) -> None:
    one, other = make_tag("Fear"), make_tag("Sleep")
    before = current_snapshot()
    CHANGES[change](one, other)
    assert current_snapshot().vocabulary != before.vocabulary
    assert current_snapshot().tag_tree is not before.tag_tree


def test_what_is_rolled_back_is_forgotten() -> None:
    put(8, ["kind:overview"])
    with transaction.atomic():
        put(16, ["kind:overview"])
        make_tag("Fear")
        assert current_snapshot().bitmaps["kind:overview"] == Bitmap([8, 16])
        transaction.set_rollback(True)
    assert current_snapshot().bitmaps["kind:overview"] == Bitmap([8])
    assert current_snapshot().tag_tree.at("fear") is None


def test_a_change_with_the_version_of_one_that_was_rolled_back_is_not_taken_for_it() -> None:
    for sort_key in (8, 16):
        with transaction.atomic():
            put(sort_key, ["kind:overview"])
            assert current_snapshot().bitmaps["kind:overview"] == Bitmap([sort_key])
            transaction.set_rollback(True)


def test_a_change_that_was_rolled_back_is_told_from_another_of_its_number() -> None:
    with transaction.atomic():
        put(8, ["kind:overview"])
        version = current_snapshot().version
        transaction.set_rollback(True)
    Change.objects.create(version=version, vocabulary="")
    StoredBitmap.objects.create(key="kind:overview", numbers=Bitmap([16]).serialize(), version=version)
    assert current_snapshot().bitmaps["kind:overview"] == Bitmap([16])


def test_a_process_that_slept_through_many_changes_reads_everything_again() -> None:
    put(8, ["kind:overview"])
    current_snapshot()
    Change.objects.bulk_create(Change(vocabulary="") for _ in range(KEPT + 5))
    put(16, ["kind:overview"])
    assert current_snapshot().bitmaps["kind:overview"] == Bitmap([8, 16])


def test_old_changes_are_forgotten() -> None:
    Change.objects.bulk_create(Change(vocabulary="") for _ in range(KEPT + 50))
    put(8, ["kind:overview"])
    assert Change.objects.count() <= KEPT + 1


def test_nothing_is_kept_of_an_empty_database() -> None:
    put(8, ["kind:overview"])
    current_snapshot()
    Change.objects.all().delete()
    assert len(current_snapshot().bitmaps) == 0


# --- Writing bitmaps -------------------------------------------------------------------------------------------------


def test_put_writes_exactly_the_bitmaps_that_are_named_and_those_above() -> None:
    top = make_tag("Anxiety")
    tag = make_tag("Phobia", under=[top])
    put(8, [filed(tag), "kind:overview"])
    assert current_snapshot().bitmaps.holding(8) == {filed(tag), under(tag), under(top), "kind:overview"}
    put(8, ["kind:overview"])
    assert current_snapshot().bitmaps.holding(8) == {"kind:overview"}
    put(8, [])
    assert current_snapshot().bitmaps.holding(8) == set()


def test_putting_what_stands_there_already_writes_nothing() -> None:
    put(8, ["kind:overview"])
    before = Change.objects.newest()
    put(8, ["kind:overview"])
    assert Change.objects.newest() == before


def test_a_new_place_in_the_hierarchy_is_in_the_bitmaps_at_once() -> None:
    top, side, tag = make_tag("Anxiety"), make_tag("Fear"), make_tag("Phobia")
    put(8, [filed(tag)])
    put_under(tag, top)
    put_under(tag, side)
    assert current_snapshot().bitmaps.holding(8) == {filed(tag), under(tag), under(top), under(side)}
    set_broader(tag, [side])
    assert current_snapshot().bitmaps.holding(8) == {filed(tag), under(tag), under(side)}


def test_bitmaps_under_tags_that_are_gone_are_emptied() -> None:
    write({"under:999999": Bitmap([8])})
    inherit()
    assert current_snapshot().bitmaps["under:999999"] == Bitmap()


# --- The tag tree ---------------------------------------------------------------------------------------------------


def test_the_tag_tree_knows_every_way_down_to_a_tag() -> None:
    top, left, right = make_tag("Top"), None, None
    left, right = make_tag("Left", under=[top]), make_tag("Right", under=[top])
    tag = make_tag("Bottom", under=[left, right])
    ways = current_snapshot().tag_tree.paths_to(tag)
    assert [[step.name for step in way] for way in ways] == [["Top", "Left"], ["Top", "Right"]]
    assert current_snapshot().tag_tree.paths_to(top) == [[]]


def test_a_tag_with_endless_ways_down_to_it_tells_the_first_few() -> None:
    level = [make_tag("Top")]
    for depth in range(5):
        level = [make_tag(f"Level {depth} {side}", under=level) for side in ("a", "b", "c")]
    ways = current_snapshot().tag_tree.paths_to(level[0])
    assert len(ways) == MOST_PATHS
    assert all(way[0].name == "Top" and len(way) == 5 for way in ways)


def test_an_old_address_leads_to_its_tag_in_one_hop_through_renames_and_replacements() -> None:
    last, middle = make_tag("Last"), make_tag("Middle")
    Tag.objects.filter(pk=middle.pk).update(is_deprecated=True, replaced_by=last)
    FormerTagSlug.objects.create(slug="once", tag=middle)
    tag_tree = current_snapshot().tag_tree
    assert tag_tree.moved_to("once") == tag_tree.moved_to("middle") == last
    assert tag_tree.moved_to("last") is None
    assert tag_tree.moved_to("never") is None


def test_replacements_in_a_circle_lead_nowhere() -> None:
    one, other = make_tag("One"), make_tag("Other")
    Tag.objects.filter(pk=one.pk).update(is_deprecated=True, replaced_by=other)
    Tag.objects.filter(pk=other.pk).update(is_deprecated=True, replaced_by=one)
    TagLabel.objects.create(tag=one, name="Marks the change")
    assert current_snapshot().tag_tree.moved_to("one") is None


def test_deprecated_tags_stand_in_no_outline() -> None:
    tag = make_tag("Old", make_taxonomy("disorder"))
    Tag.objects.filter(pk=tag.pk).update(is_deprecated=True)
    make_tag("New", make_taxonomy("disorder"))
    assert [found.name for found in current_snapshot().tag_tree.by_taxonomy["disorder"]] == ["New"]


def test_what_is_written_while_the_tag_tree_is_read_does_no_harm() -> None:
    fear = make_tag("Fear")
    late: list[Tag] = []
    due = [lambda: late.append(make_tag("Phobia", under=[fear]))]

    def write_in_between(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if due and f'FROM "{Broader._meta.db_table}"' in sql:
            due.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(write_in_between):
        read = read_tag_tree()
    assert list(read.tags.values()) == [fear]
    assert read.children(fear) == []
    assert current_snapshot().tag_tree.children(fear) == late
