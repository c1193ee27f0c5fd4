"""Typing tags into the form of an article at the desk: what it asks, and answering it."""

from typing import Any

from django.test import Client

from articles.models import Article
from articles.status import Status
from tags.models import Tag
from tests.editing import FORM
from tests.factories import make_article
from tests.filled import FormReader
from tests.page import Page


def draft(*tags: Tag, **content: Any) -> Article:
    return make_article(status=Status.DRAFT, tags=tags, **content)


def answered(client: Client, response: Any, address: str, **answers: Any) -> Any:
    """Send the page that asks once more, with these answers."""
    reader = FormReader(response.content.decode(), FORM)
    fields = {**reader.fields, **{name.replace("_", "-", 2): value for name, value in answers.items()}}
    return client.post(address, fields)


def asked(response: Any) -> list[str]:
    return [element.text for element in Page.of(response).with_tag("legend") if "“" in element.text]


def offered(response: Any) -> list[str]:
    labels = Page.of(response).with_tag("label")
    return [label.text for label in labels if label.attributes.get("for", "").startswith("id_typed-0-choice")]
