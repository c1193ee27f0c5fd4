"""The page for readers without a connection, and the worker that keeps pages for it."""

import pytest
from django.test import Client, override_settings

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_worker_serves_the_whole_site_and_is_asked_for_anew(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert 'KEPT_BELOW = ["/latest/", "/articles/", "/tags/", "/lists/"];' in response.text.replace("\\u002D", "-")


def test_it_is_the_same_for_everybody_and_another_in_another_version(client: Client) -> None:
    as_visitor = client.get("/service-worker.js").content
    client.force_login(make_user())
    assert client.get("/service-worker.js").content == as_visitor
    with override_settings(TIME_ZONE="Asia/Tokyo"):
        assert client.get("/service-worker.js").content != as_visitor


def test_the_page_in_the_place_of_what_was_not_read_is_for_nobodys_index(client: Client) -> None:
    page = client.get("/offline/").text
    assert "There is no connection" in page
    assert '<meta name="robots" content="noindex">' in page
