"""The pages about topics."""

import re

import pytest
from django.test import Client

from members.roles import EDITOR
from tags.models import TagLabel, TagMatch
from tests.factories import (
    make_article,
    make_category,
    make_list,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
)
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def counts_on(page: Page) -> dict[str, int]:
    """The number of articles beside each topic of the index."""
    rows = [row for row in page.with_class("row") if row.tag == "div"]
    names = [row.text.replace("summaries", "").replace("summary", "").rsplit(maxsplit=1) for row in rows]
    return {name: int(number) for name, number in names}


def titles_on(page: Page) -> list[str]:
    return [heading.text for heading in page.with_tag("h3") if "glyph" not in heading.classes]


# --- One topic ----------------------------------------------------------------------------------------------------


def test_a_topic_holds_the_articles_of_all_narrower_topics_once_each() -> None:
    top = make_tag("Anxiety disorders")
    left, right = make_tag("Social anxiety", under=[top]), make_tag("Phobia", under=[top])
    both = make_tag("Fear of speaking", under=[left, right])
    make_article(title="Filed at the top", tags=[top])
    make_article(title="Filed twice", tags=[top, both])
    make_article(title="Filed below", tags=[both])
    make_article(title="Filed elsewhere", tags=[make_tag("Sleep")])
    page = Page.of(Client().get("/tags/anxiety-disorders/"))
    assert titles_on(page) == ["Filed below", "Filed twice", "Filed at the top"]
    assert "3 summaries" in page.text
    assert titles_on(Page.of(Client().get("/tags/phobia/"))) == ["Filed below", "Filed twice"]


def test_a_topic_tells_what_it_means_and_where_it_stands() -> None:
    parent = make_tag("Anxiety disorders")
    near = make_tag("Amygdala", make_taxonomy("brain-region"))
    tag = make_tag("Phobia", under=[parent], synonyms=["Dread"], related=[near], scope_note="Fear of one thing.")
    make_tag("Fear of spiders", under=[tag])
    page = Page.of(Client().get("/tags/phobia/"))
    assert [heading.text for heading in page.with_tag("h1")] == ["Phobia"]
    for said in ("Fear of one thing.", "Dread", "Anxiety disorders", "Fear of spiders", "Amygdala"):
        assert said in page.text, said
    assert {"/tags/anxiety-disorders/", "/tags/fear-of-spiders/", "/tags/amygdala/"} <= set(page.links())


def test_a_topic_without_articles_says_so_and_shows_the_way_up() -> None:
    make_tag("Phobia", under=[make_tag("Anxiety disorders")])
    page = Page.of(Client().get("/tags/phobia/"))
    assert "No summaries yet. Go up to Anxiety disorders, or look through all topics." in page.text
    assert page.with_class("facets") == []


def test_a_topic_names_every_way_down_to_it() -> None:
    top = make_tag("Mental disorders")
    anxiety, trauma = make_tag("Anxiety disorders", under=[top]), make_tag("Trauma", under=[top])
    make_tag("Phobia", under=[anxiety, trauma])
    page = Page.of(Client().get("/tags/phobia/"))
    assert re.match(r"Topics ?Disorder ?Mental disorders ?Anxiety disorders ?Also", page.with_class("crumbs")[0].text)
    assert page.with_class("also-under")[0].text == "Also under: Mental disorders > Trauma"


def test_a_topic_tells_its_names_in_their_languages_and_keeps_those_for_search_to_itself() -> None:
    tag = make_tag("Phobia", synonyms=["Dread"])
    TagLabel.objects.create(tag=tag, name="Phobie", language="de", kind=TagLabel.Kind.PREFERRED)
    TagLabel.objects.create(tag=tag, name="Phobya", kind=TagLabel.Kind.HIDDEN)
    page = Page.of(Client().get("/tags/phobia/"))
    assert "Also called Dread Phobie (de)" in page.text
    assert [item.text for item in page.with_tag("li") if item.attributes.get("lang") == "de"] == ["Phobie (de)"]
    assert "Phobya" not in page.text


