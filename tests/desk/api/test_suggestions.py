"""What the site suggests beside an article, and what its editor decides of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from members.roles import CONTRIBUTOR
from tests.articles.related.relations import settled
from tests.desk.desk import at_desk
from tests.factories import make_article, make_tag, make_user

pytestmark = pytest.mark.django_db


def two() -> tuple[Article, Article]:
    """Alike in their words and tags, and listed beside each other."""
    tag = make_tag("Amygdala")
    one, other = (make_article(title=f"The {name} amygdala", tags=[tag]) for name in ("quieter", "calmer"))
    settled()
    return one, other


def decide(client: Client, article: Article, **said: Any) -> Any:
    return client.post(reverse("desk:suggestions", args=[article.pk]), said)


def test_a_suggestion_is_pinned_blocked_and_let_go() -> None:
    client, _ = at_desk()
    article, other = two()
    [row] = client.get(reverse("desk:suggestions", args=[article.pk])).json()["suggestions"]
    assert (row["id"], row["label"], row["is_pinned"]) == (other.pk, other.title, False)
    assert row["why"]
    assert decide(client, article, act="pin", other=other.pk).json()["suggestions"][0]["is_pinned"]
    decide(client, article, act="release", other=other.pk)
    assert decide(client, article, act="block", other=other.pk).json()["suggestions"] == []
    assert len(decide(client, article, act="release", other=other.pk).json()["suggestions"]) == 1


def test_what_is_pinned_is_put_in_order_and_what_is_blocked_is_named() -> None:
    client, _ = at_desk()
    tag = make_tag("Amygdala")
    article, *others = (make_article(title=f"The {name} amygdala", tags=[tag]) for name in ("quieter", "calm", "slow"))
    settled()
    for other in others:
        told = decide(client, article, act="pin", other=other.pk).json()
    assert [row["id"] for row in told["suggestions"]] == [other.pk for other in others]
    told = decide(client, article, act="up", other=others[1].pk).json()
    assert [row["id"] for row in told["suggestions"]] == [others[1].pk, others[0].pk]
    assert decide(client, article, act="down", other=others[1].pk).json()["suggestions"][0]["id"] == others[0].pk
    decide(client, article, act="release", other=others[1].pk)
    told = decide(client, article, act="block", other=others[1].pk).json()
    assert told["blocked"] == [{"id": others[1].pk, "label": "The slow amygdala"}]


def test_what_is_no_act_does_nothing() -> None:
    client, _ = at_desk()
    article, other = two()
    assert decide(client, article, act="delete", other=other.pk).status_code == 422
    assert decide(client, article, act="pin", other="x").status_code == 422
    assert decide(client, article, act="pin", other="9" * 30).status_code == 422
    assert decide(client, article, act="pin", other=999_999).status_code == 404


def test_a_contributor_decides_nothing_of_what_readers_see() -> None:
    writer = make_user(CONTRIBUTOR)
    client, _ = at_desk(writer)
    article, other = two()
    assert decide(client, article, act="block", other=other.pk).status_code == 404
    Article.objects.filter(pk=article.pk).update(editor=writer)
    assert not client.get(reverse("desk:suggestions", args=[article.pk])).json()["may_decide"]
    assert decide(client, article, act="block", other=other.pk).status_code == 403
