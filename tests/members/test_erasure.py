"""Erasure is complete in every table: whatever names a person goes with their account, or no longer names them."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection, models
from django.test import Client

from members.models import User
from members.personal_data import everything_about
from members.roles import EDITOR
from tests.factories import PASSWORD, make_article, make_user
from tests.members.people import EMAIL, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

# Columns that hold something of a person, by what they are called; and those that only sound so, with the reason.
TELLING: Final = {"ip", "user_agent", "session_key", "extra_data"}
NO_PERSON: Final = {
    "sessions.Session.session_key": "erasure knows the keys of the person's sessions, and ends them",
}


def personal_fields() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            names_somebody = field.remote_field is not None and field.related_model is User
            tells = isinstance(field, models.EmailField | models.GenericIPAddressField) or field.name in TELLING
            if names_somebody or tells:
                yield field


def is_erased(field: models.Field[Any, Any]) -> bool:
    """The row goes with the account, or stays and names nobody."""
    remote: Any = field.remote_field
    if remote is not None and field.related_model is User:
        return remote.on_delete in (models.CASCADE, models.SET_NULL)
    return field.model is User or goes_with_account(field.model)


def goes_with_account(model: Any) -> bool:
    links = [field for field in model._meta.local_fields if field.remote_field and field.related_model is User]
    return any(field.remote_field.on_delete is models.CASCADE for field in links)


def test_every_column_that_holds_something_of_a_person_is_treated_by_erasure() -> None:
    found = [field for field in personal_fields() if str(field) not in NO_PERSON and not is_erased(field)]
    assert not found, f"{', '.join(map(str, found))}: erase them in members.personal_data.erase, or say why not"
    assert {str(field) for field in personal_fields()} > {"usersessions.UserSession.ip", "account.EmailAddress.email"}


def test_a_column_that_erasure_forgets_would_be_found() -> None:
    class Guest(models.Model):
        email = models.EmailField()
        host = models.ForeignKey(User, on_delete=models.PROTECT)

        class Meta:
            app_label = "guests"

        def __str__(self) -> str:
            return self.email

    try:
        assert not [field for field in Guest._meta.local_fields if field.name != "id" and is_erased(field)]
    finally:
        del apps.all_models["guests"]
        apps.clear_cache()


def whole_database() -> str:
    """Every value of every table, as text; sessions as they read when they are opened."""
    with connection.cursor() as cursor:
        texts = [cells_of(cursor, table) for table in connection.introspection.table_names(cursor)]
    opened = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*texts, *opened])


def cells_of(cursor: Any, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return f"{table}: {cursor.fetchall()}"


@pytest.fixture
def ada(client: Client, mailoutbox: list[EmailMessage]) -> User:
    """An editor who left traces wherever a person can: logged in here and elsewhere, with factors and a provider."""
    user = make_user(EDITOR, email=EMAIL, name="Ada Lovelace")
    log_in(client, **{"user-agent": "Adabrowser"})
    log_in(Client(REMOTE_ADDR="192.0.2.77"), **{"user-agent": "Adabrowser"})
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/address/"})
    client.post("/account/address/", {"email": f"new.{EMAIL}"})
    SocialAccount.objects.create(user=user, provider="openid_connect", uid="ada-there", extra_data={"email": EMAIL})
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Ada's telephone", "credential": {}})
    make_article(editor=user, byline="The team")
    return user


TRACES: Final = (EMAIL, "Adabrowser", "192.0.2.77", "ada-there", "Ada's telephone", "Ada Lovelace")


def test_nothing_of_a_person_is_left_in_any_table(client: Client, ada: User) -> None:
    before = whole_database()
    assert [trace for trace in TRACES if trace.replace("'", "") not in before.replace("'", "").replace("\\", "")] == []
    assert client.post("/account/erase/", {"password": PASSWORD})["Location"] == "/"
    after = whole_database()
    assert [trace for trace in TRACES if trace.replace("'", "") in after.replace("'", "").replace("\\", "")] == []
    assert not UserSession.objects.exists()
    assert not EmailAddress.objects.exists()


def test_what_erasure_takes_the_copy_has_told(client: Client, ada: User) -> None:
    told = json.dumps(everything_about(ada), default=str)
    assert [trace for trace in TRACES if trace not in told] == []
    secret = Session.objects.values_list("session_key", flat=True)
    assert not [key for key in secret if key in told]
