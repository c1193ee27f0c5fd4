"""Buttons and list actions in the admin: publish, schedule, withdraw; and the preview of unsaved text."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.content import content_of
from articles.models import Article, Event
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR
from tests.editing import FORM, LIST, change, errors_of, logged_in, messages_of, saved
from tests.factories import SCHEDULED, make_article, make_reference, make_user
from tests.filled import form_of
from tests.page import Page
from tests.times import NOW

pytestmark = pytest.mark.django_db


# --- Buttons with acts --------------------------------------------------------------------------------------------


def buttons(client: Client, article: Article) -> list[str]:
    return [value for name, value in form_of(client, change(article), FORM).buttons if name == "_act"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.DRAFT, ["publish", "schedule", "send-to-review"]),
        (Status.IN_REVIEW, ["publish", "schedule", "return-to-draft"]),
        (Status.APPROVED, ["publish", "schedule", "return-to-draft"]),
        (SCHEDULED, ["publish", "schedule", "return-to-draft"]),
        (Status.PUBLISHED, ["withdraw", "return-to-draft"]),
        (Status.WITHDRAWN, ["publish", "schedule", "return-to-draft"]),
    ],
)
def test_the_buttons_follow_the_state_and_the_role(status: str, expected: list[str], editor: Client) -> None:
    writer = make_user(CONTRIBUTOR)
    article = make_article(status=status, editor=writer)
    assert buttons(editor, article) == expected
    if status in (Status.DRAFT, Status.IN_REVIEW):
        assert buttons(logged_in(writer), article) == (["send-to-review"] if status == Status.DRAFT else [])


def test_publishing_from_the_form_saves_first_and_leaves_its_mark(editor: Client) -> None:
    article = make_article(status=Status.DRAFT)
    response = saved(editor, article, ("_act", "publish"), title="Now with a better title")
    assert "“Now with a better title” was published." in messages_of(response, editor)
    article.refresh_from_db()
    assert (article.status, article.title) == (Status.PUBLISHED, "Now with a better title")
    event = Event.objects.get(article=article)
    assert (event.act, event.by_id) == ("published", int(editor.session["_auth_user_id"]))
    history = Page.of(editor.get(f"/admin/articles/article/{article.pk}/history/")).text
    assert "Published" in history
    assert str(event.by) in history


def test_a_refusal_lists_what_to_mend_and_the_text_is_saved(editor: Client) -> None:
    article = make_article(status=Status.DRAFT, full_post="", tags=[])
    response = saved(editor, article, ("_act", "publish"), title="Saved all the same")
    said = messages_of(response, editor)
    assert "Write the full post." in said
    assert "File it under at least one tag." in said
    article.refresh_from_db()
    assert (article.status, article.title) == (Status.DRAFT, "Saved all the same")


def test_scheduling_asks_for_a_time_and_refuses_one_that_has_passed(editor: Client) -> None:
    article = make_article(status=Status.DRAFT)
    response = saved(editor, article, ("_act", "schedule"))
    question = f"/admin/articles/article/act/schedule/?article={article.pk}"
    assert response.headers["Location"] == question
    assert errors_of(editor.post(question, {"publish_at": ""})) == ["This field is required."]
    past = editor.post(question, {"publish_at": f"{NOW - timedelta(days=2):%Y-%m-%dT%H:%M}"})
    assert "Choose a time in the future" in messages_of(past, editor)
    moment = timezone.localtime(NOW + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    editor.post(question, {"publish_at": f"{moment:%Y-%m-%dT%H:%M}"})
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("scheduled", moment)


def test_withdrawing_asks_for_the_reason_that_readers_are_told(editor: Client) -> None:
    article = make_article()
    question = saved(editor, article, ("_act", "withdraw")).headers["Location"]
    assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED
    assert errors_of(editor.post(question, {})) == ["This field is required."]
    editor.post(question, {"reason": "paper-retracted"})
    article.refresh_from_db()
    assert (article.status, article.withdrawal_reason) == (Status.WITHDRAWN, "paper-retracted")


def test_returning_to_draft_is_asked_about_first(editor: Client) -> None:
    article = make_article()
    question = saved(editor, article, ("_act", "return-to-draft")).headers["Location"]
    assert "Readers no longer see it" in Page.of(editor.get(question)).text
    assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED
    editor.post(question, {})
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_a_list_action_does_what_can_be_done_and_names_the_rest(editor: Client) -> None:
    ready, bare, live = make_article(status=Status.DRAFT), make_article(status=Status.DRAFT, summary=""), make_article()
    chosen = [article.pk for article in (ready, bare, live)]
    answer = editor.post(LIST, {"action": "publish", "_selected_action": chosen})
    page = Page.of(editor.get(answer.headers["Location"]))
    assert live.title in page.text.partition("Readers see it at once")[0]
    response = editor.post(answer.headers["Location"], {})
    said = messages_of(response, editor)
    assert f"“{ready}” was published." in said
    assert "Write the summary." in said
    states = Article.objects.in_bulk(chosen)
    assert [states[pk].status for pk in chosen] == [Status.PUBLISHED, Status.DRAFT, Status.PUBLISHED]


@pytest.mark.parametrize(
    "address", ["?article=", "?article=x", "?article=999999", "?article=²", "", "?article=" + "9" * 40]
)
def test_an_act_on_nothing_is_not_found(address: str, editor: Client) -> None:
    assert editor.get(f"/admin/articles/article/act/publish/{address}").status_code == 404


def test_there_is_no_way_to_delete_many_articles_or_one_that_readers_know(editor: Client) -> None:
    draft, live, withdrawn = make_article(status=Status.DRAFT), make_article(), make_article(status=Status.WITHDRAWN)
    assert b"delete_selected" not in editor.get(LIST).content
    for article, expected in ((live, 403), (withdrawn, 403), (draft, 302)):
        answer = editor.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
        assert answer.status_code == expected
    assert not Article.objects.filter(pk=draft.pk).exists()


# --- Preview ------------------------------------------------------------------------------------------------------


def test_the_preview_shows_unsaved_text_and_saves_nothing(editor: Client) -> None:
    make_reference("furmark2002", title="Common changes")
    article = make_article(status=Status.DRAFT)
    before = content_of(article)
    typed = {
        **form_of(editor, change(article), FORM).fields,
        "title": "Unsaved title",
        "summary": "Unsaved summary [@furmark2002].",
        "full_post": "## Unsaved part\n\nText.[^a]\n\n[^a]: N.",
    }
    response = editor.post(f"/admin/articles/article/{article.pk}/preview/", typed)
    text = Page.of(response).text
    for piece in ("Unsaved title", "Unsaved summary", "Unsaved part", "Common changes", "not saved"):
        assert piece in text
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].replace(" ", "").split(","))
    assert content_of(Article.objects.get(pk=article.pk)) == before


def test_the_preview_shows_what_there_is_and_what_is_wrong(editor: Client) -> None:
    response = editor.post(
        "/admin/articles/article/preview/",
        {"title": "", "summary": "A [@none].\n\n<script>x</script>", "full_post": "# B"},
    )
    page = Page.of(response)
    assert "No reference has the key “none”" in page.text
    assert "Begin headings at ##" in page.text
    assert "<script>x" in page.text
    assert not Article.objects.exists()


def test_the_preview_is_asked_for_by_post_with_a_token_alone() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(EDITOR))
    assert client.get("/admin/articles/article/preview/").status_code == 405
    assert client.post("/admin/articles/article/preview/", {"title": "x"}).status_code == 403
