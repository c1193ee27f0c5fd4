"""What a refusal of an edit says of the other editor, and what a form that is sent twice does."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from articles.models import Article
from members.models import User
from members.roles import ADMINISTRATOR
from tests.cbtneuro.edited import CASES, form_id, make_section, opened, page_of
from tests.editing import errors_of, logged_in
from tests.factories import make_article, make_user
from tests.filled import form_of
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "thing"), [("reading list", "reading list"), ("row of a list", "section")])
def test_a_refusal_names_who_saved_and_when(first: Client, second: Client, name: str, thing: str) -> None:
    case, changed = CASES[name], CASES[name].make()
    User.objects.filter(pk=first.session["_auth_user_id"]).update(name="Ana Editor")
    page, mine = page_of(changed), opened(second, changed)
    assert first.post(page, {**opened(first, changed), case.both: ["Theirs"]}).status_code == 302
    refused = second.post(page, {**mine, case.both: ["Mine"]})
    assert f"Ana Editor saved this {thing} after you had opened it (" in Page.of(refused).text
    assert "Ana Editor changed this after you had opened it." in " ".join(errors_of(refused))


def test_of_several_who_saved_none_is_blamed_for_a_field(first: Client, second: Client) -> None:
    article = make_article()
    page, mine = page_of(article), opened(second, article)
    for number, name in enumerate(["Ana", "Bo"]):
        other = logged_in(make_user(ADMINISTRATOR, name=name))
        assert other.post(page, {**opened(other, article), "title": [f"Theirs {number}"]}).status_code == 302
    refused = second.post(page, {**mine, "title": ["Mine"]})
    assert "Bo and Ana saved this article" in Page.of(refused).text
    assert "Somebody changed this after you had opened it." in " ".join(errors_of(refused))


def test_who_saved_before_it_was_opened_or_without_the_admin_is_not_named(first: Client, second: Client) -> None:
    article = make_article()
    page = page_of(article)
    first.post(page, {**opened(first, article), "title": ["Before"]})
    LogEntry.objects.update(action_time=timezone.now() - timedelta(hours=1))
    mine = opened(second, article)
    Article.objects.update(title="By a command")
    refused = second.post(page, {**mine, "title": ["Mine"]})
    assert "Somebody saved this article after you had opened it. What" in Page.of(refused).text


def test_a_form_that_a_double_click_sends_twice_is_written_once(second: Client) -> None:
    section, article = make_section(), make_article("source")
    row = {"items-1-article": str(article.pk), "items-1-reason": "Again."}
    sent = {**form_of(second, page_of(section), form_id(section)).fields, **row, "_save": ["1"]}
    answers = [second.post(page_of(section), sent) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [page_of(section.reading_list)] * 2
    assert section.items.filter(reason="Again.").count() == 1


def test_the_same_words_in_a_form_that_was_opened_anew_are_written_again(second: Client) -> None:
    page = "/admin/articles/article/add/"
    for number in (1, 1, 2):
        token = [f"of opening {number}"]
        sent = {**form_of(second, page, "article_form").fields, "title": ["New"], "_save": ["1"], "opened_by": [""]}
        assert second.post(page, {**sent, "csrfmiddlewaretoken": token}).status_code == 302
        assert Article.objects.filter(title="New").count() == number
