"""What each process keeps of the site: never older than some seconds, and never what was rolled back."""

from dataclasses import replace
from time import monotonic

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from pytest_django import Settings

from articles.models import SiteSettings
from articles.site import snapshot
from articles.site.snapshot import ASKED_AGAIN_AFTER, current_site, forget, site_name, store, stored_site
from articles.site.values import DEFAULT, Fact
from tests.databases import shipped_site
from tests.page import Page
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
OTHER = replace(DEFAULT, name="Under the Plough", facts=(Fact("soil", "Soil", required=True),))


def test_what_is_stored_comes_back_as_it_was() -> None:
    for site in (shipped_site(), OTHER, DEFAULT):
        store(site)
        assert stored_site() == site


def test_a_site_that_nobody_described_has_neutral_words() -> None:
    SiteSettings.objects.all().delete()
    forget()
    assert (stored_site(), current_site()) == (None, DEFAULT)
    page = Page.of(Client().get("/about/"))
    assert page.title == "How we summarise · Research summaries"
    assert "what studies have found about its subject" in page.text


def test_whoever_stores_a_site_sees_it_at_once() -> None:
    store(OTHER)
    assert current_site() == OTHER


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_kept() -> None:
    with transaction.atomic():
        store(OTHER)
        assert current_site() == OTHER
        transaction.set_rollback(True)
    assert current_site() == shipped_site()


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_within_a_transaction_is_not_seen_in_the_rest_of_it() -> None:
    with transaction.atomic():
        with transaction.atomic():
            store(OTHER)
            transaction.set_rollback(True)
        assert current_site() == shipped_site()
        store(OTHER)
        with transaction.atomic():
            store(DEFAULT)
            transaction.set_rollback(True)
        assert current_site() == OTHER
    assert current_site() == OTHER


@pytest.mark.django_db(transaction=True)
def test_what_another_process_stored_is_seen_after_some_seconds_and_costs_no_query_before(
    settings: Settings,
) -> None:
    current_site()
    SiteSettings.objects.update(name="Elsewhere")
    assert queries_of("/about/") == []
    assert site_name() == "CBT Neuro"
    settings.SITE_KEPT_FOR = 0
    assert site_name() == "Elsewhere"


def broken(*_: object) -> None:
    raise OperationalError("the database is gone")


@pytest.mark.parametrize("is_kept", [True, False])
def test_pages_that_need_nothing_else_come_while_no_database_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    client = Client(raise_request_exception=False)
    if is_kept:
        settings.SITE_KEPT_FOR = 0
    else:
        monkeypatch.setattr(snapshot, "_of_process", None)
    name = shipped_site().name if is_kept else DEFAULT.name
    with connection.execute_wrapper(broken):
        about, home, missing = (client.get(address) for address in ("/about/", "/", "/nowhere/"))
    assert (about.status_code, home.status_code, missing.status_code) == (200, 503, 404)
    assert Page.of(about).title == f"How we summarise · {name}"
    assert name in missing.text
    forget()
    assert current_site() == shipped_site()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_page_waits_once_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch, is_known: bool) -> None:
    asked = []
    forget()
    if not is_known:
        monkeypatch.setattr(snapshot, "_of_process", None)

    def wait(*_: object) -> None:
        asked.append(1)
        raise OperationalError("the database is gone")

    now = monotonic()
    monkeypatch.setattr(snapshot, "monotonic", lambda: now)
    with connection.execute_wrapper(wait):
        page = Client().get("/login/")
        assert (page.status_code, len(asked)) == (200, 1)
        monkeypatch.setattr(snapshot, "monotonic", lambda: now + ASKED_AGAIN_AFTER)
        assert Client().get("/login/").status_code == 200
    assert len(asked) == 2
    assert (shipped_site() if is_known else DEFAULT).name in page.text
    forget()


def test_while_one_thread_waits_for_a_database_that_is_away_the_others_go_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    current_site()
    later = monotonic() + settings.SITE_KEPT_FOR
    monkeypatch.setattr(snapshot, "monotonic", lambda: later)
    asked = 0

    def wait(*_: object) -> None:
        nonlocal asked
        asked += 1
        assert asked == 1
        assert current_site() == shipped_site()  # as another thread would ask meanwhile
        raise OperationalError("the database is gone")

    with connection.execute_wrapper(wait):
        assert current_site() == shipped_site()
    assert asked == 1


def test_the_environment_may_name_the_site_apart_from_its_collection(settings: Settings) -> None:
    settings.SITE_NAME = "The staging site"
    assert site_name() == "The staging site"
    assert Page.of(Client().get("/about/")).title == "How we summarise · The staging site"


def test_there_is_one_row_and_it_has_a_name() -> None:
    for wrong in ({"pk": 2, "name": "Another"}, {"pk": 1, "name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteSettings(**wrong).save(force_insert=wrong["pk"] == 2)
