"""What administrators do with webhooks."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.roles import ADMINISTRATOR
from tests.desk.desk import show_once_more
from tests.factories import make_user
from tests.page import Page
from tests.webhooks.receiver import Receiver
from webhooks import endpoints
from webhooks.models import Delivery, Endpoint, EventType
from webhooks.sending import send_all

pytestmark = pytest.mark.django_db
ADDRESS = "http://127.0.0.1:9/hook"


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(make_user(ADMINISTRATOR))
    return client


def of(endpoint: Endpoint, name: str = "") -> str:
    return (
        reverse("webhooks:act", args=[endpoint.pk, name]) if name else reverse("webhooks:endpoint", args=[endpoint.pk])
    )


def test_a_webhook_is_made_and_its_secret_shown_to_who_asks(client: Client) -> None:
    sent = {"address": ADDRESS, "name": "Library", "events": ["article.published", "taxonomy.changed"]}
    answer = client.post(reverse("webhooks:new"), sent)
    made = Endpoint.objects.get()
    assert answer.headers["Location"] == of(made)
    assert (made.address, made.name, made.events) == (ADDRESS, "Library", sent["events"])
    secret = made.secrets_at(timezone.now())[0]
    assert secret not in client.get(of(made)).text
    shown = client.post(of(made, "secret"))
    assert (f">{secret}<" in shown.text, shown.headers["Cache-Control"]) == (True, "private, no-store")


@pytest.mark.parametrize(
    ("address", "events", "reason"),
    [
        ("https://10.0.0.1/hook", ["article.published"], "is inside a private network"),
        ("http://example.org/hook", ["article.published"], "Begin the address with https://"),
        ("https://no.such.host.invalid/", ["article.published"], "No computer is found"),
        (ADDRESS, [], "This field is required"),
        (ADDRESS, ["article.read"], "not one of the available choices"),
        ("", ["article.published"], "This field is required"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(
    client: Client, address: str, events: list[str], reason: str
) -> None:
    answer = client.post(reverse("webhooks:new"), {"address": address, "events": events})
    assert (answer.status_code, reason in Page.of(answer).text, Endpoint.objects.exists()) == (422, True, False)


def test_only_so_many_are_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "MOST", 1)
    for status in (302, 422):
        answer = client.post(reverse("webhooks:new"), {"address": ADDRESS, "events": ["article.published"]})
        assert answer.status_code == status
    assert Endpoint.objects.count() == 1


def test_it_is_changed_paused_resumed_tested_and_removed(
    client: Client, endpoint: Endpoint, receiver: Receiver
) -> None:
    client.post(of(endpoint), {"address": receiver.address, "name": "Other", "events": ["article.withdrawn"]})
    stored = Endpoint.objects.get()
    assert (stored.name, stored.events) == ("Other", [EventType.WITHDRAWN])
    client.post(of(endpoint, "pause"))
    assert "Paused since" in client.get(of(endpoint)).text
    client.post(of(endpoint, "test"))
    client.post(of(endpoint, "resume"))
    send_all(timezone.now())
    assert "Delivered" in Page.of(client.get(of(endpoint))).with_tag("tbody")[0].text
    delivery = Delivery.objects.get()
    answer = client.post(of(endpoint, "again"), {"delivery": delivery.pk}, follow=True)
    assert "1 message is sent again" in answer.text
    send_all(timezone.now())
    assert len(receiver.taken) == 2
    answer = client.post(of(endpoint, "again"), {"since": timezone.localdate().isoformat()}, follow=True)
    assert "1 message is sent again" in answer.text
    before = endpoint.secret
    client.post(of(endpoint, "rotate"))
    assert Endpoint.objects.get().secret != before
    show_once_more(client)
    client.post(of(endpoint, "remove"))
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("name", "sent"),
    [("again", {}), ("again", {"delivery": "9" * 30}), ("again", {"delivery": "-1"}), ("again", {"since": "soon"})],
)
def test_what_no_button_sends_changes_nothing(client: Client, endpoint: Endpoint, name: str, sent: Any) -> None:
    assert client.post(of(endpoint, name), sent).status_code == 302
    assert not Delivery.objects.exists()


def test_acts_that_are_none_are_not_there(client: Client, endpoint: Endpoint) -> None:
    assert client.post(of(endpoint, "fly")).status_code == 404
    assert client.get(of(endpoint, "pause")).status_code == 404
