"""The page in the admin on which editors pin, block and order suggestions."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, RelatedChoice
from articles.state import Status
from members.roles import CONTRIBUTOR
from tests.articles.relations import fear, seen, slugs
from tests.editing import LIST, change, logged_in, messages_of
from tests.factories import make_user
from tests.page import Page

pytestmark = pytest.mark.django_db


def address(article: Article) -> str:
    return f"{LIST}{article.pk}/suggestions/"


def pressed(client: Client, article: Article, button: str, other: Article) -> Any:
    return client.post(address(article), {button: other.pk})


def test_an_editor_finds_the_suggestions_with_their_reasons(editor: Client) -> None:
    one, two = fear("one"), fear("two")
    assert address(one) in editor.get(change(one)).content.decode()
    text = Page.of(editor.get(address(one))).text
    assert two.title in text
    assert "Both on Social anxiety disorder; shared terms: " in text


def test_buttons_pin_order_block_and_release(editor: Client) -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(4)]
    assert f"Pinned: “{others[2].title}”" in messages_of(pressed(editor, one, "pin", others[2]), editor)
    pressed(editor, one, "pin", others[3])
    pressed(editor, one, "up", others[3])
    pressed(editor, one, "block", others[0])
    assert slugs(seen(one)) == ["other-3", "other-2", "other-1"]
    page = Page.of(editor.get(address(one)))
    labels = [button.attributes.get("aria-label", "") for button in page.with_tag("button")]
    assert f"Move down: {others[3].title}" in labels
    assert f"Unblock: {others[0].title}" in labels
    assert f"Move up: {others[3].title}" not in labels
    pressed(editor, one, "down", others[3])
    pressed(editor, one, "release", others[0])
    assert slugs(seen(one))[:2] == ["other-2", "other-3"]
    assert "other-0" in slugs(seen(one))
    assert "Pinned: “" in editor.get(f"{LIST}{one.pk}/history/").content.decode()


def test_only_what_is_suggested_can_be_chosen(editor: Client) -> None:
    one, draft = fear("one"), fear("draft", status=Status.DRAFT)
    assert "no longer among" in messages_of(pressed(editor, one, "pin", draft), editor)
    assert "no longer among" in messages_of(pressed(editor, one, "pin", one), editor)
    assert editor.post(address(one), {"pin": "x"}).status_code == 404
    assert editor.post(address(one), {"delete": one.pk}).status_code == 404
    assert not RelatedChoice.objects.exists()


def test_who_may_not_change_the_article_may_not_choose() -> None:
    one, two = fear("one"), fear("two")
    writer = logged_in(make_user(CONTRIBUTOR))
    assert pressed(writer, one, "block", two).status_code in (403, 404)
    assert Client().get(address(one)).status_code == 302
    assert logged_in(make_user()).get(address(one)).status_code == 302
    assert not RelatedChoice.objects.exists()


def test_a_draft_is_told_when_suggestions_come(editor: Client) -> None:
    assert (
        "They are found when it is published." in Page.of(editor.get(address(fear("draft", status=Status.DRAFT)))).text
    )
    assert "No other article is near it." in Page.of(editor.get(address(fear("alone")))).text
    assert editor.get(f"{LIST}99999/suggestions/").status_code == 404
