"""The pages of reading lists."""

import pytest
from django.test import Client

from tests.factories import make_article, make_list, make_reference, make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db
WORDS = "word " * 300  # two minutes at 220 words a minute


def test_a_list_shows_its_sections_numbered_through_with_their_reasons() -> None:
    articles = [make_article(title=f"Step {number}") for number in range(4)]
    reasons = {article.pk: f"Because of {number}." for number, article in enumerate(articles)}
    make_list("path", title="A path", sections={"First": articles[:2], "Then": articles[2:]}, reasons=reasons)
    page = Page.of(Client().get("/lists/path/"))
    assert [heading.text for heading in page.with_tag("h2") if heading.attributes.get("id", "").startswith("sec")] == [
        "First", "Then",
    ]  # fmt: skip
    assert [number.text for number in page.with_class("no")] == ["1", "2", "3", "4"]
    assert [why.text for why in page.with_class("why")] == [f"Because of {number}." for number in range(4)]
    links = [a.attributes["href"] for a in page.with_tag("a") if "?list=" in a.attributes.get("href", "")]
    assert links == [f"{article.get_absolute_url()}?list=path" for article in [articles[0], *articles]]


def test_numbers_count_only_what_the_reader_can_open() -> None:
    seen = [make_article(title="One"), make_article(title="Two")]
    make_list("path", articles=[make_article(status="draft"), seen[0], make_article(status="withdrawn"), seen[1]])
    page = Page.of(Client().get("/lists/path/"))
    assert [number.text for number in page.with_class("no")] == ["1", "2"]
    there = Page.of(Client().get(f"{seen[1].get_absolute_url()}?list=path"))
    assert there.with_class("list-nav")[0].text.startswith("Item 2 of 2")


def test_all_lists_say_how_many_articles_the_reader_can_open() -> None:
    seen = [make_article(title="One"), make_article(title="Two")]
    make_list("path", articles=[make_article(status="draft"), *seen, make_article(status="withdrawn")])
    (facts,) = Page.of(Client().get("/lists/")).with_class("facts")
    assert facts.text.startswith("2 summaries")


def test_the_steps_through_a_list_name_the_articles_that_they_lead_to_above_and_below() -> None:
    make_list("path", articles=[make_article(title="One"), make_article("two"), make_article(title="Three")])
    page = Page.of(Client().get("/articles/two/?list=path"))
    assert [steps.text for steps in page.with_class("steps")] == ["Previous One Next Three"] * 2


def steps_at(address: str) -> tuple[str, list[str]]:
    """What a page says of its place in a list, and where its first and last steps lead."""
    page = Page.of(Client().get(address))
    nav = page.with_class("list-nav")[0]
    return nav.text.split(" A path")[0], [a.attributes["href"] for a in page.with_tag("a") if "rel" in a.attributes][:2]


def test_an_article_at_two_places_is_passed_twice_and_counts_once() -> None:
    one, two, three = (make_article(slug, summary=WORDS) for slug in ("one", "two", "three"))
    make_list("path", title="A path", sections={"First": [one, two], "Then": [one, three]})
    assert "3 summaries · 6 min of summaries" in Page.of(Client().get("/lists/path/")).text
    assert "3 summaries · 5 min of summaries" in Page.of(Client().get("/lists/")).text
    walk = {
        "/articles/one/?list=path": ("Item 1 of 4", ["/articles/two/?list=path"]),
        "/articles/two/?list=path": ("Item 2 of 4", ["/articles/one/?list=path", "/articles/one/?list=path&item=3"]),
        "/articles/one/?list=path&item=3": ("Item 3 of 4", ["/articles/two/?list=path", "/articles/three/?list=path"]),
        "/articles/three/?list=path": ("Item 4 of 4", ["/articles/one/?list=path&item=3"]),
    }
    page = Page.of(Client().get("/lists/path/"))
    assert [h.attributes["href"] for h in page.with_tag("a") if "?list=" in h.attributes.get("href", "")][1:] == [*walk]
    for address, (place, steps) in walk.items():
        said, found = steps_at(address)
        assert (said, found[: len(steps)]) == (place, steps)
    filed = Page.of(Client().get("/articles/one/")).with_tag("main")[0].text
    assert "In 1 reading list 1 of 4 A path 3 of 4 A path" in filed


@pytest.mark.parametrize("item", ["2", "9", "0", "x", "%F0%9F%92%A9", ""])
def test_a_number_that_is_not_its_place_leads_to_its_first(item: str) -> None:
    one, two = make_article("one"), make_article("two")
    make_list("path", title="A path", sections={"First": [one, two], "Then": [one]})
    assert steps_at(f"/articles/one/?list=path&item={item}")[0] == "Item 1 of 3"


