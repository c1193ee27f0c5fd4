"""Sort keys of articles in the order of lists by date, and bitmaps that follow every act at once."""

import random
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.bitmaps import sort_keys
from articles.bitmaps.indexing import index_article
from articles.bitmaps.reindex import rebuild, reindex_about, sort_keys_out_of_order
from articles.bitmaps.sort_keys import FREE, HIGHEST, LEAP, renumber_all, sort_key_at, store_sort_keys
from articles.content import content_of, write_content
from articles.models import Article
from bibliography.writing import save_reference
from tags.cache import bitmap_writes
from tags.cache.bitmaps import LISTED, PUBLISHED, Bitmap, changed_by, filed, of, read, under
from tags.cache.snapshot import current_snapshot
from tags.models import StoredBitmap, Tag, WriteLock
from tests.factories import (
    make_article,
    make_category,
    make_content,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
)
from tests.queries import as_if_committed
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def sort_key_of(article: Article) -> int | None:
    return Article.objects.get(pk=article.pk).sort_key


def bitmaps_holding(article: Article) -> set[str]:
    held = sort_key_of(article)
    return current_snapshot().bitmaps.holding(held) if held else set()


def in_order() -> list[str]:
    return list(Article.objects.exclude(sort_key=None).order_by("-sort_key").values_list("slug", flat=True))


def by_date() -> list[str]:
    return list(Article.objects.published().newest_first().values_list("slug", flat=True))


# --- Sort keys -------------------------------------------------------------------------------------------------------


def test_sort_keys_rise_with_the_date_whatever_the_order_of_publishing() -> None:
    chance = random.Random(3)
    for _ in range(15):
        make_article(publish_at=NOW - timedelta(days=chance.randrange(10)))
    assert in_order() == by_date()
    assert not sort_keys_out_of_order()


def test_articles_of_one_moment_stand_in_the_order_of_their_keys() -> None:
    for _ in range(5):
        make_article(publish_at=NOW)
    assert in_order() == by_date()


def test_sort_keys_lie_close_with_one_free_after_three_and_more_before_what_is_scheduled() -> None:
    articles = [make_article(publish_at=NOW - timedelta(days=10 - place)) for place in range(4)]
    scheduled = make_article(status="scheduled")
    assert [sort_key_of(article) for article in articles] == [1, 2, 3, 5]
    assert sort_key_of(scheduled) == 5 + LEAP
    assert [sort_key_at(place) for place in range(1, 8)] == [1, 2, 3, 5, 6, 7, 9]


def test_an_article_with_an_earlier_date_moves_those_beside_it_and_no_other() -> None:
    tag = make_tag("Fear")
    articles = [make_article(publish_at=NOW - timedelta(days=10 - place), tags=[tag]) for place in range(6)]
    before = [sort_key_of(article) for article in articles]
    earlier = make_article("earlier", publish_at=NOW - timedelta(days=9, hours=1), tags=[tag])
    assert before == [1, 2, 3, 5, 6, 7]
    assert sort_key_of(earlier) == 2
    assert [sort_key_of(article) for article in articles] == [1, 3, FREE, 5, 6, 7]
    assert sorted(current_snapshot().bitmaps[under(tag)]) == [1, 2, 3, 4, 5, 6, 7]
    assert rebuild() == []


@pytest.mark.parametrize("most", [1000, 3])
def test_wherever_articles_come_lists_stay_in_order_and_the_bitmaps_follow(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sort_keys, "MOST_MOVED", most)  # beyond it all get new ones
    tag = make_tag("Fear")
    make_article("oldest", publish_at=NOW - timedelta(days=100), tags=[tag])
    for day in range(12):  # each just before the one published last
        make_article(publish_at=NOW - timedelta(days=day), tags=[tag])
    make_article(status="scheduled", tags=[tag])
    for day in range(12):  # each just after the oldest
        make_article(publish_at=NOW - timedelta(days=99, hours=day), tags=[tag])
    assert in_order() == by_date()
    assert len(current_snapshot().bitmaps[under(tag)]) == 26
    assert rebuild() == []


