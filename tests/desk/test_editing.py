"""The editor's form: what is sent becomes the revision, and nothing that was typed is refused or lost."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Revision
from articles.revisions.catching_up import catch_up
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import aside, at_desk, autosave, begun, draft_of, held, save, sent
from tests.factories import make_article, make_category, make_reference, make_tag, make_user, relate_articles
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_a_new_article_opens_in_the_editor() -> None:
    client, editor = at_desk()
    response = client.post(reverse("desk:new"), {"kind": "overview"}, follow=True)
    article = Article.objects.get(editor=editor)
    assert response.redirect_chain[0][0] == reverse("desk:edit", args=[article.pk])
    assert held(article)["kind"] == "overview"


def test_the_form_sent_as_it_was_shown_changes_nothing() -> None:
    client, _ = at_desk()
    article = make_article(tags=[make_tag(), make_tag()])
    relate_articles(article, make_article())
    before = catch_up(article).head.content
    save(client, article)
    assert held(article) == before
    assert Revision.objects.filter(article=article).count() == 1


def test_every_field_is_kept_as_it_was_typed() -> None:
    client, editor = at_desk()
    article, other, tags = begun(editor), make_article(), [make_tag(), make_tag()]
    category = make_category("Psychology")
    save(
        client, article, kind="overview", title="  A  title ", slug="a-title", standfirst="One.\r\nTwo.", paper="",
        key_points=["First", " ", "Second"], access="open", byline="The team", categories=[category.pk],
        tags=[tags[1].pk, tags[0].pk], references=["a2001", "a2001", "b2002"], image="picture", image_caption="What",
        summary="One\r\n\r\nTwo  \r\n", full_post="  Three", **{
            "related-0-id": other.pk, "related-0-relation": "supports", "related-0-reason": "Both.",
            "glance-design-answer": "A trial", "glance-design-detail": "",
        },
    )  # fmt: skip
    content = held(article)
    assert content["title"] == "A title"
    assert content["standfirst"] == "One. Two."
    assert content["key_points"] == ["First", "Second"]
    assert [tag["id"] for tag in content["tags"]] == [tags[1].pk, tags[0].pk]
    assert content["categories"] == [{"id": category.pk, "label": "Psychology"}]
    assert content["references"] == ["a2001", "b2002"]
    assert content["paper"] is None
    assert content["image"] == "picture"
    assert content["related"] == [{"id": other.pk, "title": other.title, "relation": "supports", "reason": "Both."}]
    assert content["at_a_glance"]["design"] == {"answer": "A trial", "detail": ""}
    assert content["summary"] == "One\n\nTwo"
    assert content["full_post"] == "  Three"


def test_what_was_not_sent_stays_as_it_is() -> None:
    client, editor = at_desk()
    article = begun(editor)
    before = held(article)
    client.post(reverse("desk:save", args=[article.pk]), {"base": draft_of(article).head_id, "title": "Only the title"})
    assert held(article) == {**before, "title": "Only the title"}


def test_a_title_that_is_too_long_is_kept_and_told_when_it_is_published() -> None:
    client, editor = at_desk()
    article = begun(editor)
    autosave(client, article, title="Long " * 60)
    assert len(held(article)["title"]) > 160
    response = client.post(
        reverse("desk:act", args=[article.pk, "publish"]), {"asked": "1", "base": draft_of(article).head_id}
    )
    assert response.status_code == 409
    assert "160 at most" in response.content.decode()
    assert Article.objects.get(pk=article.pk).status == "draft"


def test_an_article_that_one_may_not_see_cannot_be_named_to_learn_its_title() -> None:
    writer = make_user(CONTRIBUTOR)
    client, _ = at_desk(writer)
    article, secret = begun(writer), begun(make_user(EDITOR), title="A secret")
    save(client, article, **{"related-0-id": secret.pk, "related-0-relation": "extends", "related-0-reason": "Guess."})
    assert held(article)["related"] == []


def test_tags_typed_without_a_script_join_those_that_were_chosen() -> None:
    client, editor = at_desk()
    article = begun(editor)
    tag = make_tag("Social anxiety disorder", synonyms=["Social phobia"])
    save(client, article, typed_tags="social phobia")
    assert held(article)["tags"][-1] == {"id": tag.pk, "label": "Social anxiety disorder"}


def test_an_unknown_word_is_asked_about_and_the_rest_is_saved() -> None:
    client, editor = at_desk()
    article = begun(editor)
    response = save(client, article, title="Kept", typed_tags="qwertyuiop")
    assert response.status_code == 422
    assert held(article)["title"] == "Kept"


def test_autosave_says_what_it_saved_and_when() -> None:
    client, editor = at_desk()
    article = begun(editor)
    answer = autosave(client, article, title="Typed")
    assert answer.status_code == 200
    assert answer.json()["revision"] == draft_of(article).head_id
    assert answer.json()["state"] == "Draft"


def test_a_stale_autosave_names_who_was_quicker_and_keeps_the_words() -> None:
    one, other = at_desk(make_user(EDITOR, name="Ada")), at_desk(make_user(EDITOR, name="Ben"))
    article = begun(one[1])
    form = sent(article, title="Ben's words")
    autosave(one[0], article, title="Ada's words")
    answer = other[0].post(reverse("desk:save", args=[article.pk]), form, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["by"] == "Ada"
    assert [revision.content["title"] for revision in aside(article)] == ["Ben's words"]
    assert held(article)["title"] == "Ada's words"


def test_whoever_was_logged_out_is_told_so_and_nothing_is_saved() -> None:
    client, editor = at_desk()
    article = begun(editor)
    form = sent(article, title="Typed")
    client.logout()
    answer = client.post(reverse("desk:save", args=[article.pk]), form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["login"]) == (401, reverse("account_login"))


def test_an_autosave_of_5000_words_costs_twelve_queries_at_most(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, editor = at_desk()
    article = begun(editor)
    form = sent(article, full_post="Twelve words of no great moment, written only to be counted here. " * 417)
    client.get(reverse("desk:list"))  # the first page notes in the session that they are at work
    with django_assert_max_num_queries(12):
        client.post(reverse("desk:save", args=[article.pk]), form, headers={"Accept": "application/json"})
    assert len(held(article)["full_post"].split()) > 4990


@pytest.mark.parametrize("seen_as", ["visitor", "member"])
def test_the_preview_is_the_page_that_readers_get(seen_as: str) -> None:
    client, editor = at_desk()
    article = begun(editor, full_post="## Behind the gate\n\nWords for members.")
    response = client.get(reverse("desk:preview", args=[article.pk]), {"as": seen_as})
    page = Page.of(response)
    assert page.with_tag("h1")[0].text == "A quieter amygdala"
    assert ("Words for members." in page.text) == (seen_as == "member")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert (response["X-Frame-Options"], response["X-Robots-Tag"]) == ("SAMEORIGIN", "noindex")


def test_the_preview_shows_to_the_byte_what_readers_get() -> None:
    client, _ = at_desk()
    article = make_article(tags=[make_tag()], summary=f"A summary [@{make_reference().key}].")
    relate_articles(article, make_article())
    shown = client.get(reverse("desk:preview", args=[article.pk])).content.decode()
    read = article.get_absolute_url()
    assert main_of(shown) == main_of(Client().get(read).content.decode())


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]
