"""One command removes what nobody came back to: expired sessions, and accounts whose address was never confirmed."""

import io
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from articles.models import Comment
from articles.revisions.beginning import begin
from articles.revisions.commenting import comment
from articles.revisions.sharing import share
from lists.arranging import begin_list
from members import personal_data
from members.models import Consent, LoggedAct, User
from members.personal_data import erase, everything_about
from members.roles import EDITOR, MEMBER, READER
from tags.curation.renaming import rename
from tests.articles.revisions.contents import complete
from tests.factories import make_article, make_tag, make_user
from tests.members.people import EMAIL, log_in, register
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

LONG_AGO: Final = NOW - timedelta(days=31)


def run(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("purge_expired", stdout=out, **options)
    return out.getvalue().splitlines()


def counted(sessions: int, accounts: int, done: str = "removed", *, answers: int = 0, tokens: int = 0) -> list[str]:
    return [
        f"expired sessions: {sessions} {done}",
        f"answers kept for programs: {answers} {done}",
        f"expired tokens: {tokens} {done}",
        f"accounts never confirmed: {accounts} {done}",
        f"imports that are over: 0 {done}",
    ]


# Who registered long ago, and whether the account stays.
ACCOUNTS: Final[dict[str, tuple[dict[str, Any], bool]]] = {
    "never confirmed": ({"role": READER, "date_joined": LONG_AGO}, False),
    "never confirmed, of late": ({"role": READER, "date_joined": NOW - timedelta(days=29)}, True),
    "a member who logs in": ({"role": MEMBER, "date_joined": LONG_AGO, "last_login": LONG_AGO}, True),
    "confirmed, and never here again": ({"role": MEMBER, "date_joined": LONG_AGO}, True),
    "made by an administrator": ({"role": READER, "date_joined": LONG_AGO, "agreed": False}, True),
    "an editor without a log-in": ({"role": EDITOR, "date_joined": LONG_AGO}, True),
    "closed before it was confirmed": ({"role": READER, "date_joined": LONG_AGO, "active": False}, True),
    "an owner, made on the command line": (
        {"role": READER, "date_joined": LONG_AGO, "is_staff": True, "is_superuser": True},
        True,
    ),
}


@pytest.mark.parametrize("who", ACCOUNTS)
def test_only_registrations_that_were_never_confirmed_go(who: str) -> None:
    fields, stays = ACCOUNTS[who]
    user = make_user(**fields)
    assert run() == counted(0, 0 if stays else 1)
    assert User.objects.filter(pk=user.pk).exists() is stays
    assert EmailAddress.objects.exists() is stays
    assert Consent.objects.exists() is (stays and fields.get("agreed", True))


def test_a_registration_is_kept_for_its_time_and_the_address_can_register_again(client: Client) -> None:
    register(client)
    with time_machine.travel(NOW + timedelta(days=29)):
        assert run() == counted(1, 0)
    with time_machine.travel(NOW + timedelta(days=31)):
        assert run() == counted(0, 1)
        register(Client())
        assert User.objects.get().email == EMAIL


def test_sessions_go_when_they_are_over_with_what_strangers_typed(client: Client) -> None:
    make_user(email=EMAIL)
    log_in(client)
    Client().post("/login/", {"login": "stranger@example.org", "other_form": ""})
    assert run() == counted(0, 0)
    with time_machine.travel(NOW + timedelta(hours=2)):
        assert run() == counted(1, 0)
        assert client.get("/account/").status_code == 200
    assert Session.objects.count() == 1
    with time_machine.travel(NOW + timedelta(days=15)):
        assert run() == counted(1, 0)


def test_a_dry_run_counts_and_removes_nothing() -> None:
    for _ in range(2):
        make_user(READER, date_joined=LONG_AGO)
    Session.objects.create(session_key="k", session_data="", expire_date=LONG_AGO)
    assert run(dry_run=True) == counted(1, 2, "to remove")
    assert (User.objects.count(), Session.objects.count()) == (2, 1)
    assert run() == counted(1, 2)
    assert run() == counted(0, 0)


def test_many_go_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "AT_A_TIME", 2)
    for _ in range(5):
        make_user(READER, date_joined=LONG_AGO)
    assert run() == counted(0, 5)


def test_stopped_in_the_middle_it_goes_on_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "AT_A_TIME", 1)
    for _ in range(3):
        make_user(READER, date_joined=LONG_AGO)
    erased: list[User] = []

    def erase_one(user: User) -> None:
        if erased:
            raise KeyboardInterrupt
        erase(user)
        erased.append(user)

    monkeypatch.setattr(personal_data, "erase", erase_one)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert User.objects.count() == 2
    monkeypatch.undo()
    assert run() == counted(0, 2)


def test_what_was_put_under_such_a_name_stays() -> None:
    user = make_user(READER, date_joined=LONG_AGO, name="Ada Lovelace")
    article = make_article(editor=user)
    assert run() == counted(0, 1)
    article.refresh_from_db()
    assert article.byline == "Ada Lovelace"


def test_the_copy_holds_what_somebody_did_at_the_desk_and_erasing_leaves_it_to_nobody() -> None:
    user = make_user(EDITOR)
    article = begin(complete(title="A calm amygdala"), kind="paper-summary", by=user, at=NOW)
    comment(article, "Name the sample.", field="summary", quote="", by=user, at=NOW)
    share(article, seen_as="visitor", days=7, by=user, at=NOW)
    begin_list("Fear", by=user)
    rename(make_tag("Dread"), "Great fear", by=user, at=NOW)
    found = everything_about(user)
    assert [(one["article_id"], one["at"], one["origin"]) for one in found["revisions"]] == [(article.pk, NOW, "saved")]
    assert [one["text"] for one in found["comments"]] == ["Name the sample."]
    assert [one["act"] for one in found["acts_on_articles"]] == ["created", "commented", "preview-shared"]
    assert [one["made_at"] for one in found["preview_links"]] == [NOW]
    assert [one["verb"] for one in found["acts_on_topics"]] == ["rename"]
    acts = found["acts_on_images_lists_and_references"]
    assert [(one["kind"], one["done"], one["name"]) for one in acts] == [("reading-list", "added", "Fear")]
    nobody = everything_about(make_user(EDITOR))
    assert not any(nobody[name] for name in found if name not in {"account", "email_addresses", "consents"})
    erase(user)
    assert not LoggedAct.objects.exclude(by=None).exists()
    assert Comment.objects.get(by=None).text == "Name the sample."