def test_what_moves_in_a_big_bitmap_is_written_as_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitmap_writes, "BIG", 3)
    tag = make_tag("Fear")
    for place in range(6):
        make_article(publish_at=NOW - timedelta(days=10 - place), tags=[tag])
    whole = StoredBitmap.objects.get(key=under(tag)).numbers
    make_article(publish_at=NOW - timedelta(days=9, hours=1), tags=[tag])
    assert StoredBitmap.objects.get(key=under(tag)).numbers == whole
    parts = StoredBitmap.objects.filter(key__startswith=f"{under(tag)} ")
    went = next(part for part in parts if " -" in part.key)
    came = parts.get(key=changed_by(under(tag), went.version, put_in=True))
    assert [Bitmap.deserialize(bytes(part.numbers)) for part in (went, came)] == [Bitmap([2]), Bitmap([4])]
    assert read()[under(tag)] == current_snapshot().bitmaps[under(tag)] == Bitmap(range(1, 8))
    assert rebuild() == []


def test_an_article_that_moves_where_no_room_is_takes_no_other_out_of_its_bitmaps() -> None:
    articles = [make_article(publish_at=NOW - timedelta(days=20 - place)) for place in range(8)]
    store_sort_keys(Article.objects.all(), dict(zip((a.pk for a in articles), (1, 2, 3, 4, 5, 6, 7, 16), strict=True)))
    rebuild()
    moment = articles[2].publish_at
    Article.objects.filter(pk=articles[7].pk).update(publish_at=moment, first_published_at=moment)
    index_article(articles[7])
    assert in_order() == by_date()
    assert rebuild() == []


def test_after_all_got_new_sort_keys_there_is_still_room_before_what_is_scheduled() -> None:
    last, scheduled = make_article(), make_article(status="scheduled")
    renumber_all(Article.objects.all())
    assert (sort_key_of(scheduled) or 0) - (sort_key_of(last) or 0) >= LEAP


def test_a_sort_key_never_grows_beyond_what_a_bitmap_can_hold() -> None:
    first = make_article()
    store_sort_keys(Article.objects.all(), {first.pk: HIGHEST - 2})
    rebuild()
    scheduled = make_article(status="scheduled")
    assert [sort_key_of(first), sort_key_of(scheduled)] == [1, 1 + LEAP]
    assert rebuild() == []


def test_what_has_no_date_has_no_sort_key_and_is_in_no_bitmap() -> None:
    article = make_article()
    publishing.return_to_draft(article, by=None, at=NOW)
    assert sort_key_of(article) is None
    assert all(not bitmap for bitmap in current_snapshot().bitmaps.values())


# --- Bitmaps ---------------------------------------------------------------------------------------------------------


def test_an_article_stands_under_its_tags_and_all_above_and_by_year_kind_and_access() -> None:
    top = make_tag("Anxiety")
    tag = make_tag("Phobia", under=[top])
    category = make_category("Therapy")
    article = make_article(tags=[tag], categories=[category], paper=make_reference(issued={"date-parts": [[2004]]}))
    assert bitmaps_holding(article) == {
        LISTED, PUBLISHED, filed(tag), under(tag), under(top), filed(category), under(category), of("year", 2004),
        of("kind", "paper-summary"), of("access", "members"),
    }  # fmt: skip


def test_what_is_withdrawn_leaves_the_bitmap_of_what_is_published_alone() -> None:
    article = make_article()
    before = bitmaps_holding(article)
    publishing.withdraw(article, by=None, at=timezone.now(), reason="error")
    assert bitmaps_holding(article) == before - {PUBLISHED}


def test_writing_a_published_article_again_moves_it_to_its_new_bitmaps() -> None:
    old, new = make_tag("Fear"), make_tag("Sleep")
    article = make_article(tags=[old])
    write_content(article, make_content(article.slug, tags=("Sleep",), categories=("Neuroscience",), access="open"))
    assert {under(new), of("access", "open")} <= bitmaps_holding(article)
    assert not {under(old), of("access", "members")} & bitmaps_holding(article)


