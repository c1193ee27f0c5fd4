"""Members who follow something, and what editors do meanwhile."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from articles import publishing
from articles.models import Article, Draft
from articles.revisions.catching_up import catch_up
from library.following.followed import Thing, follow
from members.models import User
from members.roles import EDITOR
from tests.drafts import send
from tests.factories import make_article, make_user
from tests.times import NOW

LONG_AGO = NOW - timedelta(days=10)


def member_following(*things: Thing, since: datetime = LONG_AGO) -> User:
    member = make_user()
    for thing in things:
        follow(member, thing, at=since)
    return member


def browser_of(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


def published(at: datetime, **said: Any) -> Article:
    """Made here at that time, too: what is made later under that date is brought by a file."""
    article = make_article(publish_at=at, **said)
    Article.objects.filter(pk=article.pk).update(created_at=at)
    return article


def rewrite(article: Article, at: datetime, **said: Any) -> None:
    """Published anew at that time with these fields changed."""
    editor = make_user(EDITOR)
    revision = send(article, catch_up(article).head_id, editor, **said)
    publishing.publish(article, by=editor, at=at, revision=Draft.objects.get(pk=article.pk).head)
    assert revision.article_id == article.pk