def test_many_names_wait_in_a_fold_and_many_narrower_topics_on_a_page_of_their_own() -> None:
    tag = make_tag("Phobia", synonyms=[f"Dread {number}" for number in range(11)])
    for number in range(15):
        make_tag(f"Fear {number}", under=[tag])
    page = Page.of(Client().get("/tags/phobia/"))
    assert "3 more names" in [summary.text for summary in page.with_tag("summary")]
    [link] = [a for a in page.with_tag("a") if a.text == "All narrower topics"]
    narrower = Page.of(Client().get(link.attributes["href"] + "?all=1"))
    assert "Fear 14" in [a.text for a in narrower.with_tag("a")]


def test_a_topic_leads_to_its_descriptor_in_mesh() -> None:
    TagMatch.objects.create(
        tag=make_tag("Phobia"), relation="exactMatch", identifier="D010698", name="Phobic Disorders"
    )
    page = Page.of(Client().get("/tags/phobia/"))
    assert "https://meshb.nlm.nih.gov/record/ui?ui=D010698" in [a.attributes["href"] for a in page.with_tag("a")]
    assert "MeSH: Phobic Disorders" in page.text


def test_a_topic_that_is_no_longer_used_says_so_and_keeps_its_page() -> None:
    tag = make_tag("Phobia")
    make_article(tags=[tag], title="Filed long ago")
    tag.is_deprecated = True
    tag.save()
    page = Page.of(Client().get("/tags/phobia/"))
    assert "This tag is no longer used." in page.text
    assert titles_on(page) == ["Filed long ago"]


def test_a_topic_that_was_replaced_leads_to_what_replaced_it_with_all_that_was_chosen() -> None:
    old, new = make_tag("Phobia"), make_tag("Specific phobia")
    old.is_deprecated, old.replaced_by = True, new
    old.save()
    response = Client().get("/tags/phobia/?sort=paper")
    assert (response.status_code, response["Location"]) == (301, "/tags/specific-phobia/?sort=paper")


def test_the_timeline_shows_papers_by_year_for_each_narrower_topic_and_says_the_same_in_a_table() -> None:
    tag = make_tag("Phobia")
    spiders, heights = make_tag("Fear of spiders", under=[tag]), make_tag("Fear of heights", under=[tag])
    for year, child in ((2002, spiders), (2002, spiders), (2010, spiders), (2018, heights)):
        make_article(tags=[child], paper=make_reference(issued={"date-parts": [[year]]}))
    make_article(tags=[heights])
    page = Page.of(Client().get("/tags/phobia/"))
    assert page.with_class("axis")[0].text == "2002 2010 2018"
    assert len(page.with_class("tick")) == 4
    assert [cell.text for cell in page.with_tag("th", "td")] == [
        *("Topic", "2002", "2010", "2018", "No year"),
        *("Fear of spiders", "2", "1", "0", "0"),
        *("Fear of heights", "0", "0", "1", "1"),
    ]
    scrolling = page.with_class("table-wrap")[0].attributes
    assert (scrolling["role"], scrolling["tabindex"], scrolling["aria-labelledby"]) == ("region", "0", "ras-t")


def test_a_topic_with_one_narrower_topic_has_no_timeline() -> None:
    tag = make_tag("Phobia")
    make_article(tags=[make_tag("Fear of spiders", under=[tag])], paper=make_reference())
    assert Page.of(Client().get("/tags/phobia/")).with_class("raster") == []


def test_a_topic_names_what_is_often_read_together_with_it_in_other_taxonomies() -> None:
    phobia, exposure = make_tag("Phobia"), make_tag("Exposure", make_taxonomy("therapy"))
    for _ in range(3):
        make_article(tags=[phobia, exposure])
        make_article(tags=[make_tag()])
    section = Page.of(Client().get("/tags/phobia/")).with_class("foothints")[0]
    assert section.text == "Often read together with Phobia Exposure 3"


