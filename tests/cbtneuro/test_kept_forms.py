"""A form whose session or token is too old: what was written in it is kept until it can be sent."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from members.models import User
from members.roles import ADMINISTRATOR, EDITOR, MEMBER
from tags.models import Tag
from tests.factories import PASSWORD, make_image, make_list, make_reference, make_tag, make_user
from tests.filled import FormReader, form_of

pytestmark = pytest.mark.django_db

FORM: Final = "main-form"
TEXT: Final = 'First line.\r\n\r\n<b>"Zweite"</b> & third: \U0001f9e0'


def browser(user: User | None = None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if user:
        assert logs_in(client, user).status_code == 302
    return client


def logs_in(client: Client, user: User, address: str = "/login/") -> Any:
    fields = form_of(client, address, "entrance").fields
    return client.post(address, {**fields, "login": user.email, "password": PASSWORD})


def change(tag: Tag) -> str:
    return f"/desk/tags/{tag.pk}/"


def written(client: Client, tag: Tag) -> dict[str, list[str]]:
    """The form of the tag with another text in it, as it stands in an open tab."""
    return {**form_of(client, change(tag), FORM).fields, "note": [TEXT]}


def page_form(response: Any, wanted: str = "") -> dict[str, list[str]]:
    return FormReader(response.content.decode(), wanted).fields


def text_of(tag: Tag) -> str:
    return Tag.objects.get(pk=tag.pk).scope_note


def sent_again(client: Client, tag: Tag, response: Any) -> Any:
    fields = page_form(response)
    assert "kept" not in fields
    return client.post(change(tag), fields)


@pytest.fixture
def tag() -> Tag:
    return make_tag("Fear", scope_note="Before.")


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR)


# --- The session is gone ------------------------------------------------------------------------------------------


def test_a_text_goes_through_the_log_in_and_is_stored_as_it_was_written(tag: Tag, editor: User) -> None:
    client = browser(editor)
    fields = written(client, tag)
    client.session.flush()
    kept = client.post(change(tag), fields)
    assert kept.status_code == 403
    assert "what you wrote is kept" in kept.content.decode().lower()
    assert "no-store" in kept["Cache-Control"]
    entrance = page_form(kept, "entrance")
    wrong = client.post("/login/", {**entrance, "login": editor.email, "password": "not this one"})
    again = page_form(wrong, "entrance")
    assert again["kept"] == entrance["kept"]
    offered = client.post("/login/", {**again, "login": editor.email, "password": PASSWORD})
    assert offered.status_code == 200
    assert text_of(tag) == "Before."
    assert sent_again(client, tag, offered).status_code == 302
    assert text_of(tag) == TEXT.replace("\r\n", "\n")


def test_the_page_that_keeps_a_text_shows_it_to_no_other_account(tag: Tag, editor: User) -> None:
    client, other = browser(editor), make_user(ADMINISTRATOR)
    fields = written(client, tag)
    client.session.flush()
    entrance = page_form(client.post(change(tag), fields), "entrance")
    answer = client.post("/login/", {**entrance, "login": other.email, "password": PASSWORD})
    shown = answer.content.decode()
    assert "Zweite" not in shown
    assert "opened in another account" in shown
    assert text_of(tag) == "Before."


@pytest.mark.parametrize("change_it", [lambda text: text[:-1], lambda text: "x" + text, lambda _: "x", lambda _: ""])
def test_what_was_not_sealed_here_is_not_offered(change_it: Any, tag: Tag, editor: User) -> None:
    client = browser(editor)
    fields = written(client, tag)
    client.session.flush()
    entrance = page_form(client.post(change(tag), fields), "entrance")
    sealed = {**entrance, "kept": change_it(entrance["kept"][0]), "login": editor.email, "password": PASSWORD}
    answer = client.post("/login/", sealed)
    assert (answer.status_code, answer.headers["Location"]) == (302, change(tag))


PLACES: Final[dict[str, Callable[[], str]]] = {
    "reference": lambda: f"/desk/references/{make_reference().pk}/",
    "reading list": lambda: f"/desk/lists/{make_list().pk}/",
    "image": lambda: f"/desk/images/{make_image().pk}/",
    "new topic": lambda: "/desk/tags/new/",
    "new taxonomy": lambda: "/desk/tags/taxonomies/new/",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_form_of_the_desk_is_kept(place: str, editor: User) -> None:
    page = PLACES[place]()
    client = browser(editor)
    fields = form_of(client, page, FORM).fields
    client.session.flush()
    entrance = page_form(client.post(page, fields), "entrance")
    offered = client.post("/login/", {**entrance, "login": editor.email, "password": PASSWORD})
    again = page_form(offered)
    own = {"csrfmiddlewaretoken", "opened_by"}
    assert {name: said for name, said in again.items() if name not in own} == {
        name: said for name, said in fields.items() if name not in own
    }


def test_a_form_with_nothing_in_it_or_about_an_account_leads_to_the_log_in(tag: Tag, editor: User) -> None:
    client = browser(editor)
    token = {"csrfmiddlewaretoken": form_of(client, change(tag), FORM).fields["csrfmiddlewaretoken"]}
    mark = {**token, "opened_by": form_of(client, change(tag), FORM).fields["opened_by"]}
    secret = {**mark, "name": "Ada", "password": "a very secret thing"}
    unmarked = {**token, "title": "Whose?"}
    client.session.flush()
    for address, fields in (
        (change(tag), mark),
        ("/account/erase/", secret),
        (change(tag), secret),
        (change(tag), unmarked),
        (change(tag), {**unmarked, "opened_by": "forged"}),
    ):
        answer = client.post(address, fields)
        assert answer.status_code == 302, address
        assert "/login/" in answer["Location"]


# --- The token is stale -------------------------------------------------------------------------------------------


def test_a_text_under_the_token_of_an_earlier_log_in_is_sent_again(tag: Tag, editor: User) -> None:
    client = browser(editor)
    fields = written(client, tag)
    client.session.flush()
    logs_in(client, editor)
    offered = client.post(change(tag), fields)
    assert offered.status_code == 403
    assert "This form was open too long" in offered.content.decode()
    assert text_of(tag) == "Before."
    assert sent_again(client, tag, offered).status_code == 302
    assert text_of(tag) == TEXT.replace("\r\n", "\n")


def test_a_text_without_cookies_is_kept_for_the_log_in(tag: Tag, editor: User) -> None:
    client = browser(editor)
    fields = written(client, tag)
    client.cookies.clear()
    entrance = page_form(client.post(change(tag), fields), "entrance")
    offered = client.post("/login/", {**entrance, "login": editor.email, "password": PASSWORD})
    assert sent_again(client, tag, offered).status_code == 302
    assert text_of(tag) == TEXT.replace("\r\n", "\n")


def test_a_text_of_another_account_is_not_sent_in_this_one(tag: Tag, editor: User) -> None:
    client = browser(editor)
    fields = written(client, tag)
    client.session.flush()
    logs_in(client, make_user(ADMINISTRATOR))
    shown = client.post(change(tag), fields).content.decode()
    assert "Zweite" not in shown
    assert "opened in another account" in shown


@pytest.mark.parametrize("is_logged_in", [True, False])
def test_a_form_of_another_site_is_never_kept(is_logged_in: bool, tag: Tag, editor: User) -> None:
    client = browser(editor if is_logged_in else None)
    for origin in ("https://elsewhere.example", "null"):
        answer = client.post(change(tag), {"title": "Theirs"}, headers={"origin": origin})
        assert answer.status_code == 403
        assert "Theirs" not in answer.content.decode()
        assert "kept" not in page_form(answer)


# --- A second tab -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/login/", "/register/"])
@pytest.mark.parametrize(
    ("query", "goes_to"), [("?next=/latest/", "/latest/"), ("", "/account/"), ("?next=//x", "/account/")]
)
def test_a_second_tab_of_the_entrance_goes_on(address: str, query: str, goes_to: str) -> None:
    user = make_user(MEMBER)
    client = browser()
    second = form_of(client, address + query, "entrance").fields
    logs_in(client, user)
    answer = client.post(address + query, {**second, "login": user.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers.get("Location")) == (302, goes_to)
