"""Tags put on many articles from their list in the admin, and taken off."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR
from tags.models import CurationAct, Tag
from tests.editing import LIST, errors_of, logged_in, messages_of
from tests.factories import make_article, make_category, make_tag, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db


def chosen(client: Client, action: str, articles: list[Article]) -> str:
    """Where the list action leads."""
    response = client.post(LIST, {"action": action, "_selected_action": [article.pk for article in articles]})
    assert response.status_code == 302
    return str(response.headers["Location"])


def done(client: Client, address: str, tag: str) -> Any:
    return client.post(address, {"tag": tag, "_do": "1"})


def tags_of(article: Article) -> list[str]:
    return [tag.name for tag in Article.objects.with_page().get(pk=article.pk).tag_list]


def test_a_tag_is_put_on_those_that_were_ticked(editor: Client) -> None:
    fear = make_tag("Fear", synonyms=["Fright"])
    articles = [make_article(), make_article(tags=[fear]), make_article(status=Status.DRAFT)]
    address = chosen(editor, "tag", articles)
    assert articles[0].title in Page.of(editor.get(address)).text
    assert "Put “Fear” on 2 articles. Undo" in messages_of(done(editor, address, "FRIGHT"), editor)
    assert [tags_of(article)[-1] for article in articles] == ["Fear"] * 3
    assert Article.objects.get(pk=articles[2].pk).status == Status.DRAFT
    assert "on all of them already" in Page.of(done(editor, address, "Fear")).text


def test_articles_are_put_in_a_category_and_taken_out(editor: Client) -> None:
    articles = [make_article(), make_article()]
    make_category("Therapy")
    done(editor, chosen(editor, "tag", articles), "Therapy")
    assert [[tag.name for tag in article.categories.all()] for article in articles] == [["Neuroscience", "Therapy"]] * 2
    done(editor, chosen(editor, "untag", articles), "Neuroscience")
    assert [[tag.name for tag in article.categories.all()] for article in articles] == [["Therapy"]] * 2


def test_a_published_article_keeps_its_last_tag_and_all_others_with_it(editor: Client) -> None:
    fear = make_tag("Fear")
    articles = [make_article(tags=[fear]), make_article(tags=[fear, make_tag("Phobia")])]
    response = done(editor, chosen(editor, "untag", articles), "Fear")
    told = Page.of(response).with_class("error-summary")[0].text
    assert f"at least one tag. It is the only one of “{articles[0].title}”." in told
    assert [tags_of(article) for article in articles] == [["Fear"], ["Fear", "Phobia"]]
    assert not CurationAct.objects.exists()


def test_only_tags_that_they_have_can_be_taken_off(editor: Client) -> None:
    make_tag("Phobia")
    articles = [make_article(tags=[make_tag("Fear")])]
    address = chosen(editor, "untag", articles)
    assert "No tag that fits here is called “Phobia”" in errors_of(done(editor, address, "Phobia"))[0]
    page = Page.of(editor.get(address))
    offered = [option.attributes["value"] for option in page.with_tag("option")]
    assert offered == ["Fear (Disorder)", "Neuroscience (Category)"]


def test_who_writes_does_not_curate_and_is_not_asked() -> None:
    writer = make_user(CONTRIBUTOR)
    article = make_article(status=Status.DRAFT, editor=writer)
    client = logged_in(writer)
    assert "Put a tag on" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}tagging/tag/?article={article.pk}").status_code == 403
    assert logged_in(make_user(EDITOR)).get(f"{LIST}tagging/other/?article={article.pk}").status_code == 404
    assert Tag.objects.exists()
