"""The list of the desk: headings, filters, order, and acts on many that can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Draft, Event
from articles.revisions.catching_up import catch_up
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import act, at_desk, begun, draft_of, held, save
from tests.factories import SCHEDULED, make_article, make_tag, make_user
from tests.page import Page
from tests.times import NOW

pytestmark = pytest.mark.django_db


def listed(client: Client, **asked: str) -> list[str]:
    page = Page.of(client.get(reverse("desk:list"), asked))
    titles = [element for element in page.with_tag("th") if "c-title" in element.classes]
    return [title.text for title in titles[1:]]


def under(client: Client, title: str) -> set[str]:
    """The headings under which an article with this title stands."""
    tabs = ("drafts", "review", "scheduled", "published", "look", "withdrawn", "mine", "all")
    return {tab for tab in tabs if any(title in row for row in listed(client, tab=tab))}


def test_where_an_article_stands() -> None:
    client, editor = at_desk()
    draft = begun(editor, title="Begun")
    waiting = begun(make_user(EDITOR), title="Waiting")
    act(client, waiting, "submit")
    make_article(title="Published one")
    changed = make_article(title="Changed one")
    catch_up(changed)
    save(client, changed, title="Changed one, edited")
    to_change = make_article(title="To change")
    catch_up(to_change)
    save(client, to_change, standfirst="Other.")
    act(
        client,
        to_change,
        "schedule-changes",
        day=(NOW + timedelta(days=9)).date().isoformat(),
        time="09:00",
        zone="UTC",
    )
    make_article(title="To come", status=SCHEDULED)
    make_article(title="Taken back", status="withdrawn")
    Draft.objects.filter(pk=draft.pk).update(blocking=2)
    assert under(client, "Begun") == {"drafts", "look", "mine", "all"}
    assert under(client, "Waiting") == {"review", "all"}
    assert under(client, "Published one") == {"published", "all"}
    assert under(client, "Changed one, edited") == {"drafts", "published", "all"}
    assert under(client, "To change") == {"scheduled", "published", "all"}
    save(client, to_change, standfirst="Other still.")
    assert under(client, "To change") == {"drafts", "scheduled", "published", "all"}
    assert under(client, "To come") == {"scheduled", "all"}
    assert under(client, "Taken back") == {"withdrawn", "all"}


def test_a_heading_counts_what_stands_under_it() -> None:
    client, editor = at_desk()
    for number in range(3):
        begun(editor, title=f"Draft {number}")
    page = Page.of(client.get(reverse("desk:list")))
    here = next(element for element in page.with_tag("a") if element.attributes.get("aria-current") == "page")
    assert here.text == "Drafts 3"
    assert len(listed(client)) == 3


def test_search_kind_editor_and_order() -> None:
    client, editor = at_desk()
    other = make_user(EDITOR)
    begun(editor, title="Amygdala and fear", kind="overview")
    begun(other, title="Zebra stripes")
    assert listed(client, q="amygdala FEAR")[0].startswith("Amygdala and fear")
    assert len(listed(client, q="amygdala")) == 1
    assert len(listed(client, kind="overview")) == 1
    assert len(listed(client, editor=str(other.pk))) == 1
    assert [title.split()[0] for title in listed(client, order="title")] == ["Amygdala", "Zebra"]
    assert len(listed(client, kind="nonsense", editor="x", order="x", tab="x", page="99")) == 2


def test_a_contributor_finds_their_own_alone() -> None:
    writer = make_user(CONTRIBUTOR)
    client, _ = at_desk(writer)
    begun(writer, title="Mine")
    begun(make_user(EDITOR), title="Theirs")
    make_article(title="Published")
    assert len(listed(client, tab="all")) == 1


def test_the_list_costs_ten_queries_at_most_for_any_number(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, editor = at_desk()
    for number in range(12):
        begun(editor, title=f"Draft {number}")
    make_article()
    with django_assert_max_num_queries(10):
        client.get(reverse("desk:list"), {"tab": "all"})


def test_words_are_found_in_texts_of_drafts_and_of_what_readers_see() -> None:
    client, editor = at_desk()
    begun(editor, title="Begun", summary="About the Hippocampus.")
    make_article(title="Published one", full_post="Deep in the hippocampus.")
    changed = make_article(title="Changed one", summary="As it was.")
    catch_up(changed)
    save(client, changed, full_post="Then the hippocampus, and an insula.")
    make_article(title="Of the hippocampus")
    make_article(title="Of something else")
    with CaptureQueriesContext(connection) as queries:
        found = set(listed_of(client, "hippocampus"))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 10
    assert found == {"Begun", "Published one", "Changed one", "Of the hippocampus"}
    for words, titles in {"hippo then": ["Changed one"], "hippocampus insula": ["Changed one"], "% _": []}.items():
        assert listed_of(client, words) == titles


def test_words_in_texts_of_others_tell_a_contributor_nothing() -> None:
    client, writer = at_desk(make_user(CONTRIBUTOR))
    begun(writer, title="Mine", summary="About the hippocampus.")
    begun(make_user(EDITOR), title="Of others", summary="About the hippocampus.")
    make_article(title="Published one", full_post="Deep in the hippocampus.")
    assert listed_of(client, "hippocampus") == ["Mine"]


def listed_of(client: Client, words: str) -> list[str]:
    return [title.split(" Published")[0].split(" Draft")[0] for title in listed(client, tab="all", q=words)]


# --- Many at once ---------------------------------------------------------------------------------------------------


def bulk(client: Client, name: str, articles: list[Article], **said: Any) -> Any:
    bases = {f"base-{article.pk}": catch_up(article).head_id for article in articles}
    keys = [article.pk for article in articles]
    return client.post(reverse("desk:bulk"), {"act": name, "article": keys, "asked": "1", **bases, **said})


def take_back(client: Client) -> Any:
    return client.post(reverse("desk:undo"), follow=True)


def test_the_question_counts_first() -> None:
    client, editor = at_desk()
    articles = [begun(editor), begun(editor)]
    page = client.post(reverse("desk:bulk"), {"act": "tag", "article": [article.pk for article in articles]})
    assert "Put a tag on: 2 articles" in page.content.decode()
    assert all(len(held(article)["tags"]) == 1 for article in articles)


def test_a_tag_on_many_and_taken_back() -> None:
    client, editor = at_desk()
    draft, published, tag = begun(editor), make_article(), make_tag("Exposure")
    bulk(client, "tag", [draft, published], tag="Exposure")
    assert tag in published.tags.all()
    assert held(draft)["tags"][-1]["id"] == tag.pk
    assert draft_of(published).head.content["tags"][-1]["id"] == tag.pk
    take_back(client)
    assert tag not in Article.objects.get(pk=published.pk).tags.all()
    assert held(draft)["tags"][-1]["id"] != tag.pk
    assert catch_up(published).head.content["tags"][-1]["id"] != tag.pk


def test_a_tag_that_some_have_already_goes_on_the_others_and_is_logged_for_them_alone() -> None:
    client, editor = at_desk()
    tag = make_tag("Exposure")
    draft, filed = begun(editor), make_article(tags=[tag])
    bulk(client, "tag", [draft, filed], tag="Exposure")
    assert drafts_tags(draft)[-1] == tag.pk
    assert not Event.objects.filter(article=filed, act=Event.Act.TAGGED).exists()
    page = bulk(client, "tag", [draft, filed], tag="Exposure")
    assert "is on all of them already" in page.content.decode()


def drafts_tags(article: Article) -> list[int]:
    return [tag["id"] for tag in held(article)["tags"]]


def test_a_tag_taken_off_many_and_put_back() -> None:
    client, editor = at_desk()
    tag = make_tag("Exposure")
    draft, published = begun(editor), make_article(tags=[make_tag(), tag])
    bulk(client, "tag", [draft], tag="Exposure")
    bulk(client, "untag", [draft, published], tag="Exposure")
    assert tag not in published.tags.all()
    assert tag.pk not in {held_tag["id"] for held_tag in held(draft)["tags"]}
    take_back(client)
    assert tag in Article.objects.get(pk=published.pk).tags.all()
    assert tag.pk in {held_tag["id"] for held_tag in held(draft)["tags"]}


def test_assigned_and_taken_back() -> None:
    client, editor = at_desk()
    other = make_user(EDITOR)
    articles = [begun(editor), make_article()]
    bulk(client, "assign", articles, editor=other.pk)
    assert {Article.objects.get(pk=article.pk).editor for article in articles} == {other}
    take_back(client)
    assert [Article.objects.get(pk=article.pk).editor for article in articles] == [editor, None]


def test_submitted_and_taken_back() -> None:
    client, editor = at_desk()
    articles = [begun(editor), begun(editor)]
    bulk(client, "submit", articles)
    assert [draft_of(article).stage for article in articles] == ["in_review"] * 2
    take_back(client)
    assert [draft_of(article).stage for article in articles] == ["draft"] * 2


def test_many_are_not_submitted_when_somebody_saved_one_of_them() -> None:
    client, editor = at_desk()
    articles = [begun(editor), begun(editor)]
    bases = {f"base-{article.pk}": draft_of(article).head_id for article in articles}
    save(client, articles[1], title="Since")
    sent = {"act": "submit", "article": [article.pk for article in articles], "asked": "1", **bases}
    response = client.post(reverse("desk:bulk"), sent)
    assert "Somebody saved" in response.content.decode()
    assert [draft_of(article).stage for article in articles] == ["draft"] * 2


def test_acts_on_many_are_offered_to_those_who_may_do_them() -> None:
    for person, acts in (
        (make_user(CONTRIBUTOR), {"submit"}),
        (make_user(EDITOR), {"tag", "untag", "assign", "submit"}),
    ):
        client, _ = at_desk(person)
        begun(person)
        page = Page.of(client.get(reverse("desk:list")))
        offered = {
            button.attributes.get("value")
            for button in page.with_tag("button")
            if button.attributes.get("name") == "act"
        }
        assert offered == acts


def test_a_draft_that_was_not_touched_for_years_needs_a_look() -> None:
    client, _ = at_desk()
    article = make_article(title="Old", publish_at=NOW - timedelta(days=900))
    Article.objects.filter(pk=article.pk).update(updated_at=NOW - timedelta(days=800))
    assert "look" in under(client, "Old")
