"""Editing at the desk without scripts: open a form, change it, send it, read what the page says."""

from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Draft
from members.models import User
from members.roles import EDITOR
from tags.models import Tag
from tests.factories import make_user
from tests.filled import FormReader
from tests.page import Page

FORM: Final = "editor"


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
    """Where the form of the article is sent."""
    return reverse("desk:save", args=[article.pk])


def posted(client: Client, address: str, form: str = "main-form", **changes: Any) -> Any:
    """The answer after these changes to the form at this address."""
    return client.post(address, {**reread(client.get(address), form), **changes})


def saved(client: Client, article: Article, **changes: Any) -> Any:
    """The answer after these changes to the form of the article."""
    shown = client.get(reverse("desk:edit", args=[article.pk]))
    return client.post(change(article), {**reread(shown), **changes})


def filed(article: Article) -> list[Tag]:
    """The tags of what editors work on, in their order."""
    head = Draft.objects.select_related("head").get(pk=article.pk).head
    return [Tag.objects.get(pk=tag["id"]) for tag in head.content["tags"]]


def errors_of(response: Any) -> list[str]:
    """What a form that was not taken says beside its fields."""
    assert response.status_code == 422, response.headers.get("Location")
    return [element.text for element in Page.of(response).with_class("errorlist")]


def reread(response: Any, wanted: str = FORM) -> dict[str, list[str]]:
    """The fields of the form that came back."""
    return FormReader(response.content.decode(), wanted).fields
