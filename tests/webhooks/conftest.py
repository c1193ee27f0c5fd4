"""A receiver, and an endpoint that sends to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.webhooks.receiver import Receiver, receiving
from webhooks import endpoints
from webhooks.models import Endpoint, EventType


@pytest.fixture(autouse=True)
def here(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.SITE_URL = "https://site.example"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(db: None, receiver: Receiver) -> Endpoint:
    return endpoints.add(receiver.address, "", EventType.values, by=None, at=timezone.now())
