"""Webhooks are for administrators: who sees them, who changes them, and what a message tells."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.access.world import World
from webhooks import endpoints
from webhooks.gathering import gather
from webhooks.models import Endpoint, EventType, Message, SeenArticle, Watch

pytestmark = pytest.mark.both_engines

STATUS = {
    "visitor": 302, "reader": 403, "inactive member": 302, "member": 403, "contributor": 403, "writer": 403,
    "editor": 403, "administrator": 200,
}  # fmt: skip
ACTS = ("pause", "resume", "rotate", "remove", "test", "again", "secret")


@pytest.fixture
def endpoint(world: World, settings: Any) -> Endpoint:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    return endpoints.add("http://127.0.0.1:9/hook", "Zqhook", EventType.values, by=None, at=timezone.now())


@pytest.mark.parametrize("person", STATUS)
def test_only_administrators_see_them(world: World, endpoint: Endpoint, person: str) -> None:
    client, secret = world.client(person), endpoint.secrets_at(timezone.now())[0]
    addresses = [
        reverse("webhooks:list"),
        reverse("webhooks:new"),
        reverse("webhooks:endpoint", args=[endpoint.pk]),
        reverse("webhooks:act", args=[endpoint.pk, "remove"]),
        reverse("webhooks:act", args=[endpoint.pk, "rotate"]),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == STATUS[person], address
        assert secret not in answer.text
        assert person == "administrator" or "Zqhook" not in answer.text


@pytest.mark.parametrize("person", [person for person in STATUS if person != "administrator"])
def test_nobody_else_changes_them(world: World, endpoint: Endpoint, person: str) -> None:
    client, before = world.client(person), list(Endpoint.objects.values())
    sent = {"address": "http://127.0.0.1:9/other", "events": EventType.values}
    answers = [client.post(reverse("webhooks:new"), sent)]
    answers += [client.post(reverse("webhooks:endpoint", args=[endpoint.pk]), sent)]
    answers += [client.post(reverse("webhooks:act", args=[endpoint.pk, name])) for name in ACTS]
    assert {answer.status_code for answer in answers} == {STATUS[person]}
    assert list(Endpoint.objects.values()) == before
    assert not Message.objects.exists()


def test_no_message_holds_a_word_that_no_visitor_sees(world: World, endpoint: Endpoint) -> None:
    now = timezone.now()
    SeenArticle.objects.all().delete()  # so that everything is told anew, however long ago this world was made
    Watch.objects.update(looked_at=now - timedelta(days=1))
    gather(now)
    told = " ".join(Message.objects.values_list("payload", flat=True))
    assert "zqpublishedtitlez" in told
    hidden = [f"zq{state}" for state in ("draft", "inreview", "approved", "scheduled", "withdrawn")]
    assert not [word for word in (*hidden, "fullz") if word in told]
