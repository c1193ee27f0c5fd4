"""Who else has an article open."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.models import Article
from desk.api.presence import MOST, STAYS, heard, key_of
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import at_desk
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def beat(client: Client, article: Article, tab: str, **said: str) -> Any:
    return client.post(reverse("desk:presence", args=[article.pk]), {"tab": tab, **said}).json()


def test_two_at_one_article_are_told_of_each_other() -> None:
    article = make_article()
    ada, _ = at_desk(make_user(EDITOR, name="Ada"))
    bo, _ = at_desk(make_user(EDITOR))
    assert beat(ada, article, "a") == {"others": [], "is_twice": False}
    assert beat(bo, article, "b") == {"others": ["Ada"], "is_twice": False}
    assert beat(ada, article, "a")["others"] == ["Another editor"]
    assert beat(ada, make_article(), "a")["others"] == []


def test_one_person_in_two_tabs_is_told_so() -> None:
    article = make_article()
    client, _ = at_desk()
    beat(client, article, "one")
    assert beat(client, article, "two") == {"others": [], "is_twice": True}


def test_whoever_leaves_or_was_not_heard_of_for_long_is_gone() -> None:
    ada, bo = make_user(EDITOR, name="Ada"), make_user(EDITOR, name="Bo")
    heard(1, ada, "a", 0)
    assert heard(1, bo, "b", STAYS - 1) == (["Ada"], False)
    assert heard(1, bo, "b", STAYS + 1) == ([], False)
    heard(1, bo, "b", STAYS + 2, leaves=True)
    assert heard(1, ada, "a", STAYS + 3) == ([], False)


def test_what_is_noted_stays_small_however_many_tabs_there_are() -> None:
    user = make_user(EDITOR)
    for tab in range(3 * MOST):
        heard(1, user, str(tab), tab / 100)
    assert len(cache.get(key_of(1))) == MOST


def test_nobody_is_told_of_articles_that_they_may_not_write() -> None:
    client, _ = at_desk(make_user(CONTRIBUTOR))
    assert client.post(reverse("desk:presence", args=[make_article().pk]), {"tab": "a"}).status_code == 404


def test_a_page_that_somebody_else_opened_is_logged_out() -> None:
    """Its words are not saved under the name of whoever logged in to the same browser since."""
    client, _ = at_desk()
    headers = {"Accept": "application/json", "X-Account": str(make_user(EDITOR).pk)}
    response = client.post(reverse("desk:presence", args=[make_article().pk]), {"tab": "a"}, headers=headers)
    assert response.status_code == 401
    assert response.json() == {"login": reverse("account_login")}
