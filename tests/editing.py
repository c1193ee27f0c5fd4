"""Editing in the admin: log in, open a form, change it, press a button, read what the page says."""

from typing import Any, Final

import pytest
from django.test import Client

from articles.models import Article
from members.models import User
from members.roles import EDITOR
from tests.factories import make_user
from tests.filled import FormReader, sent
from tests.page import Page

FORM: Final = "article_form"
LIST: Final = "/admin/articles/article/"
ADD: Final = "/admin/articles/article/add/"


def logged_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    """A browser in which an editor is logged in."""
    return logged_in(make_user(EDITOR))


def change(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def saved(client: Client, article: Article, button: tuple[str, str] = ("_continue", "1"), /, **changes: Any) -> Any:
    """The answer after these changes to the form of the article."""
    return sent(client, change(article), FORM, button, **changes)


def errors_of(response: Any) -> list[str]:
    """What a form that was not taken says beside its fields."""
    assert response.status_code == 200, response.headers.get("Location")
    return [element.text for element in Page.of(response).with_class("errorlist")]


def messages_of(response: Any, client: Client) -> str:
    """What the page says to which a form that was taken leads on."""
    assert response.status_code == 302, errors_of(response)
    page = Page.of(client.get(response.headers["Location"]))
    return " ".join(element.text for element in page.with_class("messagelist"))


def reread(response: Any, wanted: str = FORM) -> dict[str, list[str]]:
    """The fields of the form that came back."""
    return FormReader(response.content.decode(), wanted).fields
