"""The page of a whole topic is made once for readers who can see the same articles, and never shown to others."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from articles.browse.scope import visible_scope
from articles.documents import kept_for_scope as kept
from articles.documents.kept_for_scope import kept_for_scope
from tags.models import Tag
from tests.factories import make_article, make_tag, make_taxonomy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Tag:
    tag = make_tag("Fear")
    for _ in range(2):
        make_article(tags=[tag])
    return tag


def pages(topic: Tag, user: str = "") -> Iterator[str]:
    """Twice: as it is made, and as it was kept."""
    client = Client()
    if user:
        client.force_login(make_user(user))
    for _ in range(2):
        yield client.get(topic.get_absolute_url()).text


def test_it_is_made_once(topic: Tag) -> None:
    scope, made = visible_scope(AnonymousUser()), []
    context = {"tag": topic, "filters": (), "total": 0, "timeline": None}

    def make() -> dict[str, object]:
        made.append(topic)
        return context

    first, again = (kept_for_scope(scope, "tags/_whole.html", topic.pk, make) for _ in range(2))
    assert first == again
    assert len(made) == 1


def test_only_so_many_are_kept(topic: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    others = [topic, make_tag("Dread"), topic]
    assert all(">Fear<" in page for page in pages(topic))
    for tag in others:
        Client().get(tag.get_absolute_url())
    assert len(kept._kept.get("parts", lambda _: {})) == 1


def test_an_article_shows_as_soon_as_it_is_published(topic: Tag) -> None:
    assert all('<span id="res-n">2 summaries' in page for page in pages(topic))
    make_article(tags=[topic])
    assert all('<span id="res-n">3 summaries' in page for page in pages(topic))


def test_each_reader_gets_what_they_can_see(topic: Tag) -> None:
    make_article(tags=[topic], status="scheduled", publish_at=timezone.now() + timedelta(days=1))
    assert all('<span id="res-n">2 summaries' in page for page in pages(topic))
    assert all('<span id="res-n">3 summaries' in page for page in pages(topic, "editor"))
    assert all('<span id="res-n">2 summaries' in page for page in pages(topic, "member"))


def test_a_contributor_sees_their_own_and_nobody_else_does(topic: Tag) -> None:
    writers = [make_user("contributor") for _ in range(2)]
    methods = [make_tag(name, make_taxonomy("method")) for name in ("Hush", "Rush")]
    soon = timezone.now() + timedelta(days=1)
    for writer, method in zip(writers, methods, strict=True):
        make_article(tags=[topic, method], status="scheduled", publish_at=soon, editor=writer)
    found = []
    for writer in writers:
        client = Client()
        client.force_login(writer)
        page = client.get(topic.get_absolute_url()).text
        assert '<span id="res-n">3 summaries' in page
        found.append([name for name in ("Hush", "Rush") if name in page])
    assert found == [["Hush"], ["Rush"]]
    assert all('<span id="res-n">2 summaries' in page and "ush" not in page for page in pages(topic))


def test_what_is_one_readers_own_stands_in_no_kept_page(topic: Tag) -> None:
    _, again = pages(topic, "member")
    assert "csrfmiddlewaretoken" in again
    assert "csrfmiddlewaretoken" not in next(pages(topic))
