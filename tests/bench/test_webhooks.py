"""Senders that are killed while a receiver thinks, again and again: each message arrives, in order, under one name."""

import os
import subprocess
import sys
import time

import pytest

from tests.bench.http.sites import Site
from tests.source import ROOT
from tests.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.bench
ACTS = 12  # articles that are withdrawn
KILLS = 20
FILL = """
from django.utils import timezone
from articles.models import Article
from articles.publishing import withdraw
from webhooks import endpoints
from webhooks.gathering import gather
from webhooks.models import EventType
now = timezone.now
endpoints.add("{address}", "", EventType.values, by=None, at=now())
for article in Article.objects.filter(status="published").order_by("pk")[:{acts}]:
    withdraw(article, by=None, at=now(), reason=Article.WithdrawalReason.ERROR)
    gather(now())
"""
FREE = """
from webhooks.models import Delivery, Endpoint
Endpoint.objects.update(claim="", claimed_at=None)
Delivery.objects.filter(delivered_at=None).update(due_at="2000-01-01T00:00:00Z")
"""
LEFT = """
from webhooks.models import Delivery, Message
names = Message.objects.order_by("pk").values_list("message_id", flat=True)
print(Delivery.objects.filter(delivered_at=None).count(), *names)
"""


def begun(site: Site, *typed: str) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        **site.env,
        "DJANGO_SETTINGS_MODULE": "cbtneuro.settings",
        "SITE_URL": "https://cbt.example.org",
    }
    env["WEBHOOK_PRIVATE_HOSTS"] = "127.0.0.1"
    return subprocess.Popen([sys.executable, "manage.py", *typed], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def done(site: Site, *typed: str) -> str:
    process = begun(site, *typed)
    text = process.communicate(timeout=120)[0]
    assert process.returncode == 0, text
    return text


def killed(site: Site, receiver: Receiver) -> None:
    """While the receiver holds back its answer, or after it and before it is noted."""
    asked = len(receiver.asked)
    sender = begun(site, "send_webhooks")
    while len(receiver.asked) == asked and sender.poll() is None:
        time.sleep(0.001)
    sender.kill()
    sender.communicate()
    done(site, "shell", "-c", FREE)  # as if the time had passed after which another sender takes over


def test_senders_are_killed_and_each_message_arrives_in_order(site: Site) -> None:
    with receiving() as receiver:
        done(site, "shell", "-c", FILL.format(address=receiver.address, acts=ACTS))
        receiver.answers = [500, 503, 500, 404, 502]
        for _ in range(KILLS):
            killed(site, receiver)
        done(site, "send_webhooks")
        left, *names = done(site, "shell", "-c", LEFT).splitlines()[-1].split()
        first_copies = list(dict.fromkeys(receiver.ids))
    print(
        f"\n{site.engine}: {len(names)} messages, {KILLS} senders killed; asked {len(receiver.asked)} times, "
        f"taken {len(receiver.ids)} times, {len(first_copies)} names, in order: {first_copies == names}; left {left}"
    )
    assert (left, first_copies) == ("0", names)
    assert len(names) == ACTS