def test_the_place_in_a_list_lives_through_the_log_in() -> None:
    one, two = make_article("one"), make_article("two")
    make_list("path", sections={"First": [one, two], "Then": [one]})
    links = list(Page.of(Client().get("/articles/one/?list=path&item=3")).links())
    assert any("list%3Dpath%26item%3D3%23full" in link for link in links)


def test_a_list_tells_how_long_it_takes() -> None:
    make_list("path", articles=[make_article(summary=WORDS), make_article(summary=WORDS)])
    assert "2 summaries · 4 min of summaries" in Page.of(Client().get("/lists/path/")).text
    assert "2 summaries · 3 min of summaries" in Page.of(Client().get("/lists/")).text  # 600 words together


def test_all_lists_stand_newest_first_and_hide_what_is_not_published() -> None:
    for status in ("published", "draft", "scheduled", "withdrawn"):
        make_list(title=f"A {status} list", status=status, articles=[make_article()])
    make_list(title="A newer list", articles=[make_article()])
    headings = [heading.text for heading in Page.of(Client().get("/lists/")).with_tag("h2")]
    assert [heading for heading in headings if heading.startswith("A ")] == ["A newer list", "A published list"]


def test_the_papers_of_a_list_are_exported_in_its_order_each_once() -> None:
    one, two = make_reference("zebra2001"), make_reference("aardvark2002")
    articles = [make_article(paper=one), make_article(paper=two), make_article(paper=one), make_article()]
    make_list("path", articles=[*articles, make_article(paper=make_reference("hidden2003"), status="draft")])
    text = Client().get("/lists/path/references.bib").content.decode()
    assert text.index("zebra2001") < text.index("aardvark2002")
    assert text.count("zebra2001") == 1
    assert "hidden2003" not in text
    assert Client().get("/lists/path/references.ris").content.decode().count("TY  -") == 2


def test_a_list_without_papers_has_nothing_to_export() -> None:
    make_list("path", articles=[make_article()])
    assert Client().get("/lists/path/references.bib").status_code == 404
    links = list(Page.of(Client().get("/lists/path/")).links())
    assert "/lists/path/references.bib" not in links


def test_a_list_of_hidden_articles_says_that_nothing_can_be_read() -> None:
    make_list("path", articles=[make_article(status="draft")])
    response = Client().get("/lists/path/")
    assert response.status_code == 200
    assert "Nothing in this list can be read at the moment" in response.content.decode()


def test_a_list_that_is_not_ones_own_and_not_published_is_not_there() -> None:
    make_list("path", status="draft", articles=[make_article()])
    client = Client()
    client.force_login(make_user("contributor"))
    assert client.get("/lists/path/").status_code == 404


def test_a_list_costs_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        ours = [make_article(paper=make_reference()) for _ in range(rows)]
        make_list(articles=ours).sections.update(reading_list=reading_list, position=rows)

    reading_list = make_list("path", articles=[make_article()])
    assert_same_queries_for_any_number("/lists/path/", add)


def test_records_of_a_list_cost_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        ours = [make_article(paper=make_reference()) for _ in range(rows)]
        make_list(articles=ours).sections.update(reading_list=reading_list, position=rows)

    reading_list = make_list("path", articles=[make_article(paper=make_reference())])
    assert_same_queries_for_any_number("/lists/path/references.bib", add)


def test_all_lists_cost_the_same_queries_at_any_size() -> None:
    assert_same_queries_for_any_number(
        "/lists/", lambda rows: [make_list(articles=[make_article(), make_article()]) for _ in range(rows)]
    )


def test_a_list_is_cited_like_an_article() -> None:
    make_list("path", title="A path", standfirst="For whoever begins.")
    page = Page.of(Client().get("/lists/path/"))
    assert page.with_id("cite-text")[0].text.startswith("The CBT Neuro editors.")
    assert "A path" in page.with_id("cite-text")[0].text
    bibtex, ris = (Client().get(f"/lists/path/cite.{format}").content.decode() for format in ("bib", "ris"))
    assert "title = {A path}" in bibtex
    assert "http://testserver/lists/path/" in bibtex
    assert "TI  - A path" in ris
    assert {"/lists/path/cite.bib", "/lists/path/cite.ris"} <= set(page.links())


def test_the_record_of_a_list_costs_the_same_queries_at_any_size() -> None:
    make_list("path", articles=[make_article()])
    assert_same_queries_for_any_number(
        "/lists/path/cite.bib", lambda rows: [make_list(articles=[make_article()]) for _ in range(rows)]
    )
