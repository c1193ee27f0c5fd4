"""The pages about topics."""

import pytest
from django.test import Client

from members.roles import EDITOR
from tests.factories import make_article, make_category, make_list, make_tag, make_taxonomy, make_user
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


def test_a_topic_without_articles_says_so() -> None:
    make_tag("Phobia")
    assert "No summaries yet" in Page.of(Client().get("/tags/phobia/")).text


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


# --- All topics ---------------------------------------------------------------------------------------------------


def test_all_topics_stand_in_the_outline_of_their_taxonomy_under_each_parent() -> None:
    disorders = make_taxonomy("disorder", name="Disorder", position=1)
    top, other = make_tag("Anxiety disorders", disorders), make_tag("Trauma", disorders)
    make_tag("Phobia", disorders, under=[top, other])
    page = Page.of(Client().get("/tags/"))
    links = [a.attributes["href"] for a in page.with_tag("a")]
    assert links.count("/tags/phobia/") == 2
    assert links.index("/tags/anxiety-disorders/") < links.index("/tags/phobia/") < links.index("/tags/trauma/")


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
