"""Under maintenance readers go on reading, nobody changes anything, and everybody is told."""

import threading
from collections.abc import Iterator
from io import StringIO
from time import monotonic
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cbtneuro.outages.maintenance import Informed
from cbtneuro.page_cache.due import OnTime
from harvesting.models import HarvestRecord
from members.models import Token
from members.roles import ADMINISTRATOR, EDITOR
from operations.management.commands import maintenance as command
from operations.models import Maintenance
from operations.read_only import state
from operations.read_only.state import IN_DOUBT, begin, end, known
from tests.api.programs import Program, token_with_all_scopes
from tests.cbtneuro.page_cache.visitors import Content, Counting, asked, front
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
SINCE = NOW
MESSAGE = "Until ten, for a new disk."


@pytest.fixture(autouse=True)
def _each_test_from_nothing() -> Iterator[None]:
    yield
    known.forget()


@pytest.fixture
def maintained() -> None:
    begin(MESSAGE, at=SINCE)
    hear()


def as_it_is() -> None:
    """The connection of a test stays open: its transaction is undone."""


def hear() -> None:
    """As a process does half a second later."""
    known.asked_at = known.failed_at = state.NEVER
    known.ask(as_it_is)


class Away:
    """A table that does not answer. `times`: how often it was asked."""

    times = 0

    def first(self) -> None:
        self.times += 1
        raise OperationalError


@pytest.mark.usefixtures("maintained")
def test_readers_and_members_go_on_reading(client: Client) -> None:
    article = make_article()
    for person in (client, Client()):
        if person is client:
            person.force_login(make_user())
        for address in ("/", "/latest/", article.get_absolute_url(), "/search/?q=fear", "/health/ready", "/about/"):
            assert person.get(address).status_code == 200, address


@pytest.mark.usefixtures("maintained")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_whatever_would_change_something_is_refused_in_words(client: Client, method: str) -> None:
    client.force_login(make_user(EDITOR))
    for address in ("/login/", "/desk/articles/new/", "/account/erase/", "/library/", "/no-such-page/"):
        response = getattr(client, method)(address, {"title": "New"})
        assert (response.status_code, response["Retry-After"]) == (503, "120"), address
        assert "Nothing can be saved just now" in response.content.decode()
        assert MESSAGE in response.content.decode()
        assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("maintained")
