"""What the editor finds while somebody types: only what they may see, and in few queries."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.desk.desk import at_desk, begun
from tests.factories import make_article, make_image, make_reference, make_tag, make_user

pytestmark = pytest.mark.django_db
NAMES = ["find-tags", "find-articles", "find-references", "find-images"]


def find(name: str, role: str = EDITOR, **query: str) -> Any:
    client, _ = at_desk(make_user(role))
    return client.get(reverse(f"desk:{name}"), query).json()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_finds_anything_without_a_place_at_the_desk(name: str) -> None:
    client, _ = at_desk(make_user(MEMBER))
    assert client.get(reverse(f"desk:{name}"), {"q": "a"}).status_code == 403
    assert Client().get(reverse(f"desk:{name}"), {"q": "a"}).status_code == 302


def test_tags_come_with_what_one_chooses_by() -> None:
    make_tag("Amygdala", scope_note="The almond-shaped nuclei.", synonyms=["amygdaloid body"])
    said = find("find-tags", q="amygdaloid body")
    assert said["may_add"]
    [tag] = said["tags"]
    assert tag["label"] == "Amygdala"
    assert tag["note"] == "Synonym: amygdaloid body. The almond-shaped nuclei."
    assert (tag["taxonomy"], tag["glyph_of"], tag["is_exact"]) == ("Disorder", "disorder", True)
    assert not find("find-tags", CONTRIBUTOR, q="x")["may_add"]


def test_the_text_of_an_article_suggests_tags_to_those_who_may_write_it() -> None:
    client, editor = at_desk()
    article = begun(editor, full_post="It quieted the hippocampus.")
    make_tag("Hippocampus")
    address = reverse("desk:find-tags")
    [tag] = client.get(address, {"article": article.pk}).json()["tags"]
    assert tag["why"] == "The text says “Hippocampus”, 1 time."
    stranger, _ = at_desk(make_user(CONTRIBUTOR))
    assert stranger.get(address, {"article": article.pk}).status_code == 404


def test_articles_are_found_by_words_of_their_titles_and_drafts_of_others_are_not() -> None:
    public = make_article(title="A quieter amygdala")
    make_article(title="A quieter scheduled amygdala", status="scheduled")
    assert [one["title"] for one in find("find-articles", CONTRIBUTOR, q="quieter amyg")["articles"]] == [public.title]
    assert len(find("find-articles", q="quieter amyg")["articles"]) == 2
    assert find("find-articles", q="quieter", **{"not": str(public.pk)})["articles"][0]["id"] != public.pk


def test_references_are_found_by_key_author_title_year_and_doi() -> None:
    reference = make_reference("goldin2013", title="Reappraisal", DOI="10.1001/jama.2013.234")
    make_reference("ashar2021", title="Golden markers")
    for text in ("goldin", "Furmark reapp", "reappraisal 2002", "https://doi.org/10.1001/jama.2013.234"):
        assert find("find-references", q=text)["references"][0]["key"] == reference.key
    assert [one["key"] for one in find("find-references", q="gold")["references"]] == ["goldin2013", "ashar2021"]
    assert find("find-references", q="goldin")["references"][0]["authors"] == "Furmark T and Tillfors M"


def test_images_are_found_by_name_and_by_what_they_show() -> None:
    make_image("scanner", alt="A bright room.")
    make_image("other", alt="A street.")
    [image] = find("find-images", q="bright")["images"]
    assert (image["name"], image["alt"]) == ("scanner", "A bright room.")
    assert image["url"].startswith("/")


@pytest.mark.parametrize("name", NAMES)
def test_finding_takes_few_queries(name: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(3):
        make_article(title="A quieter amygdala")
    client, _ = at_desk()
    client.get(reverse(f"desk:{name}"), {"q": "warm"})
    with django_assert_max_num_queries(9):
        client.get(reverse(f"desk:{name}"), {"q": "quieter"})
