"""One style for the site: the collection says which, and everything that is stored follows it."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from articles.documents.storing import is_wrong
from articles.site.snapshot import current_site, store
from bibliography.models import Reference
from bibliography.writing import save_reference
from collection.exporting import export
from collection.loading import load
from tests.collection.folders import SITE, write_folder
from tests.factories import make_article, make_reference

pytestmark = pytest.mark.django_db


def test_stored_citations_and_pages_follow_the_style_of_the_site(client: Client) -> None:
    paper = make_reference()
    article = make_article(kind="paper-summary", paper=paper, status="published")
    before = client.get(article.get_absolute_url()).content.decode()
    store(replace(current_site(), citation_style="vancouver"))
    paper.refresh_from_db()
    after = client.get(article.get_absolute_url()).content.decode()
    assert paper.citation_html in after
    assert paper.citation_html not in before
    assert "Available from: " in after
    assert not is_wrong(article.pk)


def test_a_reference_is_stored_in_the_style_of_the_site() -> None:
    store(replace(current_site(), citation_style="ieee"))
    record = {"type": "book", "title": "A book", "author": [{"family": "Doe", "given": "Jo"}]}
    assert save_reference("doe", record).citation_html == "J. Doe, <i>A book</i>."


def test_the_collection_says_in_which_style_references_are_printed(tmp_path: Path) -> None:
    written = SITE + "citation_style: nature\n"
    load(write_folder(tmp_path / "in", {"site.yaml": written}), at=timezone.now(), tell=lambda *_: None)
    assert current_site().citation_style == "nature"
    export(tmp_path / "out")
    assert "\ncitation_style: nature\n" in (tmp_path / "out" / "site.yaml").read_text(encoding="utf-8")
    assert Reference.objects.get(key="furmark2002").citation_html.startswith("Furmark, T. ")
