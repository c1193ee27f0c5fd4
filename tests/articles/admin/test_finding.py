"""Finding articles, tags and papers in the admin, at a bounded cost."""

import pytest
from django.test import Client

from articles.content import content_of
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR
from tests.editing import LIST, change, logged_in, saved
from tests.factories import (
    SCHEDULED,
    make_article,
    make_category,
    make_drawing,
    make_image,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
)
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def suggestions(client: Client, model: str, field: str, term: str, app: str = "articles") -> list[str]:
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    answer = client.get("/admin/autocomplete/", query)
    assert answer.status_code == 200
    return [row["text"] for row in answer.json()["results"]]


def test_tags_are_found_by_synonym_and_say_so(editor: Client) -> None:
    therapy = make_taxonomy("therapy", name="Therapy")
    make_tag("Cognitive-behavioral therapy", therapy, synonyms=["CBT", "Kognitive Verhaltenstherapie"])
    make_tag("iCBT", therapy, synonyms=["internet-delivered CBT"])
    make_tag("Amygdala", make_taxonomy("brain-region", name="Brain region"))
    make_category("CBT in general")
    assert suggestions(editor, "taggedarticle", "tag", "cbt") == [
        "Cognitive-behavioral therapy (Therapy), also “CBT”",
        "iCBT (Therapy)",
    ]
    assert suggestions(editor, "taggedarticle", "tag", "VERHALTENS kognitive") == [
        "Cognitive-behavioral therapy (Therapy)"
    ]
    assert len(suggestions(editor, "taggedarticle", "tag", "")) == 3


def test_a_pasted_doi_finds_the_paper_whatever_stands_before_it(editor: Client) -> None:
    make_reference("furmark2002", DOI="10.1001/archpsyc.59.5.425", title="Common changes")
    make_reference("other2003")
    for term in (
        "https://doi.org/10.1001/archpsyc.59.5.425",
        "doi:10.1001/ARCHPSYC.59.5.425",
        "furmark",
        "common chang",
    ):
        assert suggestions(editor, "article", "paper", term)[0].startswith(
            "furmark2002: Furmark T et al. (2002). Comm"
        ), term


def test_a_contributor_is_suggested_what_they_may_see() -> None:
    writer = make_user(CONTRIBUTOR)
    make_article(title="Open to all")
    make_article(title="Somebody else's draft", status=Status.DRAFT)
    make_article(title="Own draft", status=Status.DRAFT, editor=writer)
    found = suggestions(logged_in(writer), "relatedarticle", "target", "")
    assert sorted(found) == ["Open to all", "Own draft (draft)"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=scheduled", "s"),
        ("?state=published", "p"),
        ("?state=draft", "d"),
        ("?q=furmark2002", "p"),
        ("?writer=me", "d"),
    ],
)
def test_the_list_is_narrowed_by_state_writer_and_paper(query: str, expected: str) -> None:
    person = make_user(EDITOR)
    articles = {
        "s": make_article(title="Title s", status=SCHEDULED),
        "p": make_article(title="Title p", paper=make_reference("furmark2002")),
        "d": make_article(title="Title d", status=Status.DRAFT, editor=person),
    }
    shown = Page.of(logged_in(person).get(LIST + query)).with_id("result_list")[0].text
    assert [name for name in articles if f"Title {name}" in shown] == [expected]


def test_the_list_of_articles_costs_the_same_queries_for_any_number_of_articles(editor: Client) -> None:
    assert_same_queries_for_any_number(
        LIST, lambda n: [make_article(editor=make_user(EDITOR)) for _ in range(n)], editor
    )


def test_the_list_of_images_costs_the_same_queries_for_any_number_of_images(editor: Client) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            make_article(image=make_drawing())

    make_image()
    assert_same_queries_for_any_number("/admin/articles/image/", add, editor)


def test_the_change_form_costs_a_bounded_number_of_queries(editor: Client) -> None:
    article = (
        make_article(tags=[make_tag()], summary="A [@a1].", full_post="B [@a1].") if make_reference("a1") else None
    )
    assert article

    def add(number: int) -> None:
        keys = [make_reference().key for _ in range(number)]
        tags = [make_tag() for _ in range(number)]
        current = content_of(article)
        fields = {
            "tags": [tag.pk for tag in [*article.tags.all(), *tags]],
            "full_post": current.full_post + "".join(f" [@{key}]" for key in keys),
        }
        assert saved(editor, article, **fields).status_code == 302

    assert_same_queries_for_any_number(change(article), add, editor)
