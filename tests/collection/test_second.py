"""A collection of another field, made up for tests: its pages speak of soils, and of nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from articles.models import Article
from articles.status import Status
from bibliography.models import Reference
from collection.exporting import export
from collection.loading import load
from members.roles import EDITOR
from tags.models import Tag
from tests.collection.folders import contents
from tests.editing import ADD, FORM, errors_of, logged_in
from tests.factories import make_user
from tests.filled import sent
from tests.page import Page
from tests.queries import queries_of

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
    assert [chip.classes for chip in page.with_class("chip")] == [["chip", "is-own-soil-type"], ["chip", "is-teal"]]
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


def written(client: Client, **facts: str) -> Article:
    """A paper summary as an editor types it, complete but for `facts`."""
    response = sent(
        client, ADD, FORM,
        kind="paper-summary", paper=Reference.objects.get(key="record-three").pk, title="Chalk under the clover",
        standfirst="A third pit.", key_points="It is white.", summary="Chalk [@record-three].",
        full_post="## Dug\n\nYes.",
        tags=[Tag.objects.get(slug="drainage").pk], categories=[Tag.objects.get(slug="ground").pk], **facts,
    )  # fmt: skip
    assert response.status_code == 302, errors_of(response)
    return Article.objects.get(slug="chalk-under-the-clover")


def published(client: Client, article: Article) -> str:
    """What the page says when somebody has pressed the button."""
    response = sent(client, f"/admin/articles/article/{article.pk}/change/", FORM, ("_act", "publish"))
    if response.status_code == 302:
        response = client.get(response.headers["Location"])
    return Page.of(response).text


def test_an_editor_is_asked_for_the_facts_of_this_site(loaded: None) -> None:
    page = Page.of(logged_in(make_user(EDITOR)).get(ADD))
    assert page.with_id("id_soil")[0].attributes["placeholder"] == "Podzol"
    assert "Four facts about the paper." in page.text
    assert "The type, as the paper calls it." in page.text
    assert not page.with_id("id_design")
    assert page.title == "Add article · Under the Plough: editing"


def test_an_article_with_the_facts_of_this_site_is_written_and_published(loaded: None) -> None:
    editor = logged_in(make_user(EDITOR))
    article = written(
        editor,
        soil="Rendzina",
        soil_detail="On chalk",
        depth="0 to 10 cm",
        confidence="low",
        confidence_detail="One pit",
    )
    published(editor, article)
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert article.at_a_glance == {
        "soil": {"answer": "Rendzina", "detail": "On chalk"},
        "depth": {"answer": "0 to 10 cm", "detail": ""},
        "confidence": {"level": "low", "reason": "One pit"},
    }
    glance = Page.of(Client().get(article.get_absolute_url())).with_class("glance")[0].text
    assert glance == "Soil RendzinaOn chalk Depth 0 to 10 cm How sure we are LowOne pit"


def test_an_article_without_a_fact_that_this_site_requires_is_not_published(loaded: None) -> None:
    editor = logged_in(make_user(EDITOR))
    article = written(editor, soil="Rendzina", season="Spring", confidence="low", confidence_detail="One pit")
    assert "Fill in at a glance: Depth." in published(editor, article)
    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert Client().get(article.get_absolute_url()).status_code == 404