def test_a_topic_offers_the_reading_lists_that_use_it_most_first() -> None:
    tag = make_tag("Phobia")
    articles = [make_article(tags=[tag]) for _ in range(3)]
    make_list(title="One of them", articles=articles[:1])
    make_list(title="All of them", articles=articles)
    section = Page.of(Client().get("/tags/phobia/")).with_class("start")[0]
    assert section.text.startswith("New to this? All of them")
    assert section.text.index("All of them") < section.text.index("One of them")


def test_an_article_that_stands_twice_in_a_list_counts_once_for_its_topic() -> None:
    tag = make_tag("Phobia")
    one, other = make_article(tags=[tag]), make_article(tags=[tag])
    make_list(title="One twice", sections={"Begin": [one], "Again": [one]})
    make_list(title="Two of them", articles=[one, other])
    section = Page.of(Client().get("/tags/phobia/")).with_class("start")[0]
    assert section.text.startswith("New to this? Two of them")


def test_a_category_holds_the_articles_that_stand_in_it() -> None:
    make_article(title="In it", categories=[make_category("Therapy")])
    make_article(title="Not in it", categories=[make_category("Psychology")])
    assert titles_on(Page.of(Client().get("/tags/therapy/"))) == ["In it"]


def test_a_topic_of_any_script_has_its_page() -> None:
    make_tag("扁桃体", slug="扁桃体")
    make_tag("Ångest", slug="ångest")
    for address in ("/tags/扁桃体/", "/tags/ångest/", "/tags/%E6%89%81%E6%A1%83%E4%BD%93/"):
        assert Client().get(address).status_code == 200, address


def test_an_article_tagged_with_a_new_word_is_found_there() -> None:
    """A tag that an editor types freely waits under Unfiled, and has its page like any other."""
    article = make_article("typed")
    article.tags.add("Startle response, fear-potentiated")
    page = Page.of(Client().get("/tags/startle-response-fear-potentiated/"))
    assert titles_on(page) == [article.title]


def test_a_topic_goes_on_over_several_pages() -> None:
    tag = make_tag("Phobia")
    for number in range(25):
        make_article(title=f"Number {number}", tags=[tag])
    first = Page.of(Client().get("/tags/phobia/"))
    older = next(a.attributes["href"] for a in first.with_tag("a") if a.attributes.get("rel") == "next")
    second = Page.of(Client().get(f"/tags/phobia/{older}"))
    assert titles_on(first) + titles_on(second) == [f"Number {number}" for number in reversed(range(25))]


@pytest.mark.parametrize("role", ["", "member", "contributor", EDITOR])
def test_the_count_of_a_topic_is_the_number_of_its_articles_for_every_reader(role: str) -> None:
    tag = make_tag("Phobia")
    for status in ("published", "published", "draft", "scheduled", "withdrawn", "in_review"):
        make_article(status=status, tags=[tag], editor=make_user("contributor"))
    client = Client()
    if role:
        client.force_login(make_user(role))
    page = Page.of(client.get("/tags/phobia/"))
    assert page.with_class("t-facts")[0].text.startswith(f"{len(titles_on(page))} ")


def test_a_topic_names_no_list_because_of_an_article_that_is_hidden() -> None:
    tag = make_tag("Phobia")
    hidden = make_article(status="draft", tags=[tag])
    make_list(title="The secret plan", articles=[make_article(tags=[make_tag("Sleep")]), hidden])
    assert "The secret plan" not in Page.of(Client().get("/tags/phobia/")).text
    assert "The secret plan" in Page.of(Client().get("/tags/sleep/")).text


def test_a_topic_costs_the_same_queries_at_any_size() -> None:
    tag = make_tag("Phobia", synonyms=["Dread"], scope_note="Fear of one thing.")
    children = [make_tag(f"Fear of {thing}", under=[tag]) for thing in ("spiders", "heights", "birds")]
    make_list(articles=[make_article(tags=[tag])])
    assert_same_queries_for_any_number(
        "/tags/phobia/", lambda rows: [make_article(tags=[tag, children[row % 3]]) for row in range(rows)]
    )