ACTS: dict[str, Callable[[Article, Tag], object]] = {
    "add": lambda article, tag: article.tags.add(tag),
    "set": lambda article, tag: article.tags.set([tag]),
    "remove": lambda article, tag: article.tags.remove(*article.tags.all()),
    "clear": lambda article, tag: article.tags.clear(),
    "set categories": lambda article, tag: article.categories.set([]),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_managers_of_taggit_keep_the_bitmaps_right(act: str) -> None:
    article = make_article(tags=[make_tag("Fear")])
    ACTS[act](article, make_tag("Sleep"))
    assert rebuild() == []


def test_a_tag_is_taken_off_by_itself_and_not_with_one_of_the_same_name() -> None:
    process, method = (make_tag("Attention", make_taxonomy(name), slug=name) for name in ("process", "method"))
    article = make_article(tags=[process, method])
    article.tags.remove(process)
    assert list(article.tags.all()) == [method]
    assert rebuild() == []


@pytest.mark.parametrize("act", [index_article, lambda article: reindex_about(article.paper)])
def test_shelving_waits_for_its_turn_before_it_reads_anything(act: Callable[[Article], None]) -> None:
    article = Article.objects.select_related("paper").get(pk=make_article(paper=make_reference("furmark2002")).pk)
    as_if_committed()
    with CaptureQueriesContext(connection) as captured:
        act(article)
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert WriteLock._meta.db_table in asked[0]


def test_a_paper_of_another_year_takes_its_article_there() -> None:
    paper = make_reference("furmark2002")
    article = make_article(paper=paper)
    reindex_about(save_reference("furmark2002", {**paper.csl, "issued": {"date-parts": [[1999]]}}))
    assert of("year", 1999) in bitmaps_holding(article)
    assert of("year", 2002) not in bitmaps_holding(article)


def test_whatever_editors_do_the_bitmaps_are_what_a_rebuild_would_make() -> None:
    """Forty random acts on ten articles; each leaves every bitmap as the articles themselves say."""
    chance = random.Random(5)
    top = make_tag("Anxiety")
    tags = [top, make_tag("Phobia", under=[top]), make_tag("Sleep"), make_tag("Panic", under=[top])]
    articles = [make_article(status="draft", tags=[chance.choice(tags)]) for _ in range(10)]
    for _ in range(40):
        article = Article.objects.get(pk=chance.choice(articles).pk)
        at = NOW - timedelta(days=chance.randrange(30))
        act = chance.choice(("publish", "schedule", "withdraw", "return", "write"))
        if act == "publish":
            publishing.publish(article, by=None, at=at)
        elif act == "schedule":
            publishing.schedule(article, by=None, at=at, publish_at=NOW + timedelta(days=chance.randrange(1, 9)))
        elif act == "withdraw" and article.is_live(timezone.now()):
            publishing.withdraw(article, by=None, at=timezone.now(), reason="error")
        elif act == "return":
            publishing.return_to_draft(article, by=None, at=at)
        else:
            article.tags.set(chance.sample(tags, chance.randint(1, 3)))
            write_content(article, content_of(article))
        assert rebuild() == [], act
        assert in_order() == by_date()


def test_an_editors_form_that_is_refused_leaves_the_bitmaps_alone() -> None:
    article = make_article(editor=make_user("editor"))
    before = bitmaps_holding(article)
    with pytest.raises(publishing.PublishRefused):
        publishing.withdraw(article, by=None, at=timezone.now(), reason="no such reason")
    assert bitmaps_holding(article) == before


# --- The command -----------------------------------------------------------------------------------------------------


def spoil(tag: Tag) -> None:
    StoredBitmap.objects.filter(key=under(tag)).update(numbers=Bitmap([4711]).serialize())


def test_rebuild_shelves_names_what_was_wrong_and_mends_it() -> None:
    tag = make_tag("Fear")
    make_article(tags=[tag])
    spoil(tag)
    said = StringIO()
    call_command("rebuild_shelves", stdout=said)
    assert f"{under(tag)} was wrong." in said.getvalue()
    call_command("rebuild_shelves", stdout=said)
    assert said.getvalue().strip().endswith("Every shelf was right.")


def test_rebuild_shelves_only_looks_when_it_is_asked_to() -> None:
    tag = make_tag("Fear")
    make_article(tags=[tag])
    spoil(tag)
    for _ in range(2):
        with pytest.raises(CommandError, match="shelves are wrong"):
            call_command("rebuild_shelves", check=True, stdout=StringIO())


def test_rebuild_shelves_gives_sort_keys_to_articles_without_any() -> None:
    articles = [make_article(publish_at=NOW - timedelta(days=day)) for day in range(4)]
    Article.objects.update(sort_key=None)
    call_command("rebuild_shelves", stdout=StringIO())
    assert in_order() == by_date() == [article.slug for article in articles]
    assert rebuild() == []
