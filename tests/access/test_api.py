"""What programs get: every operation, every kind of token, every state of an article."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.utils import timezone

from api.describing.document import generated
from members.entrance.tokens.scopes import (
    PUBLISH,
    READ_FULL,
    SCOPES,
    WRITE_DRAFTS,
    WRITE_REFERENCES,
    WRITE_TAGS,
)
from members.entrance.tokens.spelling import digest_of, new_token
from members.entrance.tokens.token_acts import end_token
from members.models import Token, User
from tests.access.answers import AS_ANYONE, AS_STAFF
from tests.access.crawl import body, by_pattern
from tests.access.world import (
    FULL_POST_WORDS,
    HIDDEN_WORDS,
    MEMBERS,
    PUBLIC,
    SECRET,
    STATES,
    World,
    found_in,
    word,
    words,
)
from tests.api.programs import Program

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

PEOPLE: Final = ("reader", "member", "contributor", "writer", "editor", "administrator")
AT_THE_DESK: Final = ("contributor", "writer", "editor", "administrator")
EDITORS: Final = ("editor", "administrator")
HELD: Final[dict[str, tuple[str, ...]]] = {  # whose role holds what a scope is for
    READ_FULL: ("member", *AT_THE_DESK), WRITE_REFERENCES: AT_THE_DESK, WRITE_DRAFTS: AT_THE_DESK,
    WRITE_TAGS: EDITORS, PUBLISH: EDITORS,
}  # fmt: skip
ONE_EACH: Final = [(), *((scope,) for scope in SCOPES), tuple(SCOPES)]
Answers = dict[str, int]


def program(world: World, person: str, scopes: tuple[str, ...], **columns: Any) -> Program:
    """By a token with these scopes, whatever the role: it may have been another one when the token was made."""
    token, now = new_token(), timezone.now()
    columns = {"made_at": now, "expires_at": now + timedelta(days=1), "scopes": list(scopes), **columns}
    user = world.people[person]
    assert user is not None
    Token.objects.create(user=user, name="A program", digest=digest_of(token), **columns)
    return Program(token)


def may(person: str, scopes: tuple[str, ...], scope: str) -> bool:
    return scope in scopes and person in HELD[scope]


def sees(person: str, scopes: tuple[str, ...]) -> Answers:
    """The answer to who asks for an article in each state; `writer` wrote them all."""
    if may(person, scopes, PUBLISH) or (person == "writer" and may(person, scopes, WRITE_DRAFTS)):
        return AS_STAFF
    return AS_ANYONE


def writes(person: str, scopes: tuple[str, ...]) -> int:
    """The answer to who works on a draft of `writer`, with a revision that is none."""
    if PUBLISH in scopes and WRITE_DRAFTS not in scopes:
        return 412 if may(person, scopes, PUBLISH) else 403
    if WRITE_DRAFTS not in scopes or person not in HELD[WRITE_DRAFTS]:
        return 403
    return 412 if person == "writer" or may(person, scopes, PUBLISH) else 404


# --- The operations, each with what it answers --------------------------------------------------------------------


def of_article(state: str, world: World) -> str:
    return world.articles[state].slug


OPERATIONS: Final[dict[str, Callable[[Program, World, str], Any]]] = {
    "list_articles": lambda p, w, s: p.read("/articles?limit=100"),
    "read_article": lambda p, w, s: p.read(f"/articles/{of_article(s, w)}"),
    "list_taxonomies": lambda p, w, s: p.read("/taxonomies"),
    "list_topics": lambda p, w, s: p.read("/topics"),
    "read_topic": lambda p, w, s: p.read("/topics/spiders"),
    "list_reading_lists": lambda p, w, s: p.read("/lists"),
    "read_reading_list": lambda p, w, s: p.read("/lists/first-steps"),
    "list_references": lambda p, w, s: p.read("/references?limit=100"),
    "read_reference": lambda p, w, s: p.read(f"/references/source-{s.replace('_', '-')}"),
    "search": lambda p, w, s: p.read("/search?q=quiet"),
    "list_drafts": lambda p, w, s: p.read("/drafts?limit=100"),
    "read_draft": lambda p, w, s: p.read(f"/drafts/{w.articles[s].pk}"),
    "begin_draft": lambda p, w, s: p.send("post", "/drafts", {"tags": ["nowhere"]}),
    "change_draft": lambda p, w, s: p.send("patch", f"/drafts/{w.articles[s].pk}", {"title": "x"}, If_Match='"0"'),
    "publish_draft": lambda p, w, s: p.send("post", f"/drafts/{w.articles[s].pk}/publication", {}, If_Match='"0"'),
    "import_references": lambda p, w, s: p.send("post", "/references", {"text": "10.1000/1", "dry_run": True}),
    "file_article": lambda p, w, s: p.send("put", f"/articles/{of_article(s, w)}/topics/spiders"),
    "unfile_article": lambda p, w, s: p.send("delete", f"/articles/{of_article(s, w)}/topics/phobia"),
}
OF_DRAFTS: Final = ("change_draft", "publish_draft", "read_draft")
OF_STATE: Final = ("read_article", "read_reference", "file_article", "unfile_article")
WRITING: Final = ("begin_draft", "change_draft", "file_article", "import_references", "list_drafts", "publish_draft",
                  "read_draft", "unfile_article")  # fmt: skip


def states_for(name: str) -> tuple[str, ...]:
    """Those that make a difference to it."""
    if name in OF_DRAFTS:
        return ("draft", "published", "withdrawn")
    return STATES if name in OF_STATE else ("published",)


def expected(name: str, person: str, scopes: tuple[str, ...], state: str) -> int:
    """Of somebody who is known."""
    reads_full = may(person, scopes, READ_FULL)
    if name == "read_article":
        return sees(person, scopes)[state]
    if name == "read_reference":  # the source of a full post
        seen = sees(person, scopes)[state] == 200 and (reads_full or state == "open")
        return 200 if seen or may(person, scopes, WRITE_REFERENCES) else 404
    if name in ("change_draft", "read_draft"):
        answer = writes(person, scopes)
        return 200 if name == "read_draft" and answer == 412 else answer
    if name == "publish_draft":
        return 412 if may(person, scopes, PUBLISH) else 403
    if name == "import_references":
        return 200 if may(person, scopes, WRITE_REFERENCES) else 403
    if name == "list_drafts":
        return 403 if writes(person, scopes) == 403 else 200
    if name == "begin_draft":
        return 403 if writes(person, scopes) == 403 else 422
    if name in ("file_article", "unfile_article"):
        shown = AS_ANYONE[state] == 200  # what is not shown is filed by its form, whoever asks
        return (200 if shown else 404) if may(person, scopes, WRITE_TAGS) else 403
    return 200


def test_the_matrix_has_every_operation() -> None:
    described = generated()["paths"].values()
    assert set(OPERATIONS) == {operation["operationId"] for path in described for operation in path.values()}
    scoped = {one["operationId"] for path in described for one in path.values() if {} not in one["security"]}
    assert set(WRITING) == scoped


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("scopes", ONE_EACH, ids=lambda scopes: "+".join(scopes) or "nothing")
def test_each_operation_answers_as_role_and_scopes_allow(world: World, person: str, scopes: tuple[str, ...]) -> None:
    asking = program(world, person, scopes)
    for name, ask in OPERATIONS.items():
        for state in states_for(name):
            response = ask(asking, world, state)
            assert response.status_code == expected(name, person, scopes, state), (name, state, response.content[:300])


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("scopes", ONE_EACH, ids=lambda scopes: "+".join(scopes) or "nothing")
def test_no_word_is_told_to_whom_it_is_not_due(world: World, person: str, scopes: tuple[str, ...]) -> None:
    asking = program(world, person, scopes)
    seen = {state for state, answer in sees(person, scopes).items() if answer == 200}
    full = {state for state in seen if may(person, scopes, READ_FULL) or state == "open"}
    for state in STATES:
        text = body(OPERATIONS["read_article"](asking, world, state))
        assert found_in(text, words(STATES, MEMBERS)) <= words({state} & full, MEMBERS), state
        assert found_in(text, words(STATES, PUBLIC)) <= words(seen, PUBLIC), state
        if state in full and state in seen:
            assert word(state, "full") in text
    for name in ("list_articles", "list_topics", "read_topic", "list_reading_lists", "read_reading_list", "search"):
        text = body(OPERATIONS[name](asking, world, "published"))
        assert not found_in(text, words(STATES, MEMBERS)), name
        assert found_in(text, words(STATES, PUBLIC)) <= words(seen, PUBLIC), name
    sources = words(STATES, ["fullsource"])
    known = sources if may(person, scopes, WRITE_REFERENCES) else words(full, ["fullsource"])
    assert found_in(body(OPERATIONS["list_references"](asking, world, "published")), sources) == known


# --- Tokens that do not hold --------------------------------------------------------------------------------------


def of_nobody(world: World) -> Iterator[tuple[str, Program]]:
    now, every = timezone.now(), tuple(SCOPES)
    yield "no token", Program()
    yield "never made", Program(new_token())
    yield "misspelt", Program("cbtn_" + "0" * 49)
    yield "of another kind", Program("ghp_abcdef")
    past = {"made_at": now - timedelta(days=2), "expires_at": now - timedelta(seconds=1)}
    yield "expired", program(world, "administrator", every, **past)
    ended = program(world, "administrator", every)
    end_token(Token.objects.latest("pk"))
    yield "ended", ended
    yield "of a closed account", program(world, "inactive member", every)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_token_that_does_not_hold_is_refused_even_where_none_is_needed(world: World, name: str) -> None:
    for kind, asking in of_nobody(world):
        for state in ("draft", "published"):
            response = OPERATIONS[name](asking, world, state)
            if kind == "no token" and name not in WRITING:
                assert response.status_code == expected(name, "reader", (), state), (kind, state)
            else:
                assert response.status_code == 401, (kind, state)
                assert response["WWW-Authenticate"].startswith("Bearer"), kind
            assert not found_in(body(response), SECRET), (kind, state)


def test_other_ways_to_show_who_one_is_count_for_nothing(world: World) -> None:
    client = world.client("administrator")
    for name, ask in OPERATIONS.items():
        asking = Program()
        asking.cookies = client.cookies
        response = ask(asking, world, "draft")
        assert response.status_code == (401 if name in WRITING else expected(name, "reader", (), "draft")), name
        assert "Set-Cookie" not in response
        assert not found_in(body(response), SECRET), name
    basic = Program()
    assert basic.read("/articles", Authorization="Basic YTpi").status_code == 401


@pytest.mark.parametrize("name", OPERATIONS)
def test_who_has_not_agreed_to_the_terms_of_today_gets_nothing_by_a_program(world: World, name: str) -> None:
    User.objects.filter(pk=world.people["editor"].pk).update(agreed_version="an old one")  # type: ignore[union-attr]
    response = OPERATIONS[name](program(world, "editor", tuple(SCOPES)), world, "published")
    assert response.status_code == 403
    assert "/consent/" in response.json()["detail"]


@pytest.mark.parametrize("name", WRITING)
def test_who_lacks_a_required_second_factor_writes_nothing_by_a_program(world: World, name: str, settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    response = OPERATIONS[name](program(world, "editor", tuple(SCOPES)), world, "published")
    assert response.status_code == 403
    assert "second factor" in response.json()["detail"]


def test_a_role_that_was_taken_away_takes_the_scope_along(world: World) -> None:
    editor = world.people["editor"]
    assert editor is not None
    asking = program(world, "editor", (PUBLISH,))
    assert OPERATIONS["publish_draft"](asking, world, "published").status_code == 412
    editor.groups.clear()
    assert OPERATIONS["publish_draft"](asking, world, "published").status_code == 403


# --- The crawl ----------------------------------------------------------------------------------------------------


def addresses() -> list[str]:
    return [address for address in by_pattern() if address.startswith("/api/")]


def test_the_crawl_of_the_api_tells_no_secret_word_to_anybody_without_a_token(world: World) -> None:
    asking = Program()
    found = addresses()
    assert len(found) > 60
    queries = ("", "?limit=1", "?fields=full_post_html", "?fields=full_post_html,summary_html", "?q=zqdraftfullz")
    for address in found:
        for query in queries:
            told = body(asking.get(address + query)).replace("zqdraftfullz", "")
            assert not found_in(told, SECRET), address + query


def test_the_crawl_of_the_api_tells_members_full_posts_of_what_is_published_and_nothing_hidden(world: World) -> None:
    asking, told = program(world, "member", tuple(SCOPES)), set()
    for address in addresses():
        found = found_in(body(asking.get(address)), HIDDEN_WORDS | FULL_POST_WORDS)
        assert not found & HIDDEN_WORDS, address
        told |= found
    assert told >= {word("published", "full"), word("published", "fullsource")}


def test_a_full_post_by_a_token_is_never_stored_on_its_way(world: World) -> None:
    asking = program(world, "member", (READ_FULL,))
    response = asking.read("/articles/the-published-one")
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]
    assert Program().read("/articles/the-published-one")["Cache-Control"] == "public, no-cache"
    assert asking.read("/references")["Cache-Control"] == "private, no-store"


def test_a_draft_of_another_answers_like_one_that_never_was(world: World) -> None:
    asking = program(world, "contributor", (WRITE_DRAFTS,))
    hidden = asking.read(f"/drafts/{world.articles['draft'].pk}")
    absent = asking.read("/drafts/999999999")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
