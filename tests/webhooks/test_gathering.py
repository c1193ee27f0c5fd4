"""What is told of, whoever did it, and what is not."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish, return_to_draft, withdraw
from bibliography.models import Notice
from bibliography.notices.noting import Said, note_notice, take_back
from tags import curation
from tests.factories import make_article, make_reference, make_tag
from webhooks import endpoints
from webhooks.gathering import gather
from webhooks.models import Delivery, Endpoint, EventType, Message, SeenArticle, Watch

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def told(at: datetime | None = None) -> list[dict[str, Any]]:
    """What is new since it was last looked for."""
    known = set(Message.objects.values_list("pk", flat=True))
    gather(at or timezone.now())
    return [json.loads(one.payload) for one in Message.objects.exclude(pk__in=known).order_by("pk")]


def types(found: list[dict[str, Any]]) -> list[str]:
    return [one["type"] for one in found]


def test_an_article_is_told_of_when_it_is_published_changed_and_withdrawn(endpoint: Endpoint) -> None:
    article = make_article("news", title="News")
    taxonomy, first = sorted(told(), key=lambda one: one["type"], reverse=True)
    assert taxonomy["type"] == "taxonomy.changed"
    assert first["type"] == "article.published"
    url = "https://site.example/articles/news/"
    assert first["data"] == {
        "id": article.pk, "slug": "news", "url": url, "title": "News", "kind": article.kind
    }  # fmt: skip
    publish(article, by=None, at=timezone.now(), change_note="A number was corrected.")
    assert types(told()) == ["article.updated"]
    withdraw(article, by=None, at=timezone.now(), reason=Article.WithdrawalReason.ERROR)
    (last,) = told()
    assert (last["type"], last["data"]) == ("article.withdrawn", {"id": article.pk, "slug": "news", "url": url})
    assert told() == []
    assert not SeenArticle.objects.exists()


def test_what_was_deleted_or_taken_back_is_withdrawn(endpoint: Endpoint) -> None:
    one, other = make_article(), make_article()
    told()
    return_to_draft(one, by=None, at=timezone.now())
    withdraw(other, by=None, at=timezone.now(), reason=Article.WithdrawalReason.ERROR)
    assert types(told()) == ["article.withdrawn"] * 2


def test_nothing_is_told_of_what_no_visitor_sees(endpoint: Endpoint) -> None:
    for status in ("draft", "in_review", "approved", "scheduled", "withdrawn"):
        make_article(status=status)
    Message.objects.all().delete()
    assert [one for one in told() if one["type"] != "taxonomy.changed"] == []


def test_a_scheduled_article_is_told_of_once_its_time_has_come(endpoint: Endpoint) -> None:
    soon = timezone.now() + timedelta(hours=1)
    article = make_article(status="scheduled", publish_at=soon)
    assert "article.published" not in types(told())
    assert "article.published" not in types(told(soon - timedelta(minutes=30)))
    (found,) = told(soon + timedelta(minutes=1))
    assert (found["type"], found["data"]["id"]) == ("article.published", article.pk)
    assert datetime.fromisoformat(found["timestamp"]) == soon
    assert told(soon + timedelta(minutes=2)) == []


def test_what_was_committed_late_is_told_all_the_same(endpoint: Endpoint) -> None:
    article = make_article()
    SeenArticle.objects.all().delete()
    told(timezone.now() + timedelta(minutes=5))
    SeenArticle.objects.filter(key=article.pk).delete()  # as if its row had not been there yet
    assert types(told(timezone.now() + timedelta(minutes=9))) == ["article.published"]


def test_one_message_tells_of_all_that_changed_in_the_taxonomy(endpoint: Endpoint) -> None:
    tag = make_tag("Fear")
    told()
    curation.rename(tag, "Dread", by=None, at=timezone.now())
    curation.rename(tag, "Fright", by=None, at=timezone.now())
    (found,) = told()
    assert (found["type"], found["data"]) == ("taxonomy.changed", {"url": "https://site.example/tags/taxonomy.ttl"})
    assert told() == []


def test_a_retraction_is_told_of_and_that_it_was_taken_back(endpoint: Endpoint) -> None:
    paper = make_reference(DOI="10.1000/retracted")
    article = make_article("about", title="About", paper=paper)
    make_article(paper=paper, status="draft")
    told()
    said = Said(kind=Notice.Kind.RETRACTION, source=Notice.Source.EDITORS, record="1", dated=timezone.localdate())
    notice = note_notice(paper, said, by=None, at=timezone.now())
    (found,) = told()
    assert (found["type"], found["data"]["id"], found["data"]["doi"]) == (
        "article.retracted", article.pk, "10.1000/retracted"
    )  # fmt: skip
    assert [one["kind"] for one in found["data"]["notices"]] == ["retraction"]
    assert told() == []
    take_back(notice, by=None, at=timezone.now())
    assert types(told()) == ["article.updated"]
    assert told() == []


def test_the_first_endpoint_hears_nothing_of_what_was_there_before(db: None) -> None:
    before = make_article()
    endpoint = endpoints.add("http://127.0.0.1:9/", "", EventType.values, by=None, at=timezone.now())
    assert told() == []
    after = make_article()
    assert [one["data"]["id"] for one in told() if "id" in one["data"]] == [after.pk]
    withdraw(before, by=None, at=timezone.now(), reason=Article.WithdrawalReason.ERROR)
    assert types(told()) == ["article.withdrawn"]
    endpoints.remove(endpoint)
    assert not any(rows.objects.exists() for rows in (Watch, SeenArticle, Message))


def test_each_endpoint_gets_what_it_asked_for(endpoint: Endpoint) -> None:
    other = endpoints.add("http://127.0.0.1:9/", "", [EventType.WITHDRAWN], by=None, at=timezone.now())
    article = make_article()
    told()
    withdraw(article, by=None, at=timezone.now(), reason=Article.WithdrawalReason.ERROR)
    told()
    got: dict[int, list[str]] = {one.pk: [] for one in (endpoint, other)}
    for delivery in Delivery.objects.select_related("message").order_by("pk"):
        got[delivery.endpoint_id].append(delivery.message.type)
    assert [type for type in got[endpoint.pk] if type != "taxonomy.changed"] == [
        "article.published", "article.withdrawn",
    ]  # fmt: skip
    assert got[other.pk] == ["article.withdrawn"]


def test_nothing_is_looked_for_without_an_endpoint(db: None) -> None:
    make_article()
    assert gather(timezone.now()) == 0
    assert not Message.objects.exists()
