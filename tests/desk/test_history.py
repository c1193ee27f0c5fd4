"""The pages of the history: what changed, one version to read, two to compare, one to bring back."""

from typing import Any

import pytest
from django.urls import reverse

from articles.models import Draft, Revision
from articles.revisions.catching_up import catch_up
from articles.revisions.history import A_PAGE
from members.roles import EDITOR
from tests.desk.desk import at_desk, begun, draft_of, held
from tests.drafts import send, set_aside
from tests.factories import make_article, make_user
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_the_history_names_who_when_and_what_changed_and_shows_it_in_words() -> None:
    client, ada = at_desk(make_user(EDITOR, name="Ada"))
    article = begun(ada)
    send(article, draft_of(article).head_id, ada, after=3600, title="A calmer amygdala")
    page = Page.of(client.get(reverse("desk:history", args=[article.pk])))
    assert [entry.text.partition(" ")[2] for entry in page.with_class("sit")][-1].startswith("Ada. First version")
    assert "Title" in page.with_class("sit")[0].text
    assert [mark.text for mark in page.with_tag("ins", "del")] == ["taken out", "put in", "quieter", "calmer"]


def test_a_published_article_is_compared_with_what_readers_see() -> None:
    client, editor = at_desk()
    article = make_article(title="As published")
    base = catch_up(article).head_id
    base = send(article, base, editor, title="Once changed").pk
    send(article, base, editor, after=9000, title="Twice changed")
    page = Page.of(client.get(reverse("desk:history", args=[article.pk])))
    assert "As published" in page.with_id("diff")[0].text
    assert "This is what readers see" in page.text


def test_what_was_set_aside_leads_to_where_it_is_merged() -> None:
    client, editor = at_desk()
    article = begun(editor)
    base = draft_of(article).head_id
    send(article, base, editor, title="First")
    late = set_aside(article, base, editor, title="Too late")
    response = client.get(reverse("desk:history", args=[article.pk]))
    assert reverse("desk:conflict", args=[article.pk, late.pk]) in response.content.decode()


def test_a_version_is_read_whole() -> None:
    client, editor = at_desk()
    article = begun(editor, full_post="# A heading & <b>more</b>")
    page = client.get(reverse("desk:revision", args=[article.pk, draft_of(article).head_id])).content.decode()
    assert "# A heading &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert "Social anxiety" in page or "Tag" in page


def test_any_two_versions_are_compared_and_those_of_others_are_not_there() -> None:
    client, editor = at_desk()
    article, other = begun(editor), begun(editor)
    first = draft_of(article).head_id
    second = send(article, first, editor, after=9000, title="A calmer amygdala").pk
    address = reverse("desk:compare", args=[article.pk])
    page = Page.of(client.get(address, {"from": second, "to": first}))
    assert [mark.text for mark in page.with_tag("ins", "del")][2:] == ["calmer", "quieter"]
    wrongs: list[dict[str, Any]] = [{"from": first, "to": draft_of(other).head_id}, {"from": "x", "to": first}, {}]
    for wrong in wrongs:
        assert client.get(address, wrong).status_code == 404
    for name in ("revision", "restore"):
        assert client.get(reverse(f"desk:{name}", args=[article.pk, draft_of(other).head_id])).status_code == 404


def test_restoring_asks_shows_what_changes_and_makes_a_new_version() -> None:
    client, editor = at_desk()
    article = begun(editor)
    first = draft_of(article).head_id
    later = send(article, first, editor, after=9000, title="A calmer amygdala").pk
    address = reverse("desk:restore", args=[article.pk, first])
    page = Page.of(client.get(address))
    assert [mark.text for mark in page.with_tag("del", "ins")][2:] == ["calmer", "quieter"]
    assert held(article)["title"] == "A calmer amygdala"
    client.post(address, {"base": later})
    assert held(article)["title"] == "A quieter amygdala"
    assert draft_of(article).head.origin == "restored"


def test_restoring_after_somebody_saved_does_nothing_and_shows_what_there_is_now() -> None:
    client, editor = at_desk()
    article = begun(editor)
    first = draft_of(article).head_id
    later = send(article, first, editor, after=9000, title="A calmer amygdala").pk
    newest = send(article, later, make_user(EDITOR, name="Ben"), after=9060, title="Ben's amygdala").pk
    response = client.post(reverse("desk:restore", args=[article.pk, first]), {"base": later})
    assert response.status_code == 409
    assert "Ben saved at" in Page.of(response).text
    assert f'name="base" value="{newest}"' in " ".join(response.content.decode().split())
    assert held(article)["title"] == "Ben's amygdala"


def test_a_history_of_any_length_costs_the_same_queries() -> None:
    client, editor = at_desk()
    article = begun(editor)
    address = reverse("desk:history", args=[article.pk])
    base = send(article, draft_of(article).head_id, editor, after=9000, title="Second").pk
    queries_of(address, client)
    few = len(queries_of(address, client))
    for number in range(A_PAGE):
        base = send(article, base, editor, after=9000 * (number + 2), title=f"Title {number}").pk
    assert len(queries_of(address, client)) <= few <= 12
    older = Page.of(client.get(address)).with_tag("a")
    assert [link.attributes["href"] for link in older if link.attributes.get("rel") == "next"]


def test_an_unknown_page_of_the_history_is_its_beginning() -> None:
    client, editor = at_desk()
    article = begun(editor)
    for query in ({"before": "x"}, {"before": "99999999999999999999"}, {"sitting": "nothing"}):
        assert client.get(reverse("desk:history", args=[article.pk]), query).status_code == 200
    assert Draft.objects.get(pk=article.pk).head_id == Revision.objects.get(article=article).pk
