"""Error pages: each can be made with what Django gives it, and shows a way on."""

import logging
import re
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.utils import ConnectionHandler
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.csrf import csrf_failure

from cbtneuro.outages.errors import is_away
from cbtneuro.outages.logs import SAID_EVERY, OutageInOneLine

pytestmark = pytest.mark.both_engines
CODES = ["400", "403", "404", "410", "429", "500", "503"]
SCOLDING = re.compile(r"\b(?:please|sorry|oops|invalid)\b|!", re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_every_error_page_can_be_made_from_nothing(code: str) -> None:
    """Django renders 400 and 500 without a request; a fault may strike before any context exists."""
    page = render_to_string(f"errors/{code}.html")
    assert '<form class="bigsearch" action="/search/"' in page
    for way_on in ("/tags/", "/lists/", "/latest/"):
        assert f'href="{way_on}"' in page


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_the_names_that_django_and_allauth_look_up_give_the_same_pages(name: str) -> None:
    assert render_to_string(f"{name}.html").strip() == render_to_string(f"errors/{name}.html").strip()


@pytest.mark.parametrize("code", CODES)
def test_error_pages_keep_the_voice_and_stay_out_of_indexes(code: str) -> None:
    page = render_to_string(f"errors/{code}.html")
    words = re.sub(r"<[^>]+>", " ", page)
    assert not SCOLDING.search(words)
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


@pytest.mark.django_db
def test_a_missing_page_is_404_with_the_site_around_it_and_no_way_back_to_it(client: Client) -> None:
    response = client.get("/nothing/here/?next=https://elsewhere.example/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.text
    assert "next=" not in response.text


def test_a_withdrawn_article_gives_its_reason() -> None:
    assert "The paper was retracted." in render_to_string("errors/410.html", {"reason": "The paper was retracted"})


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do() -> None:
    response = csrf_failure(RequestFactory().post("/login/"))
    assert response.status_code == 403
    assert b"This form was open too long" in response.content


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_database")
@pytest.mark.parametrize("address", ["/latest/", "/search/?q=fear", "/tags/", "/login/", "/nothing/here/"])
def test_without_its_database_a_page_says_that_the_site_comes_back(address: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "of-a-member"
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "The site is away for a moment" in response.text
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def outage_in_one_line(monkeypatch: pytest.MonkeyPatch) -> OutageInOneLine:
    """The filter of the site's log, as if no outage had been told yet, and once however often logs were set up here."""
    logger = logging.getLogger("django.request")
    assert any(isinstance(each, OutageInOneLine) for each in logger.filters)
    fresh = OutageInOneLine()
    monkeypatch.setattr(logger, "filters", [fresh])
    return fresh


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_database")
def test_an_outage_is_one_line_in_the_log_however_many_pages_it_costs(
    outage_in_one_line: OutageInOneLine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_thrice() -> list[logging.LogRecord]:
        caplog.clear()
        for _ in range(3):
            assert Client(raise_request_exception=False).get("/latest/").status_code == 503
        return [record for record in caplog.records if record.name == "django.request"]

    (record,) = ask_thrice()
    assert record.getMessage().startswith("The database is away; pages answer 503. ")
    assert "\n" not in logging.Formatter().format(record)
    assert ask_thrice() == []
    monkeypatch.setattr(outage_in_one_line, "quiet_until", outage_in_one_line.quiet_until - SAID_EVERY)
    assert len(ask_thrice()) == 1


def mistaken() -> None:
    raise ProgrammingError("a mistake of ours")


@pytest.mark.django_db
def test_what_is_no_outage_is_told_each_time_with_the_way_there(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ensure_connection", mistaken)
    for _ in range(2):
        assert Client(raise_request_exception=False).get("/latest/").status_code == 500
    assert [bool(record.exc_info) for record in caplog.records if record.name == "django.request"] == [True, True]


@pytest.mark.django_db
def test_a_mistake_in_a_statement_is_not_taken_for_an_absent_database(tmp_path: Path) -> None:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "empty.sqlite3")}
    wrapper = ConnectionHandler({"default": database})["default"]
    with pytest.raises(OperationalError) as caught, wrapper.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")
    wrapper.close()
    assert not is_away(caught.value)


def test_the_class_of_the_driver_says_it_too() -> None:
    """As a cursor raises it that is closed while the server goes; in SQLite's the code decides."""
    driver = connection.Database  # type: ignore[attr-defined]  # the stubs know no driver
    assert is_away(driver.OperationalError("server closed the connection unexpectedly"))
    assert not is_away(driver.ProgrammingError("no such column"))


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_page_for_what_broke_needs_no_collected_file(code: str) -> None:
    page = render_to_string(f"errors/{code}.html")
    assert "/static/" not in page
    assert "<h1>" in page
