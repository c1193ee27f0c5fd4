"""What all operations have in common: methods, formats, ETags, other sites, limits, and problems told as such."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from api.limits import Limits, limits, network_of
from api.problems import KINDS, Problem
from members.roles import EDITOR, MEMBER
from tests.api.programs import ROOT, Program, token_of, token_with_all_scopes
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db

PROBLEM: Final = "application/problem+json"


def is_problem(response: Any, status: int) -> bool:
    said = response.json()
    return (
        response.status_code == said["status"] == status
        and response["Content-Type"] == PROBLEM
        and bool(said["detail"])
        and said["title"] == KINDS[status][1]
    )


# --- Methods and formats ------------------------------------------------------------------------------------------


def test_a_method_that_an_address_does_not_take_is_told_with_those_it_does() -> None:
    for method in ("post", "put", "patch", "delete"):
        response = Program().send(method, "/articles", {})
        assert is_problem(response, 405), method
        assert response["Allow"] == "GET, HEAD, OPTIONS"
    response = Program().send("delete", "/openapi.json")
    assert is_problem(response, 405)


def test_head_answers_as_get_does_without_a_body() -> None:
    make_article("one")
    for path in ("/articles", "/articles/one", "/topics", "/openapi.json", "/articles/none"):
        get, head = Program().read(path), Program().head(f"{ROOT}{path}")
        assert head.status_code == get.status_code
        assert head.content == b""
        changing = {"RateLimit"}
        assert {n: v for n, v in head.items() if n not in changing} == {
            n: v for n, v in get.items() if n not in changing
        }


@pytest.mark.parametrize(
    ("accept", "status"),
    [("", 200), ("*/*", 200), ("application/json", 200), ("application/*;q=0.1", 200), ("text/html, */*;q=0.1", 200),
     ("application/vnd.api+json", 200), ("text/html", 406), ("application/json;q=0", 406),
     ("image/png, text/csv", 406)],
)  # fmt: skip
def test_json_comes_to_whoever_takes_it(accept: str, status: int) -> None:
    response = Program().read("/taxonomies", Accept=accept)
    assert response.status_code == status
    assert status == 200 or is_problem(response, 406)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_a_form_of_another_site_could_send_is_not_read(kind: str) -> None:
    program = Program(token_with_all_scopes(make_user(EDITOR)))
    response = program.post(f"{ROOT}/drafts", data=b'{"title": "x"}', content_type=kind)
    assert is_problem(response, 415)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"title": NaN', b"[" * 100_000])
def test_a_body_that_is_no_json_is_told_as_such(body: bytes) -> None:
    program = Program(token_with_all_scopes(make_user(EDITOR)))
    response = program.post(f"{ROOT}/drafts", data=body, content_type="application/json")
    assert is_problem(response, 400) or is_problem(response, 422)


@pytest.mark.parametrize(
    ("said", "pointer"),
    [({"titel": "x"}, "/titel"), ({"title": 5}, "/title"), ({"title": "a\0b"}, "/title"), ({"tags": "fear"}, "/tags"),
     ({"tags": ["x"] * 201}, "/tags"), ({"related": [{"slug": "x"}]}, "/related/0/relation"),
     ({"kind": "poem"}, "/kind"),
     ({"summary": "x" * 400_001}, "/summary"),
     ({"at_a_glance": {"design": {"words": "x"}}}, "/at_a_glance/design/words")],
)  # fmt: skip
def test_a_fault_in_a_body_is_told_with_its_place(said: dict[str, Any], pointer: str) -> None:
    response = Program(token_with_all_scopes(make_user(EDITOR))).send("post", "/drafts", said)
    assert is_problem(response, 422)
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_half_a_character_is_refused_and_never_an_error_of_ours() -> None:
    program = Program(token_with_all_scopes(make_user(EDITOR)))
    body = rb'{"title": "a\ud800b", "key_points": ["\udfff"]}'
    assert is_problem(program.post(f"{ROOT}/drafts", data=body, content_type="application/json"), 422)


# --- ETags and other sites ----------------------------------------------------------------------------------------


def test_who_has_an_answer_already_is_told_so_until_it_changes() -> None:
    make_article("one")
    first = Program().read("/articles")
    again = Program().read("/articles", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert Program().read("/articles", **{"If-None-Match": f'"x", W/{first["ETag"]}'}).status_code == 304
    make_article("two")
    assert Program().read("/articles", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_of_other_sites_may_read_what_needs_no_token() -> None:
    asked = Client().options(f"{ROOT}/articles", headers={"Origin": "https://other.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" not in asked["Access-Control-Allow-Headers"].lower()
    response = Program().read("/articles", Origin="https://other.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Access-Control-Allow-Origin" not in Program().send("post", "/drafts", {})


def test_an_answer_has_nothing_to_do_with_cookies() -> None:
    response = Program().read("/articles")
    assert "Cookie" not in response["Vary"]
    assert "Authorization" in response["Vary"]


# --- Limits -------------------------------------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_who_asks_too_often_is_told_when_to_come_back(settings: Any) -> None:
    settings.API_REQUESTS_BY_ADDRESS = 5
    limits.leases.clear()
    program = Program()
    left = []
    for _ in range(5):
        response = program.read("/taxonomies", **{"X-Forwarded-For": "x"})
        assert response.status_code == 200
        assert response["RateLimit-Policy"] == '"address";q=5;w=60'
        left.append(response["RateLimit"].split(";")[1])
    assert left == ["r=4", "r=3", "r=2", "r=1", "r=0"]
    response = program.read("/taxonomies")
    assert is_problem(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60
    limits.leases.clear()


@time_machine.travel(NOW, tick=False)
def test_tokens_are_counted_by_themselves_and_those_that_do_not_hold_by_address(settings: Any) -> None:
    settings.API_REQUESTS_BY_ADDRESS, settings.API_REQUESTS_BY_TOKEN = 2, 3
    limits.leases.clear()
    user = make_user(MEMBER)
    one, two, wrong = Program(token_of(user)), Program(token_of(user)), Program("cbtn_x")
    assert [one.read("/taxonomies").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert two.read("/taxonomies").status_code == 200
    assert [wrong.read("/taxonomies").status_code for _ in range(3)] == [401, 401, 429]
    assert Program().read("/taxonomies").status_code == 429
    limits.leases.clear()


@time_machine.travel(NOW, tick=False)
def test_processes_share_a_limit_and_together_never_give_out_more() -> None:
    processes, given = [Limits(), Limits(), Limits()], 0
    for turn in range(400):
        with suppress(Problem):
            processes[turn % 3].take("address", "198.51.100.7", 100)
            given += 1
    assert given == 100


@time_machine.travel(NOW, tick=False)
def test_a_minute_with_very_many_addresses_takes_no_more_memory_and_gives_nobody_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.limits.MOST_KEPT", 3)
    ours, given = Limits(), 0
    for turn in range(12):
        with suppress(Problem):
            ours.take("address", "198.51.100.7", 4)
            given += 1
        for other in range(4):
            ours.take("address", f"2001:db8:{turn}:{other}::/64", 4)
            assert len(ours.leases) <= 3
    assert given == 4


def test_a_new_minute_begins_with_the_whole_limit() -> None:
    ours = Limits()
    with time_machine.travel(NOW, tick=False):
        assert [ours.take("token", "1", 2).left for _ in range(2)] == [1, 0]
        with pytest.raises(Problem):
            ours.take("token", "1", 2)
    with time_machine.travel(NOW + timedelta(days=366), tick=False):
        assert ours.take("token", "1", 2).left == 1


def test_the_addresses_of_one_customer_count_as_one() -> None:
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::") != network_of("2001:db8:1:3::5")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("not an address") == "not an address"


# --- Problems everywhere ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/", 404), ("/api/v2/articles", 404), ("/api/v1/nowhere", 404), ("/api/v1/articles/%00", 400),
     ("/api/v1/articles?limit=%00", 400), ("/api/v1/articles?q=%ff", 400), ("/api/v1/search?q=a&page=0", 404),
     (f"/api/v1/articles?disorder={'a' * 5000}", 400), ("/api/v1/topics/no", 404), ("/api/v1/lists/no", 404),
     ("/api/v1/references/no", 404), ("/api/v1/drafts/99999999999999999999", 404)],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_whatever_goes_wrong_below_this_address_is_told_as_a_problem(path: str, status: int) -> None:
    assert is_problem(Client().get(path), status)


def test_a_host_that_is_not_ours_and_a_body_too_large_are_told_as_problems() -> None:
    assert is_problem(Client().get(f"{ROOT}/articles", headers={"Host": "evil.example"}), 400)
    large = Client().post(f"{ROOT}/drafts", data=b"x" * 2_200_000, content_type="application/json")
    assert is_problem(large, 413)


def test_while_the_database_is_away_programs_hear_when_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("it is away")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    response = Client(raise_request_exception=False).get(f"{ROOT}/articles")
    assert is_problem(response, 503)
    assert response["Retry-After"] == "5"


def test_a_fault_of_ours_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.edge.take", lambda *_: 1 / 0)
    response = Client(raise_request_exception=False).get(f"{ROOT}/articles")
    assert is_problem(response, 500)
    assert "division" not in response.content.decode()


# --- The page for people ------------------------------------------------------------------------------------------


def test_the_page_names_every_operation_problem_and_scope() -> None:
    text = Client().get(f"{ROOT}/docs/").content.decode()
    described = json.loads(Client().get(f"{ROOT}/openapi.json").content)
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        assert f"<code>{path}</code>" in text
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
    for name, _ in KINDS.values():
        assert f'id="problem-{name}"' in text
    assert Client().get("/account/tokens/new/").status_code == 302
