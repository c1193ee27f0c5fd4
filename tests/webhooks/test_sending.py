"""Messages arrive in order and once, whatever the receiver does, and nobody else can make them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from members.roles import ADMINISTRATOR
from tests.factories import make_article, make_user
from tests.webhooks.receiver import Receiver
from webhooks import endpoints, posting, sending
from webhooks.models import STALE, Delivery, Endpoint, EventType, Message
from webhooks.sending import AFTER, KEPT_FOR, send_all

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def run(later: timedelta = timedelta()) -> dict[str, int]:
    """A sender that starts then, does what is due, and ends."""
    with time_machine.travel(timezone.now() + later, tick=True):
        return dict(send_all(timezone.now()))


def test_a_message_is_signed_so_that_the_receiver_can_prove_it(endpoint: Endpoint, receiver: Receiver) -> None:
    make_article("news")
    run()
    secret = endpoint.secrets_at(timezone.now())[0]
    for headers, body in receiver.taken:
        assert Webhook(secret).verify(body, headers) == json.loads(body)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body.replace("news", "olds") + " ", headers)
    assert receiver.taken[0][0]["content-type"] == "application/json"


def test_a_receiver_that_fails_five_times_gets_each_message_once_and_in_order(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    """The senders between which it fails are started anew each time."""
    receiver.answers = [500, 503, 404, 302, 500]
    later = timedelta()
    for number in range(4):
        make_article(f"news-{number}")
        run(later)
    for _ in range(12):
        later += timedelta(hours=8)
        run(later)
    waited = list(Message.objects.order_by("pk").values_list("message_id", flat=True))
    assert receiver.ids == waited
    assert len(receiver.asked) == len(waited) + 5
    assert [body for _, body in receiver.asked[:6]] == [receiver.asked[0][1]] * 6  # byte for byte
    published = [json.loads(body)["data"].get("slug") for _, body in receiver.taken]
    assert [slug for slug in published if slug] == [f"news-{number}" for number in range(4)]
    assert not Delivery.objects.undelivered().exists()


def test_the_time_between_attempts_grows(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [500] * 3
    endpoints.send_test(endpoint, at=timezone.now())
    waits = []
    later = timedelta()
    for _ in range(3):
        run(later)
        delivery = Delivery.objects.get()
        assert delivery.tried_at
        waits.append((delivery.due_at - delivery.tried_at).total_seconds())
        later += timedelta(seconds=waits[-1] + 1)
    assert all(AFTER[number] <= wait <= 1.2 * AFTER[number] for number, wait in enumerate(waits))
    run(later)
    assert len(receiver.taken) == 1


def test_nothing_is_tried_before_its_time(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [500]
    make_article()
    run()
    assert len(receiver.asked) == 1
    run()
    assert len(receiver.asked) == 1


@pytest.mark.parametrize("is_date", [False, True])
def test_a_receiver_may_ask_for_more_time(endpoint: Endpoint, receiver: Receiver, is_date: bool) -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    receiver.answers, receiver.headers = [429], {"Retry-After": format_datetime(until) if is_date else "7200"}
    endpoints.send_test(endpoint, at=timezone.now())
    run()
    assert abs(Delivery.objects.get().due_at - until) < timedelta(seconds=30)


def test_a_receiver_that_never_answers_is_paused_and_administrators_are_told(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    administrator = make_user(ADMINISTRATOR)
    receiver.answers = [500] * (len(AFTER) + 1)
    make_article()
    later = timedelta()
    for _ in range(len(AFTER) + 1):
        run(later)
        later += timedelta(hours=30)
    stored = Endpoint.objects.get()
    assert (stored.paused_at is not None, stored.pause_reason[:21]) == (True, f"It was tried {len(AFTER) + 1} times")
    assert [(one.to, endpoint.address in one.body) for one in mail.outbox] == [([administrator.email], True)]
    run(later)
    assert len(receiver.asked) == len(AFTER) + 1
    endpoints.resume(endpoint, at=timezone.now())
    run(later)
    assert receiver.ids == list(Message.objects.order_by("pk").values_list("message_id", flat=True))


def test_a_receiver_that_is_gone_is_paused_at_once(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [410]
    make_article()
    assert run()["paused"] == 1
    assert Endpoint.objects.get().paused_at


def test_a_redirect_is_not_followed(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers, receiver.headers = [307], {"Location": receiver.address}
    make_article()
    run()
    assert (len(receiver.asked), receiver.taken) == (1, [])


def test_what_another_sender_has_claimed_is_left_to_it_until_it_must_have_stopped(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    make_article()
    Endpoint.objects.update(claim="another", claimed_at=timezone.now())
    run()
    assert receiver.asked == []
    run(STALE + timedelta(seconds=1))
    assert len(receiver.taken) == Message.objects.count() > 0
    assert Endpoint.objects.get().claim == ""


def test_the_former_secret_signs_for_a_day(endpoint: Endpoint, receiver: Receiver) -> None:
    former = endpoint.secrets_at(timezone.now())[0]
    endpoints.rotate_secret(endpoint, at=timezone.now())
    new = Endpoint.objects.get().secrets_at(timezone.now())[0]
    for later, secrets in ((timedelta(), (new, former)), (timedelta(hours=25), (new,))):
        endpoints.send_test(endpoint, at=timezone.now())
        run(later)
        headers, body = receiver.taken[-1]
        with time_machine.travel(timezone.now() + later):
            assert len(headers["webhook-signature"].split(" ")) == len(secrets)
            for secret in secrets:
                Webhook(secret).verify(body, headers)
    assert new != former


def test_secrets_do_not_stand_in_the_database(endpoint: Endpoint) -> None:
    secret = endpoint.secrets_at(timezone.now())[0]
    assert secret.startswith("whsec_")
    assert secret not in str(Endpoint.objects.values())


def test_a_message_can_be_sent_again_under_its_name(endpoint: Endpoint, receiver: Receiver) -> None:
    make_article()
    make_article()
    run()
    first = list(receiver.ids)
    delivery = Delivery.objects.order_by("pk")[1]
    endpoints.send_one_again(endpoint, delivery.pk, at=timezone.now())
    run()
    assert receiver.ids == [*first, first[1]]
    endpoints.send_again(endpoint, since=timezone.now() - timedelta(days=1), at=timezone.now())
    run()
    assert receiver.ids == [*first, first[1], *first]


def test_what_happens_in_a_pause_waits(endpoint: Endpoint, receiver: Receiver) -> None:
    endpoints.pause(endpoint, at=timezone.now())
    make_article()
    run()
    assert receiver.asked == []
    endpoints.resume(endpoint, at=timezone.now())
    run()
    assert receiver.ids == list(Message.objects.order_by("pk").values_list("message_id", flat=True))


def test_old_messages_are_forgotten_unless_somebody_waits_for_them(endpoint: Endpoint, receiver: Receiver) -> None:
    make_article()
    run()
    receiver.answers = [500] * 100
    make_article()
    run()
    run(KEPT_FOR + timedelta(days=1))
    assert Message.objects.count() == Delivery.objects.undelivered().count() > 0


def test_one_that_nobody_can_reach_does_not_keep_others_from_theirs(endpoint: Endpoint, receiver: Receiver) -> None:
    Endpoint.objects.update(address="http://127.0.0.1:9/")
    endpoints.add(receiver.address, "", EventType.values, by=None, at=timezone.now())
    make_article()
    run()
    assert receiver.taken
    assert Delivery.objects.filter(endpoint=endpoint, outcome__startswith="No answer").exists()


def test_the_command_says_what_it_did(endpoint: Endpoint, receiver: Receiver, capsys: Any) -> None:
    call_command("send_webhooks")
    assert capsys.readouterr().out == "0 found, 0 delivered, 0 failed, 0 paused.\n"
    endpoints.send_test(endpoint, at=timezone.now())
    call_command("send_webhooks")
    assert capsys.readouterr().out == "0 found, 1 delivered, 0 failed, 0 paused.\n"


def test_a_receiver_that_answers_a_letter_at_a_time_is_left(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "DEADLINE", 0.3)
    receiver.drips = 0.1
    endpoints.send_test(endpoint, at=timezone.now())
    began = monotonic()
    assert run()["failed"] == 1
    assert monotonic() - began < 5


def after_each_answer(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Somebody else does this while a message is on its way."""

    def posted(*args: Any) -> posting.Outcome:
        outcome = posting.post(*args)
        act()
        return outcome

    monkeypatch.setattr(sending, "post", posted)


def test_a_pause_is_heard_between_two_messages(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        endpoints.send_test(endpoint, at=timezone.now())
    after_each_answer(monkeypatch, lambda: endpoints.pause(endpoint, at=timezone.now()))
    run()
    assert len(receiver.taken) == 1


def test_an_endpoint_may_be_removed_while_it_is_sent_to(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = endpoints.add(receiver.address, "", [EventType.PUBLISHED], by=None, at=timezone.now())
    endpoints.send_test(endpoint, at=timezone.now())
    endpoints.send_test(other, at=timezone.now())
    after_each_answer(monkeypatch, lambda: endpoints.remove(endpoint))
    run()
    assert (len(receiver.taken), Endpoint.objects.count(), Delivery.objects.undelivered().count()) == (2, 1, 0)


def test_a_former_secret_that_cannot_be_read_keeps_nobody_from_signing(endpoint: Endpoint) -> None:
    endpoints.rotate_secret(endpoint, at=timezone.now())
    Endpoint.objects.update(former_secret="of a key that is gone")
    assert len(Endpoint.objects.get().secrets_at(timezone.now())) == 1