def test_programs_are_told_as_programs_are(client: Client) -> None:
    response = client.post("/api/v1/articles", {}, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert MESSAGE in response.json()["detail"]
    assert response["Retry-After"] == "120"
    assert client.get("/api/v1/articles").status_code == 200


@pytest.mark.usefixtures("maintained")
def test_one_may_leave_and_machines_may_ask(client: Client) -> None:
    make_article()
    client.force_login(make_user())
    assert client.post("/logout/").status_code == 302
    assert client.post("/health/live").status_code == 405
    for answer in (client.post("/oai/", {"verb": "Identify"}), client.get("/oai/", {"verb": "Identify"})):
        assert answer.status_code == 200
    assert HarvestRecord.objects.filter(is_due=True).count() == 1  # nothing is noted
    end()
    hear()
    client.get("/oai/", {"verb": "Identify"})
    assert not HarvestRecord.objects.filter(is_due=True).exists()


@pytest.mark.usefixtures("maintained")
def test_who_works_here_sees_a_band_on_each_page_and_no_reader_does(client: Client) -> None:
    assert "nothing can be saved" not in client.get("/").content.decode()
    client.force_login(make_user(ADMINISTRATOR))
    for address in ("/desk/", "/desk/references/", "/admin/"):
        text = client.get(address).content.decode()
        assert ": nothing can be saved." in text, address
        assert MESSAGE in text, address
    end()
    hear()
    assert "nothing can be saved" not in client.get("/desk/").content.decode()


def test_a_process_asks_between_requests_and_twice_a_second_at_most() -> None:
    site = Informed(Counting(), as_it_is)
    known.forget()
    with CaptureQueriesContext(connection) as made:
        for _ in range(5):
            asked(site, "/")
    assert len(made) == 1


def test_who_asks_how_it_is_waits_for_no_answer_about_maintenance() -> None:
    site = Informed(Counting(), as_it_is)
    known.forget()
    with CaptureQueriesContext(connection) as made:
        assert asked(site, "/health/ready").status == 200
    assert len(made) == 0


def test_a_database_that_is_away_leaves_it_as_it_was_for_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    begin(MESSAGE, at=SINCE)
    hear()
    away = Away()
    monkeypatch.setattr(Maintenance.objects, "first", away.first)
    hear()
    assert known.now is not None
    assert not known.ask(as_it_is)
    assert away.times == 1


def test_who_changes_something_asks_again_soon_after_the_database_was_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process believes that it is off."""
    away, site, behind = Away(), Counting(), Counting()
    monkeypatch.setattr(Maintenance.objects, "first", away.first)
    for method in ("GET", "GET", "POST", "POST"):
        asked(Informed(site, as_it_is), "/", method)
    assert away.times == 3
    assert [environ[IN_DOUBT] for environ in site.environs] == [True] * 4
    monkeypatch.undo()
    begin(MESSAGE, at=SINCE)
    asked(Informed(behind, as_it_is), "/", "POST")
    assert known.now is not None
    assert not behind.environs[0][IN_DOUBT]


def test_who_waited_for_a_question_that_was_in_vain_asks_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Away()
    monkeypatch.setattr(Maintenance.objects, "first", away.first)
    known.failed_at = monotonic() + 60  # so this one came before
    assert not known.ask(as_it_is, to_change=True)
    assert not away.times


def test_nothing_is_changed_where_nobody_can_say_how_it_is(client: Client) -> None:
    in_doubt: dict[str, Any] = {IN_DOUBT: True}
    client.raise_request_exception = False
    assert client.post("/login/", {}, **in_doubt).status_code == 503
    assert client.get("/login/", **in_doubt).status_code == 200
    looked: list[int] = []
    site = OnTime(Counting(), interval=0)
    site.look = lambda: looked.append(1)  # type: ignore[method-assign]
    asked(site, "/", **in_doubt)
    assert not looked


def test_who_comes_while_another_asks_waits_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a process that was idle for an hour lets no second change through."""
    row, asking, may_answer = Maintenance(message=MESSAGE, since=SINCE), threading.Event(), threading.Event()
    heard: list[tuple[bool, Maintenance | None]] = []

    def first() -> Maintenance:
        asking.set()
        assert may_answer.wait(20)
        return row

    def come() -> None:
        heard.append((known.ask(as_it_is, to_change=True), known.now))

    monkeypatch.setattr(Maintenance.objects, "first", first)
    monkeypatch.setattr(state, "LONGEST_WAIT", 0.01)
    threads = [threading.Thread(target=come) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert asking.wait(20)
    assert not known.ask(as_it_is)  # who reads waits no longer than this
    assert not heard
    may_answer.set()
    for thread in threads:
        thread.join()
    assert heard == [(True, row)] * 2


@pytest.mark.usefixtures("maintained")
def test_nobody_is_logged_in_by_a_provider_and_no_use_of_a_token_is_noted(client: Client) -> None:
    assert client.get("/login/provider/back/", {"code": "1", "state": "2"}).status_code == 503
    program = Program(token_with_all_scopes(make_user(EDITOR)))
    assert program.read("/articles").status_code == 200
    assert Token.objects.get().last_used_at is None
    end()
    hear()
    program.read("/articles")
    assert Token.objects.get().last_used_at is not None


@pytest.mark.usefixtures("maintained")
def test_what_is_due_waits_until_it_is_over() -> None:
    looked: list[int] = []
    site = OnTime(Counting(), interval=0)
    site.look = lambda: looked.append(1)  # type: ignore[method-assign]
    asked(site, "/")
    assert not looked
    end()
    hear()
    asked(site, "/")
    assert looked == [1]


def test_a_kept_page_is_sent_without_a_question() -> None:
    site = Informed(front(Counting(), Content()), as_it_is)
    asked(site, "/")
    begin(MESSAGE, at=SINCE)
    hear()
    with CaptureQueriesContext(connection) as made:
        assert asked(site, "/").was_kept
    assert not made


def said(*arguments: Any) -> str:
    out = StringIO()
    call_command("maintenance", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_says_how_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(command, "sleep", waited.append)
    assert said() == "Maintenance is off."
    assert said("on", "--message", MESSAGE).startswith("Maintenance is on")
    first = Maintenance.objects.get()
    said("on", "--message", "Another.")
    assert Maintenance.objects.get().since == first.since
    assert said().endswith("Another.")
    assert said("off") == "Maintenance is off."
    assert said("off") == "Maintenance was off already."
    assert waited == [state.ASKED_EVERY] * 2
