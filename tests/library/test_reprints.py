"""A member's article as a PDF: what they may read of it, and nothing that they may not."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.models import Article
from library.reprints import reprint
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
SECRET = "zqhippocampus"  # stands in the full post alone


@pytest.fixture
def article() -> Article:
    return make_article("quieter", title="The quieter amygdala", full_post=f"## Weeks\n\nNine weeks of {SECRET}.")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML that would become a PDF."""
    seen: list[str] = []

    def seen_as_pdf(html: str, style: str) -> bytes:
        assert ":root" in style
        seen.append(html)
        return b"%PDF"

    monkeypatch.setattr(reprint, "pdf_from_beside", seen_as_pdf)
    return seen


def address(article: Article) -> str:
    return reverse("library:reprint", args=[article.slug])


def test_a_member_gets_a_pdf_that_nobody_keeps(client: Client, article: Article) -> None:
    client.force_login(make_user())
    response = client.get(address(article))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="quieter.pdf"'
    assert response["Cache-Control"] == "private, no-store"


def test_it_holds_the_full_post_for_a_member_and_a_visitor_is_sent_to_the_log_in(
    client: Client, article: Article, printed: list[str]
) -> None:
    response = client.get(address(article))
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")
    assert printed == []
    client.force_login(make_user())
    client.get(address(article))
    assert SECRET in printed[0]
    assert "http://testserver/articles/quieter/" in printed[0]


def test_a_draft_is_as_if_it_were_not(client: Client, printed: list[str]) -> None:
    draft = make_article("draft", status="draft")
    client.force_login(make_user())
    assert client.get(address(draft)).status_code == 404
    assert printed == []


def test_drawings_stand_in_it_as_files_and_a_photograph_that_is_closed_as_its_words(printed: list[str]) -> None:
    def none(address: str) -> bytes:
        raise LookupError(address)

    photograph = '<picture><source srcset="/images/3/a/320.webp"><img src="/images/3/a/320.png" alt="A scan"></picture>'
    made = reprint.in_pictures(
        f'<figure><svg role="img" aria-label="Two bars" viewBox="0 0 1 1"/></svg></figure>{photograph}', none
    )
    assert '<img src="data:image/svg+xml;base64,' in made
    assert 'alt="Two bars"' in made
    assert made.endswith("<p>A scan</p>")
    assert 'src="data:image/png;base64,' in reprint.in_pictures(photograph, lambda address: b"\x89PNG")


def test_where_the_extra_is_not_installed_there_is_neither_button_nor_pdf(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_user())
    assert "Save as PDF" in client.get(article.get_absolute_url()).text
    monkeypatch.setattr("library.reprints.pdf.find_spec", lambda name: None)
    assert "Save as PDF" not in client.get(article.get_absolute_url()).text
    assert client.get(address(article)).status_code == 404


def test_ten_in_ten_minutes_are_enough(client: Client, article: Article, printed: list[str]) -> None:
    cache.clear()
    client.force_login(make_user())
    assert [client.get(address(article)).status_code for _ in range(11)] == [200] * 10 + [429]
    assert len(printed) == 10
