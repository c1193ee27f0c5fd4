"""Who may do what with articles in the admin."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from articles.models import Article
from articles.status import Status
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER, READER
from tests.editing import ADD, FORM, LIST, change, logged_in, messages_of, saved
from tests.factories import make_article, make_user
from tests.filled import form_of, sent
from tests.times import NOW

pytestmark = pytest.mark.django_db


Address = Callable[[Article], str]
ADDRESSES: dict[str, Address] = {
    "list": lambda _: LIST,
    "add": lambda _: ADD,
    "change": change,
    "history": lambda article: f"/admin/articles/article/{article.pk}/history/",
    "delete": lambda article: f"/admin/articles/article/{article.pk}/delete/",
    "act": lambda article: f"/admin/articles/article/act/publish/?article={article.pk}",
    "images": lambda _: "/admin/articles/image/",
    "autocomplete": lambda _: "/admin/autocomplete/?app_label=articles&model_name=taggedarticle&field_name=tag",
}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("role", [None, READER, MEMBER])
def test_visitors_and_members_see_nothing_of_the_admin(name: str, role: str | None) -> None:
    article = make_article(status=Status.DRAFT)
    client = logged_in(make_user(role) if role else None)
    for answer in (client.get(ADDRESSES[name](article)), client.post(ADDRESSES[name](article), {})):
        assert answer.status_code in (302, 403)
        assert article.title not in answer.content.decode()
        if answer.status_code == 302:
            assert "/login/" in answer.headers["Location"]
    preview = client.post(f"/admin/articles/article/{article.pk}/preview/", {"title": "x", "summary": "Peek"})
    assert preview.status_code in (302, 403)
    assert b"Peek" not in preview.content


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR])
@pytest.mark.parametrize("name", ADDRESSES)
def test_editors_enter_everywhere(name: str, role: str) -> None:
    article = make_article(status=Status.DRAFT)
    assert logged_in(make_user(role)).get(ADDRESSES[name](article)).status_code == 200


def test_a_contributor_writes_their_own_and_nothing_else() -> None:
    writer = make_user(CONTRIBUTOR)
    client = logged_in(writer)
    own = make_article(status=Status.DRAFT, editor=writer)
    others = make_article(status=Status.DRAFT, editor=make_user(CONTRIBUTOR))
    live, own_live = make_article(), make_article(editor=writer)
    assert saved(client, own, title="Mine alone").status_code == 302
    assert Article.objects.get(pk=own.pk).title == "Mine alone"
    for article in (others, live, own_live):
        typed = {**form_of(client, change(own), FORM).fields, "title": ["Taken over"], "_save": ["1"]}
        answer = client.post(change(article), typed)
        assert answer.status_code in (302, 403)
        assert not Article.objects.filter(title="Taken over").exists()
        preview = client.post(f"/admin/articles/article/{article.pk}/preview/", {"title": "x"})
        assert preview.status_code in (403, 404)
        assert client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code in (302, 403)
    assert Article.objects.count() == 4
    assert others.title not in client.get(LIST).content.decode()
    assert client.get(change(others)).status_code == 302
    assert 'name="title"' not in client.get(change(live)).content.decode()


def test_a_contributor_cannot_make_somebody_else_the_writer() -> None:
    writer, other = make_user(CONTRIBUTOR), make_user(EDITOR)
    client = logged_in(writer)
    sent(client, ADD, FORM, title="By me", editor=other.pk)
    article = Article.objects.get()
    assert article.editor == writer
    saved(client, article, editor=str(other.pk))
    assert Article.objects.get().editor == writer


@pytest.mark.parametrize("name", ["publish", "schedule", "withdraw", "return-to-draft"])
def test_a_contributor_is_not_even_asked_about_the_acts_of_editors(name: str) -> None:
    writer = make_user(CONTRIBUTOR)
    client, own = logged_in(writer), make_article(status=Status.DRAFT, editor=writer)
    question = f"/admin/articles/article/act/{name}/?article={own.pk}"
    assert client.get(question).status_code == 403
    answers = {"publish_at": f"{NOW + timedelta(days=2):%Y-%m-%dT%H:%M}", "reason": "error"}
    assert client.post(question, answers).status_code == 403
    answer = client.post(change(own), {**form_of(client, change(own), FORM).fields, "_act": name})
    assert answer.status_code == 302
    if answer.headers["Location"].startswith("/admin/articles/article/act/"):
        assert client.get(answer.headers["Location"]).status_code == 403
    assert Article.objects.get().status == Status.DRAFT


def test_a_contributor_hands_their_draft_to_the_editors() -> None:
    writer = make_user(CONTRIBUTOR)
    client, own = logged_in(writer), make_article(status=Status.DRAFT, editor=writer)
    assert "was sent to review" in messages_of(saved(client, own, ("_act", "send-to-review")), client)
    assert Article.objects.get().status == Status.IN_REVIEW
