"""Standing pages, and what machines ask for."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from articles.site.values import CONFIDENCE_LEVELS, SHAPES, Look, Site
from members.consent import CURRENT_VERSION

pytestmark = pytest.mark.django_db
STANDING = ["/about/", "/terms/", "/privacy/", "/accessibility/"]


@pytest.mark.parametrize("address", STANDING)
def test_standing_pages_are_open_and_set_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    "address", [*STANDING, "/robots.txt", "/health/", "/health/live", "/health/ready", "/.well-known/security.txt"]
)
def test_standing_pages_are_only_read(client: Client, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/terms/", "/privacy/"])
def test_terms_and_privacy_show_the_version_that_members_agree_to(client: Client, address: str) -> None:
    assert f"Version {CURRENT_VERSION}" in client.get(address).text


@pytest.mark.parametrize("address", STANDING)
def test_standing_pages_say_where_to_write(client: Client, address: str) -> None:
    assert f"mailto:{settings.CONTACT_EMAIL}" in client.get(address).text


def test_each_level_of_confidence_has_a_row_on_the_page_that_explains_it_and_a_bar_more(client: Client) -> None:
    rows = re.findall(r'<th scope="row">\s*(<svg.*?</svg>)\s*([^<]+)</th>', client.get("/about/").text, re.DOTALL)
    explained = [(word.strip().lower(), bars.count('class="on"')) for bars, word in rows]
    drawn = [render_to_string("_confidence.html", {"level": slugify(level)}) for level in CONFIDENCE_LEVELS]
    beside_articles = [(level, bars.count('class="on"')) for level, bars in zip(CONFIDENCE_LEVELS, drawn, strict=True)]
    assert explained == beside_articles == [(level, bars) for bars, level in enumerate(CONFIDENCE_LEVELS, start=1)]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_that_a_site_may_choose_is_drawn_and_differs_from_the_others(shape: str) -> None:
    drawn = {
        name: render_to_string("_glyph.html", {"kind": "x", "SITE": Site("", looks={"x": Look(name)})})
        for name in SHAPES
    }
    assert re.search(r"<(path|circle) ", drawn[shape])
    assert [name for name in SHAPES if drawn[name] == drawn[shape]] == [shape]


def test_every_page_ends_with_the_agreement(client: Client) -> None:
    page = client.get("/about/").text
    foot = page[page.index("<footer") :]
    assert "By using this site you agree to the" in foot
    assert 'href="/terms/"' in foot
    assert 'href="/privacy/"' in foot


def test_robots_keep_out_of_private_pages_and_find_the_sitemap(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /account/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert not any(line.startswith("Disallow: /articles") for line in lines)


def test_password_managers_are_sent_to_the_form(client: Client) -> None:
    response = client.get("/.well-known/change-password")
    assert response.status_code == 302
    assert response["Location"] == "/password/change/"


def test_security_contact_has_not_run_out(client: Client) -> None:
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"] == f"mailto:{settings.CONTACT_EMAIL}"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=366)
