"""The evidence matrix as a page and as a file: each figure leads to exactly as many articles."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from members.roles import EDITOR
from tags.models import Tag
from tests.articles.browse.matrices import assert_each_figure_is_the_number_behind_it, table_on
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


# --- Figures ------------------------------------------------------------------------------------------------------


def test_each_figure_is_the_number_of_articles_behind_it_in_a_random_world() -> None:
    chance = random.Random(7)
    taxonomies = [make_taxonomy("disorder"), make_taxonomy("brain-region")]
    tags: list[Tag] = []
    for number in range(24):
        taxonomy = taxonomies[number % 2]
        above = [tag for tag in tags if tag.taxonomy == taxonomy]
        tags.append(make_tag(f"Tag {number}", taxonomy, under=chance.sample(above, min(len(above), number % 3))))
    writer, editor = make_user("contributor"), make_user(EDITOR)
    for _ in range(40):
        status = chance.choice(["published", "published", "draft", "scheduled", "withdrawn"])
        make_article(tags=chance.sample(tags, chance.randint(1, 4)), status=status, editor=writer)
    for person in (None, writer, editor):
        client = Client()
        if person:
            client.force_login(person)
        assert assert_each_figure_is_the_number_behind_it(client, "", every=2) > 20
        assert (
            assert_each_figure_is_the_number_behind_it(
                client, "?rows=brain-region&columns=disorder&fold=tag-0", every=2
            )
            > 10
        )


# --- The page -----------------------------------------------------------------------------------------------------


def small_world() -> Tag:
    top = make_tag("Anxiety")
    region = make_tag("Amygdala", make_taxonomy("brain-region", position=20))
    make_tag("Insula", region.taxonomy)
    make_article(tags=[make_tag("Phobia", under=[top]), region], categories=[make_category("Therapy")])
    make_article(tags=[make_tag("Sleep")])
    return region


def test_the_table_has_heads_and_names_its_links_in_full() -> None:
    small_world()
    page = Page.of(Client().get("/tags/matrix/"))
    columns, lines = table_on(page)
    assert columns == ["Amygdala"]
    assert lines == [["Anxiety", "1"], ["Phobia", "1"], ["Sleep", ""]]
    names = [link.attributes["aria-label"] for link in page.with_tag("a") if "aria-label" in link.attributes]
    assert "Phobia and Amygdala: 1 summary" in names
    assert "/tags/phobia/?brain-region=amygdala" in page.links()
    (region,) = page.with_class("matrix")
    assert (region.attributes["role"], region.attributes["tabindex"]) == ("region", "0")
    assert page.with_id(region.attributes["aria-labelledby"])[0].tag == "caption"


def test_the_fold_of_a_branch_keeps_the_rest_of_the_address() -> None:
    small_world()
    page = Page.of(Client().get("/tags/matrix/?rows=disorder&columns=category"))
    (fold,) = page.with_class("m-fold")
    assert fold.text == "− 1 narrower: fold Anxiety"
    folded = Page.of(Client().get(f"/tags/matrix/{fold.attributes['href']}"))
    assert [line[0] for line in table_on(folded)[1]] == ["Anxiety", "Sleep"]
    (unfold,) = folded.with_class("m-fold")
    assert unfold.text == "+ 1 narrower: unfold Anxiety"
    assert unfold.attributes["href"] == "?rows=disorder&columns=category#at-anxiety"


def test_one_taxonomy_on_both_sides_is_refused_with_a_reason() -> None:
    small_world()
    response = Client().get("/tags/matrix/?rows=disorder&columns=disorder")
    page = Page.of(response)
    assert response.status_code == 400
    assert page.title.startswith("Error:")
    assert "two different taxonomies" in page.with_class("error-summary")[0].text
    assert not page.with_tag("table")
    file = Client().get("/tags/matrix.csv?rows=disorder&columns=disorder")
    assert (file.status_code, file["Location"]) == (302, "/tags/matrix/?rows=disorder&columns=disorder")


def test_a_taxonomy_that_is_not_there_is_not_found() -> None:
    small_world()
    for address in ("/tags/matrix/?rows=nothing", "/tags/matrix.csv?columns=nothing"):
        assert Client().get(address).status_code == 404


def test_a_site_without_articles_says_that_there_is_no_table_yet() -> None:
    page = Page.of(Client().get("/tags/matrix/"))
    assert "there are none yet" in page.text
    assert not page.with_tag("select")


def test_a_table_that_is_too_large_offers_to_fold_and_the_whole_as_a_file() -> None:
    region = small_world()
    many = [make_tag(f"Area {number}", region.taxonomy, under=[region]) for number in range(201)]
    make_article(tags=[*many, Tag.objects.get(slug="sleep")])
    assert len(table_on(Page.of(Client().get("/tags/matrix/")))[0]) == 1
    response = Client().get("/tags/matrix/?unfold=amygdala")
    page = Page.of(response)
    assert response.status_code == 200
    assert "3 rows and 202 columns" in page.text
    assert {f"/tags/matrix{end}?rows=disorder&columns=brain-region" for end in ("/", ".csv")} <= {*page.links()}
    assert len(Client().get("/tags/matrix.csv").content.decode().splitlines()[0].split(",")) == 205


def test_crawlers_are_asked_to_index_the_table_as_it_comes_and_no_other() -> None:
    small_world()
    robots = [meta for meta in Page.of(Client().get("/tags/matrix/")).with_tag("meta") if "robots" in str(meta)]
    assert robots == []
    text = Client().get("/tags/matrix/?rows=brain-region&columns=disorder").content.decode()
    assert '<meta name="robots" content="noindex">' in text
    assert '<link rel="canonical" href="http://testserver/tags/matrix/">' in text


def test_the_file_is_a_download_that_is_kept_by_nobody_for_people_who_are_logged_in() -> None:
    small_world()
    response = Client().get("/tags/matrix.csv?rows=disorder&columns=category")
    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="matrix-disorder-category.csv"'
    assert response["X-Robots-Tag"] == "noindex"
    client = Client()
    client.force_login(make_user())
    for address in ("/tags/matrix.csv", "/tags/matrix/"):
        assert client.get(address)["Cache-Control"] == "private, no-store"
        assert "Cookie" in Client().get(address)["Vary"]


def test_the_matrix_costs_the_same_queries_at_any_size() -> None:
    tags = [make_tag("Fear"), make_tag("Amygdala", make_taxonomy("brain-region"))]

    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[*tags, make_tag()])

    for address in ("/tags/matrix/", "/tags/matrix.csv"):
        assert_same_queries_for_any_number(address, add)


def test_a_tag_never_takes_the_address_of_the_matrix() -> None:
    assert make_tag("Matrix").slug == "matrix-tag"
    assert make_tag("Matrix", make_taxonomy("method")).slug == "matrix_1"
    with pytest.raises(ValidationError, match="another page"):
        Tag(name="Other", slug="matrix", taxonomy=make_taxonomy()).full_clean()
