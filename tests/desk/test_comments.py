"""The comments on an article, as a page and beside the text."""

import pytest
from django.urls import reverse

from articles.models import Comment, Event
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import at_desk, begun
from tests.factories import make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def test_a_comment_is_added_answered_resolved_and_opened_again() -> None:
    writer = make_user(CONTRIBUTOR, name="Wim")
    editor, _ = at_desk(make_user(EDITOR, name="Ada"))
    client, _ = at_desk(writer)
    article = begun(writer)
    address = reverse("desk:comments", args=[article.pk])
    said = {"field": "standfirst", "quote": "After therapy", "text": "Which <b>therapy</b>?"}
    assert editor.post(address, said)["Location"] == address
    thread = Comment.objects.get()

    def act(name: str) -> str:
        return reverse("desk:comment", args=[article.pk, thread.pk, name])

    client.post(act("answer"), {"text": "Group therapy."})
    editor.post(act("resolve"))
    page = Page.of(client.get(address))
    assert [quote.text for quote in page.with_tag("blockquote")] == ["After therapy"]
    assert [text.text for text in page.with_class("said")] == ["Which <b>therapy</b>?", "Group therapy."]
    assert "Resolved by Ada" in page.text
    client.post(act("reopen"))
    assert not Comment.objects.get(pk=thread.pk).is_resolved
    assert Event.objects.filter(act__startswith="comment").count() == 4
    assert client.post(act("shout")).status_code == 404


def test_the_page_holds_the_panel_of_the_editor() -> None:
    client, editor = at_desk()
    article = begun(editor)
    page = Page.of(client.get(reverse("desk:comments", args=[article.pk])))
    [part] = [element for element in page.elements if "data-part-of-editor" in element.attributes]
    assert "No comments yet." in part.text


@pytest.mark.parametrize("said", [{"text": " "}, {"text": "Here", "field": "password"}, {"text": "x" * 5001}])
def test_what_cannot_be_a_comment_is_told(said: dict[str, str]) -> None:
    client, editor = at_desk()
    article = begun(editor)
    assert client.post(reverse("desk:comments", args=[article.pk]), said).status_code == 422
    assert not Comment.objects.exists()


def test_an_empty_answer_is_told_and_not_kept() -> None:
    client, editor = at_desk()
    article = begun(editor)
    client.post(reverse("desk:comments", args=[article.pk]), {"text": "Here"})
    thread = Comment.objects.get()
    address = reverse("desk:comment", args=[article.pk, thread.pk, "answer"])
    assert "Write something first." in client.post(address, {"text": " "}, follow=True).content.decode()
    assert Comment.objects.count() == 1


def test_a_thread_of_another_article_is_not_there() -> None:
    client, editor = at_desk()
    article, other = begun(editor), begun(editor)
    client.post(reverse("desk:comments", args=[article.pk]), {"text": "Here"})
    thread = Comment.objects.get()
    assert client.post(reverse("desk:comment", args=[other.pk, thread.pk, "resolve"])).status_code == 404


def test_comments_cost_the_same_queries_at_any_number() -> None:
    client, editor = at_desk()
    article = begun(editor)

    def add(number: int) -> None:
        for _ in range(number):
            thread = Comment.objects.create(article=article, text="Here", by=editor)
            Comment.objects.create(article=article, parent=thread, text="There", by=make_user(EDITOR))

    assert_same_queries_for_any_number(reverse("desk:comments", args=[article.pk]), add, client)
