"""The page of all topics: an outline of each taxonomy, and every label from A to Z."""

import pytest
from django.test import Client

from tags.models import TagLabel
from tags.outline import DEEPEST, MOST_PLACES
from tests.factories import make_article, make_tag, make_taxonomy
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def counts_on(page: Page) -> dict[str, int]:
    """The number of articles beside each topic of the index."""
    rows = [row for row in page.with_class("row") if row.tag == "div"]
    names = [row.text.replace("summaries", "").replace("summary", "").rsplit(maxsplit=1) for row in rows]
    return {name: int(number) for name, number in names}


def test_all_topics_stand_in_the_outline_of_their_taxonomy_under_each_parent() -> None:
    disorders = make_taxonomy("disorder", name="Disorder", position=1)
    top, other = make_tag("Anxiety disorders", disorders), make_tag("Trauma", disorders)
    make_tag("Phobia", disorders, under=[top, other])
    page = Page.of(Client().get("/tags/"))
    links = [a.attributes["href"] for a in page.with_tag("a")]
    assert links.count("/tags/phobia/") == 2
    assert links.index("/tags/anxiety-disorders/") < links.index("/tags/phobia/") < links.index("/tags/trauma/")


def test_the_outline_does_not_double_with_every_level_of_the_hierarchy() -> None:
    level = [make_tag("Top 1"), make_tag("Top 2")]
    for depth in range(8):
        level = [make_tag(f"Level {depth} {name}", under=level) for name in "ab"]
    links = [a.attributes["href"] for a in Page.of(Client().get("/tags/")).with_tag("a")]
    assert links.count("/tags/level-0-a/") == 2
    assert 0 < links.count(level[0].get_absolute_url()) <= 2 * MOST_PLACES


def test_the_outline_ends_at_a_depth_that_nobody_reads() -> None:
    tags = [make_tag("Level 1")]
    for level in range(2, DEEPEST + 2):
        tags.append(make_tag(f"Level {level}", under=tags[-1:]))
    links = [a.attributes["href"] for a in Page.of(Client().get("/tags/")).with_tag("a")]
    assert tags[-2].get_absolute_url() in links
    assert tags[-1].get_absolute_url() not in links


def test_all_topics_count_each_article_once_with_those_below() -> None:
    top = make_tag("Anxiety disorders")
    left, right = make_tag("Social anxiety", under=[top]), make_tag("Phobia", under=[top])
    make_article(tags=[left, right])
    make_article(tags=[top, right])
    make_article(tags=[right], status="draft")
    counts = counts_on(Page.of(Client().get("/tags/")))
    assert counts["Anxiety disorders"] == 2
    assert (counts["Social anxiety"], counts["Phobia"]) == (1, 2)


def test_the_filter_box_knows_synonyms() -> None:
    make_tag("Post-traumatic stress disorder", synonyms=["PTSD"])
    items = Page.of(Client().get("/tags/")).with_tag("li")
    assert any("PTSD" in item.attributes.get("data-also", "") for item in items)


def test_all_topics_cost_the_same_queries_at_any_size() -> None:
    parent = make_tag("Anxiety disorders")

    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[make_tag(under=[parent], synonyms=["Other word"])])

    assert_same_queries_for_any_number("/tags/", add)


def test_labels_stand_from_a_to_z_and_synonyms_say_which_topic_to_see() -> None:
    tag = make_tag("Cognitive behavioural therapy", make_taxonomy("therapy"), synonyms=["CBT", "Äquivalent"])
    make_tag("5-HTT")
    TagLabel.objects.create(tag=tag, name="Cbet", kind=TagLabel.Kind.HIDDEN)
    make_article(tags=[tag])
    page = Page.of(Client().get("/tags/?view=az"))
    assert page.with_class("letters")[0].text == "#ACN"
    assert [row.text for row in page.with_class("row")][:4] == [
        "5-HTT, Disorder 0 summaries",
        "Äquivalent, see Cognitive behavioural therapy, Therapy 1 summary",
        "CBT, see Cognitive behavioural therapy, Therapy 1 summary",
        "Cognitive behavioural therapy, Therapy 1 summary",
    ]
    targets = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
    jumps = [a.attributes["href"][1:] for a in page.with_tag("a") if a.attributes["href"].startswith("#letter")]
    assert len(jumps) == 4
    assert set(jumps) <= targets


def test_both_views_of_all_topics_lead_to_each_other_and_only_the_outline_is_for_crawlers() -> None:
    make_tag("Phobia")
    for address, now, robots in (("/tags/", "Outline", []), ("/tags/?view=az", "A to Z", ["noindex"])):
        page = Page.of(Client().get(address))
        tabs = [a for a in page.with_tag("a") if a.text in ("Outline", "A to Z")]
        assert [a.attributes["href"] for a in tabs] == ["/tags/", "/tags/?view=az"]
        assert [a.text for a in tabs if a.attributes.get("aria-current") == "page"] == [now]
        found = [meta for meta in page.with_tag("meta") if meta.attributes.get("name") == "robots"]
        assert [meta.attributes["content"] for meta in found] == robots


def test_a_big_taxonomy_folds_below_its_first_level() -> None:
    regions = make_taxonomy("brain-region", position=2)
    top = make_tag("Cortex", regions)
    for number in range(61):
        make_tag(f"Region {number}", regions, under=[top])
    make_tag("Panic", under=[make_tag("Anxiety")])
    folds = [summary.text for summary in Page.of(Client().get("/tags/")).with_tag("summary")]
    assert "61 narrower than Cortex" in folds
    assert "1 narrower than Anxiety" not in folds


def test_all_topics_from_a_to_z_cost_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[make_tag(synonyms=["Other word"])])

    assert_same_queries_for_any_number("/tags/?view=az", add)
