"""What cannot be undone is done by who has just shown once more who they are; everything else never asks."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Image
from bibliography.models import Reference
from desk.acts import ACTS
from lists.arrangement import arrangement_of
from lists.arranging import begin_list
from lists.models import ReadingList
from members.models import User
from members.roles import ADMINISTRATOR
from tests.desk.desk import at_desk, begun, draft_of, show_once_more
from tests.factories import PASSWORD, make_image, make_reference, make_tag, make_user
from webhooks import endpoints
from webhooks.models import Endpoint, EventType

pytestmark = pytest.mark.django_db
CONFIRM: Final = "/account/confirm/"
Asked = tuple[str, dict[str, Any]]  # where a button sends, and what


def leads_to(answer: Any) -> str:
    return str(answer.headers.get("Location", "")).partition("?")[0]


def a_draft(by: User) -> Asked:
    article = begun(by)
    return reverse("desk:act", args=[article.pk, "delete"]), {"asked": "1", "base": draft_of(article).head_id}


def a_list(by: User) -> Asked:
    made = begin_list("Fear, step by step", by=by)
    seen = arrangement_of(made).mark
    return reverse("desk:list-act", args=[made.pk, "delete"]), {"seen": seen}


def a_reference(by: User) -> Asked:
    return reverse("desk:delete-record", args=[make_reference().pk]), {}


def an_image(by: User) -> Asked:
    return reverse("desk:delete-image", args=[make_image().pk]), {}


def a_webhook(by: User) -> Asked:
    made = endpoints.add("http://127.0.0.1:9/hook", "Library", [EventType.PUBLISHED], by=by, at=timezone.now())
    return reverse("webhooks:act", args=[made.pk, "remove"]), {}


FINAL: Final[list[tuple[Callable[[User], Asked], type[Model]]]] = [
    (a_draft, Article), (a_list, ReadingList), (a_reference, Reference), (an_image, Image), (a_webhook, Endpoint),
]  # fmt: skip


@pytest.mark.parametrize(("make", "model"), FINAL)
def test_it_waits_until_they_have_shown_who_they_are_and_is_done_then(
    make: Callable[[User], Asked], model: type[Model], settings: Any
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    client, person = at_desk(make_user(ADMINISTRATOR))
    address, sent = make(person)
    before = model._default_manager.count()
    assert client.get(address).status_code == 200  # the question itself is no act
    asked = client.post(address, sent)
    assert leads_to(asked) == CONFIRM
    assert leads_to(client.post(asked["Location"], {"password": "a wrong one"})) == ""
    assert model._default_manager.count() == before
    client.post(asked["Location"], {"password": PASSWORD})
    assert model._default_manager.count() == before - 1


def test_a_log_in_is_not_enough_and_five_minutes_are(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client, person = at_desk()
    show_once_more(client)
    now = timezone.now().timestamp()
    for seconds, place in ((290, reverse("desk:records")), (310, CONFIRM)):
        address, sent = a_reference(person)
        monkeypatch.setattr("time.time", lambda seconds=seconds: now + seconds)
        assert leads_to(client.post(address, sent)) == place


def test_what_can_be_undone_never_asks() -> None:
    client, person = at_desk()
    tag = make_tag("Fear")
    for name in [act.name for act in ACTS.values() if not act.is_final]:
        article = begun(person)
        sent = {"asked": "1", "base": draft_of(article).head_id}
        assert leads_to(client.post(reverse("desk:act", args=[article.pk, name]), sent)) != CONFIRM, name
    for address in (
        reverse("desk:topic-act", args=[tag.pk, "delete"]),
        reverse("desk:delete-taxonomy", args=[tag.taxonomy_id]),
        reverse("desk:list-act", args=[begin_list("Fear", by=person).pk, "withdraw"]),
    ):
        assert leads_to(client.post(address)) != CONFIRM, address
