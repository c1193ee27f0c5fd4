"""A collection of another field, made up for tests: its pages speak of soils, and of nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from articles.models import Article
from articles.publishing import PublishRefused, publish
from articles.revisions.beginning import begin
from articles.revisions.revision_content import empty, named, whole
from articles.status import Status
from collection.exporting import export
from collection.loading import load
from members.models import User
from members.roles import EDITOR
from tags.models import Tag
from tests.collection.folders import contents
from tests.editing import logged_in
from tests.factories import make_user
from tests.page import Page
from tests.queries import queries_of
from tests.times import NOW

pytestmark = pytest.mark.django_db

SECOND: Final = Path(__file__).parent / "second"
OTHER_FIELD: Final = re.compile(
    r"brain|therap|cognitive|behaviou?ral|\bcbt|neuro|disorder|amygdala|doctor|medical", re.IGNORECASE
)
PAGES: Final = {
    "/": ["Under the Plough: what is known of soils", "Soil type", "Podzol", "Two soils side by side"],
    "/about/": ["soils and what lives in them", "in the field", "in two groups", "“a survey of 500 farms”"],
    "/terms/": ["in place of an agronomist", "5. No farming advice"],
    "/privacy/": ["Under the Plough"],
    "/latest/": ["The newest summaries of research on soils.", "Fen peat"],
    "/tags/": ["Organic carbon", "ordered by soil type and property"],
    "/tags/peat/": ["Soil type", "Wet peat keeps its carbon"],
    "/tags/matrix/": ["Acidity", "Podzol"],
    "/search/": ["Type a soil, a property, an author", '"organic carbon"', "podz*"],
    "/search/?q=podz*": ["Sour ground under pines"],
    "/lists/first-spadeful/": ["It shows both pits."],
    "/feeds/latest.atom": ["Under the Plough: latest summaries", "Short summaries of research on soils."],
    "/articles/sour-ground-under-pines/": [
        "Depth 0 to 30 cm", "How sure we are Very low", "The Under the Plough editors",
    ],
    "/articles/soils-at-a-glance/": ["Podzol · 0 to 30 cm"],  # of the article beside it
    "/articles/soils-at-a-glance/cite.bib": ["Under the Plough"],
    "/nowhere/": ["Every soil type and property, with counts"],
    "/login/": ["Under the Plough"],
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(SECOND, at=timezone.now(), tell=lambda *_: None)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("address", "said"), PAGES.items(), ids=PAGES)
def test_a_page_speaks_of_this_field_and_of_no_other(loaded: None, address: str, said: list[str]) -> None:
    html = Client().get(address).content.decode()
    text = html + " ".join(element.text for element in Page(html).with_tag("title", "h2", "dl", "footer", "div"))
    assert [words for words in said if words not in text and words.replace('"', "&quot;") not in text] == []
    assert OTHER_FIELD.findall(html) == []


def test_it_comes_out_byte_for_byte(loaded: None, tmp_path: Path) -> None:
    export(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(SECOND)


def test_its_topics_have_the_colours_and_shapes_that_it_gives_them(loaded: None) -> None:
    page = Page.of(Client().get("/articles/sour-ground-under-pines/"))
    assert [chip.classes for chip in page.with_class("chip")] == [
        ["chip", "is-own-soil-type"],
        ["chip", "is-teal"],
        ["chip", "is-blue"],
    ]
    address = next(link for link in page.links() if link.startswith("/site.css"))
    sheet = Client().get(address)
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent: light-dark(#6B3A1A,#E8B48A);" in sheet.text
    assert ".is-own-soil-type { --c: light-dark(#7A3B12,#F0C49C); }" in sheet.text
    assert Client().get("/site.css?v=older")["Cache-Control"] == "no-cache"


def test_its_own_words_and_colours_cost_a_page_no_query(loaded: None) -> None:
    assert queries_of("/about/") == []
    assert queries_of("/site.css") == []


# --- Writing and publishing ---------------------------------------------------------------------------------------

FACTS: Final = {
    "soil": {"answer": "Rendzina", "detail": "On chalk"},
    "confidence": {"level": "low", "reason": "One pit"},
}


def written(by: User, **facts: Any) -> Article:
    """A paper summary as an editor writes it, complete but for `facts`."""
    said = {
        "title": "Chalk under the clover", "slug": "chalk-under-the-clover", "standfirst": "A third pit.",
        "paper": "record-three", "key_points": ["It is white."], "summary": "Chalk [@record-three].",
        "full_post": "## Dug\n\nYes.", "at_a_glance": {**FACTS, **facts},
        "tags": named([Tag.objects.get(slug="drainage")]), "categories": named([Tag.objects.get(slug="ground")]),
    }  # fmt: skip
    return begin(whole({**empty("paper-summary"), **said}), kind="paper-summary", by=by, at=NOW)


def test_an_editor_is_asked_for_the_facts_of_this_site(loaded: None) -> None:
    editor = make_user(EDITOR)
    page = Page.of(logged_in(editor).get(reverse("desk:edit", args=[written(editor).pk])))
    placeholders = [field.attributes.get("placeholder") for field in page.with_tag("input", "textarea")]
    assert "Podzol" in placeholders
    assert "The type, as the paper calls it." in page.text
    assert not [field for field in page.with_tag("input") if "design" in field.attributes.get("name", "")]


def test_an_article_with_the_facts_of_this_site_is_written_and_published(loaded: None) -> None:
    editor = make_user(EDITOR)
    article = written(editor, depth={"answer": "0 to 10 cm", "detail": ""})
    publish(article, article.draft.head, by=editor, at=NOW)
    glance = Page.of(Client().get(article.get_absolute_url())).with_class("glance")[0].text
    assert glance == "Soil RendzinaOn chalk Depth 0 to 10 cm How sure we are LowOne pit"


def test_an_article_without_a_fact_that_this_site_requires_is_not_published(loaded: None) -> None:
    editor = make_user(EDITOR)
    article = written(editor, season={"answer": "Spring", "detail": ""})
    with pytest.raises(PublishRefused, match="Fill in at a glance: Depth"):
        publish(article, article.draft.head, by=editor, at=NOW)
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT
