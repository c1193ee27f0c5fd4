"""A facet is one entry in the registry: from it come bitmaps, filters, addresses and the language of queries."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles.bitmaps.facet_registry import FACETS, ChoiceFacet, register
from articles.bitmaps.reindex import rebuild
from articles.models import Article
from tags.models import RESERVED, Tag, Taxonomy
from tests.articles.browse import offers as at_topic
from tests.articles.search import offers as in_search
from tests.factories import make_article, make_reference, make_tag
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
SIZES = {"one": "One author", "few": "Two to five authors", "many": "Six authors or more"}


def size_of(authors: str | None) -> Iterator[str]:
    """Nothing for an overview, which is about no paper."""
    if authors:
        number = authors.count(",") + 1
        yield "one" if number == 1 else "few" if number < 6 else "many"


TEAM = ChoiceFacet(
    "team-size",
    "team",
    ("paper__authors",),
    also=("group",),
    values_of=size_of,
    label="Authors",
    choices=SIZES,
    meant={"single": "one"},
    is_ordered=True,
)


@pytest.fixture
def team() -> Iterator[None]:
    register(TEAM)
    yield
    del FACETS[TEAM.key]
    RESERVED.discard(TEAM.key)


@pytest.fixture
def fear() -> Tag:
    """A topic with an overview and the papers of four teams, two of them of six."""
    fear = make_tag("Fear")
    for title, authors in (("Alone", 1), ("Together", 3), ("Crowd", 6), ("Another crowd", 6)):
        paper = make_reference(author=[{"family": f"Name{place}", "given": "A"} for place in range(authors)])
        make_article(title=title, tags=[fear], paper=paper, summary="It is about dread.")
    make_article(title="Overview", tags=[fear], summary="It is about dread.")
    return fear


def topic(tag: Tag, query: str = "", status: int = 200) -> Page:
    response: Any = Client().get(f"{tag.get_absolute_url()}{query}")
    assert response.status_code == status
    return Page.of(response)


def counts(page: Page) -> list[tuple[str, int]]:
    return [(offer.value, offer.count) for offer in at_topic.offers_on(page) if offer.facet == TEAM.key]


def test_its_values_are_counted_beside_a_topic_in_their_own_order(team: None, fear: Tag) -> None:
    assert counts(topic(fear)) == [("one", 1), ("few", 1), ("many", 2)]


def test_it_narrows_a_topic_and_is_shown_as_applied(team: None, fear: Tag) -> None:
    page = topic(fear, "?team-size=one&team-size=few")
    assert sorted(at_topic.titles_on(page)) == ["Alone", "Together"]
    applied = page.with_class("applied")[0].text
    assert applied == "Remove filter: One author or Remove filter: Two to five authors Clear all"
    assert counts(topic(fear, "?team-size=one&kind=overview")) == [("one", 0), ("few", 0), ("many", 0)]


def test_an_address_with_a_value_that_it_does_not_have_is_not_there(team: None, fear: Tag) -> None:
    topic(fear, "?team-size=none", status=404)


def test_it_filters_a_search_and_is_offered_there(team: None, fear: Tag) -> None:
    page = in_search.searched("dread team:many")
    assert sorted(in_search.found_on(page)) == ["Another crowd", "Crowd"]
    assert page.with_class("applied")[0].text == "Remove filter: Six authors or more"
    offered = [one for one in in_search.offers_on(page) if one.facet == TEAM.key]
    assert [(one.label, one.count, one.is_chosen) for one in offered] == [
        ("One author", 1, False), ("Two to five authors", 1, False), ("Six authors or more", 2, True)
    ]  # fmt: skip
    either = in_search.at(f"/search/{offered[0].address}")
    assert in_search.box_of(either) == "dread (team:many OR team:one)"
    assert in_search.count_on(either) == 3
    assert sorted(in_search.found_on(in_search.searched("dread -team:many"))) == ["Alone", "Overview", "Together"]


@pytest.mark.parametrize(
    ("query", "told", "right"),
    [
        ("dread team:lots", "“team:” can be one or few or many.", "dread team:one"),
        ("dread team:single", "“team:” can be one or few or many.", "dread team:one"),
        ("dread group:many", "There is no filter “group:”. Did you mean “team:”?", "dread team:many"),
        ("dread teams:many", "There is no filter “teams:”. Did you mean “team:”?", "dread team:many"),
        ("dread team::many", "After “team” stands one colon.", "dread team:many"),
        ("dread team: many", "Say after “team:” what it should be.", "dread team:many"),
    ],
)
def test_a_mistake_in_its_filter_is_told(team: None, fear: Tag, query: str, told: str, right: str) -> None:
    mistake = in_search.searched(query).with_id("mistake")[0].text
    assert told in mistake
    assert mistake.endswith(f"Search instead for {right}")


def test_the_help_names_it(team: None) -> None:
    response: Any = Client().get("/search/")
    help_text = Page.of(response).with_class("language")[0].text
    assert "kind:overview is:open team:one" in help_text
    assert "is: is open or members, team: is one or few or many." in help_text


def test_no_taxonomy_takes_its_key(team: None) -> None:
    with pytest.raises(ValidationError):
        Taxonomy(slug=TEAM.key, name="Team").full_clean()


def test_articles_that_stood_before_it_are_filed_by_a_rebuild(fear: Tag, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("team")
    assert counts(topic(fear)) == []
    assert rebuild() == ["team-size:few", "team-size:many", "team-size:one"]
    assert counts(topic(fear)) == [("one", 1), ("few", 1), ("many", 2)]
    assert rebuild() == []


def test_without_it_nothing_knows_the_name(fear: Tag) -> None:
    assert counts(topic(fear, "?team-size=one")) == []
    assert Article.objects.count() == 5
    assert not in_search.searched("dread team:one").with_id("mistake")


def test_a_change_of_the_paper_moves_the_article(team: None, fear: Tag) -> None:
    article = Article.objects.get(title="Alone")
    assert article.paper is not None
    Article.objects.filter(pk=article.pk).update(paper=make_reference())
    article.tags.add(make_tag("PET"))
    assert counts(topic(fear)) == [("few", 2), ("many", 2)]
