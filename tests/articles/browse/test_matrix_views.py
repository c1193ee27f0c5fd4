"""The matrix as bubbles, and the pairs that nobody has studied: the same numbers as in the table, for each person."""

import re
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from articles.browse.matrix import GAPS, RADIUS, Matrix, matrix_of
from articles.browse.matrix_axes import read_pair
from articles.browse.scope import visible_scope
from members.models import User
from members.roles import EDITOR, MEMBER
from tests.articles.browse.matrices import count_at
from tests.articles.browse.offers import count_on, expected_at, truth
from tests.factories import SCHEDULED, make_article, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.synthetic import add_articles, make_vocabulary

pytestmark = pytest.mark.django_db
CELL: Final = re.compile(r'<a href="([^"]*)"\s+aria-label="([^"]* and [^"]*: ([\d,]+) summar(?:y|ies))"')
BUBBLE: Final = re.compile(CELL.pattern + r'[^>]*>\s*<svg class="bubble".*?r="([\d.]+)"', re.DOTALL)
PAIRS: Final = ("", "rows=method&columns=therapy", "rows=category&columns=outcome&fold=x")


def matrix(user: "User | AnonymousUser | None" = None, query: str = "") -> Matrix:
    scope = visible_scope(user or AnonymousUser())
    return matrix_of(scope, read_pair(QueryDict(query), scope))


def as_person(role: str) -> tuple[Client, "User | AnonymousUser"]:
    if not role:
        return Client(), AnonymousUser()
    client, user = Client(), make_user(role)
    client.force_login(user)
    return client, user


def small_world() -> None:
    anxiety, insomnia = make_tag("Anxiety"), make_tag("Insomnia")
    phobia = make_tag("Phobia", under=[anxiety])
    region = make_taxonomy("brain-region", position=20)
    limbic, insula = make_tag("Limbic", region), make_tag("Insula", region)
    amygdala = make_tag("Amygdala", region, under=[limbic])
    for tags in ([phobia, insula], [phobia, insula], [anxiety, insula], [insomnia, amygdala]):
        make_article(tags=tags)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("query", PAIRS)
def test_bubbles_of_the_shipped_collection_are_the_figures_of_the_table(query: str) -> None:
    table = CELL.findall(Client().get(f"/tags/matrix/?{query}").text)
    bubbles = BUBBLE.findall(Client().get(f"/tags/matrix/?{query}&view=graph").text)
    assert [bubble[:3] for bubble in bubbles] == table
    assert len(table) > 20
    largest = max(int(number) for *_, number, _ in bubbles)
    for *_, number, radius in bubbles:
        assert float(radius) == pytest.approx(RADIUS * (int(number) / largest) ** 0.5, abs=0.06)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("role", ["", MEMBER, EDITOR])
def test_a_bubble_and_a_gap_lead_to_what_they_say_for_each_person(role: str) -> None:
    client, user = as_person(role)
    made = matrix(user)
    text = client.get("/tags/matrix/?view=graph").text
    assert len(BUBBLE.findall(text)) == made.pairs - made.empty == text.count('class="bubble"') - len(made.sizes)
    assert f"{made.empty} of {made.pairs} pairs" in text
    for address, _, number, _ in BUBBLE.findall(text)[::25]:
        assert count_at(client, address.replace("&amp;", "&")) == int(number)
    assert len(made.gaps) == GAPS
    for gap in made.gaps:
        address = f"{gap.row.tag.get_absolute_url()}?{gap.column.tag.taxonomy.slug}={gap.column.tag.slug}"
        assert count_on(Page.of(client.get(address))) == 0
        for heading in gap:
            assert count_on(Page.of(client.get(heading.tag.get_absolute_url()))) == heading.count


def test_each_bubble_over_2000_made_articles_is_the_list_behind_it_and_each_gap_is_empty() -> None:
    add_articles(2000, make_vocabulary(120), seed=6)
    under, values = truth()
    for pair in ("", "rows=therapy&columns=method", "rows=category&columns=outcome"):
        bubbles = BUBBLE.findall(Client().get(f"/tags/matrix/?{pair}&view=graph").text)
        assert len(bubbles) > 10
        for address, _, number, _ in bubbles:
            behind = expected_at(address.replace("&amp;", "&"), under, values)
            assert int(number.replace(",", "")) == len(behind), address
        for gap in matrix(query=pair).gaps:
            assert not under[gap.row.tag.slug] & under[gap.column.tag.slug]


def test_gaps_come_by_what_stands_on_either_side_and_none_within_another() -> None:
    small_world()
    made = matrix()
    assert made.empty == sum(not cell.number for row in made.rows for cell in row.cells) == 5
    assert [(gap.row.tag.name, gap.column.tag.name) for gap in made.gaps] == [
        ("Anxiety", "Limbic"), ("Insomnia", "Insula"),
    ]  # fmt: skip


def test_what_a_visitor_may_not_see_fills_no_gap_for_them() -> None:
    small_world()
    make_article(tags=[heading.tag for heading in matrix().gaps[1]], status=SCHEDULED)
    assert "Insomnia" in {gap.row.tag.name for gap in matrix().gaps}
    assert "Insomnia" not in {gap.row.tag.name for gap in matrix(make_user(EDITOR)).gaps}


def test_the_view_changes_and_the_selection_stays() -> None:
    small_world()
    page = Page.of(Client().get("/tags/matrix/?rows=brain-region&columns=disorder&fold=limbic"))
    [graph] = [link for link in page.with_tag("a") if link.text == "As a graph"]
    assert graph.attributes["href"] == "?rows=brain-region&columns=disorder&fold=limbic&view=graph"
    page = Page.of(Client().get(f"/tags/matrix/{graph.attributes['href']}"))
    [table] = [link for link in page.with_tag("a") if link.text == "As a table"]
    assert table.attributes["href"] == "?rows=brain-region&columns=disorder&fold=limbic"
    [kept] = [field for field in page.with_tag("input") if field.attributes.get("name") == "view"]
    assert kept.attributes["value"] == "graph"
    assert all("view=graph" in link.attributes["href"] for link in page.with_class("m-fold"))


def test_a_matrix_without_gaps_names_none() -> None:
    make_article(tags=[make_tag("Fear"), make_tag("Insula", make_taxonomy("brain-region", position=20))])
    assert 'id="gaps"' not in Client().get("/tags/matrix/").text


@pytest.mark.parametrize("view", ["", "&view=graph"])
def test_two_taxonomies_that_share_no_summary_are_an_empty_matrix(view: str) -> None:
    make_article(tags=[make_tag("Fear")])
    make_article(tags=[make_tag("Insula", make_taxonomy("brain-region"))])
    response = Client().get(f"/tags/matrix/?rows=disorder&columns=brain-region{view}")
    assert response.status_code == 200
    assert "1 of 1 pairs" in response.text
