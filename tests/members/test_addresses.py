"""One spelling for the e-mail address of an account, wherever it is typed."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.mail import EmailMessage
from django.test import Client

from members.addresses import HOSTS, address_meant
from members.forms import AddressField
from members.models import User
from members.roles import ADMINISTRATOR, MEMBER
from tests.factories import PASSWORD, make_user
from tests.members.people import log_in, register, text_of
from tests.page import Page

SPELLINGS = [
    "ann@example.org", "Ann@Example.ORG", "  ann@example.org\n", "ANN@EXAMPLE.ORG", "\u202aann@example.org\u202c",
    "an\u00adn@example.org", "ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ann@example。org", "\ufeffann@example.org\u200f",
]  # fmt: skip
# What is typed, and the one spelling of it; the next case joins in a line.
IN_ASCII = {
    "ann@Bücher.example": "ann@xn--bcher-kva.example",
    "ann@BU\u0308CHER.example": "ann@xn--bcher-kva.example",
    "ann@xn--bcher-kva.example": "ann@xn--bcher-kva.example",
    "ann@XN--BCHER-KVA.example": "ann@xn--bcher-kva.example",
    "ann@straße.example": "ann@xn--strae-oqa.example",  # in IDNA 2008 another domain than strasse
    "ann@ドメイン.example": "ann@xn--eckwd4c7c.example",
    "ſam@example.org": "sam@example.org",
    "\u212aim@example.org": "kim@example.org",  # the sign for kelvin
    "ann@localhost": "ann@localhost",
}
NO_DOMAIN = "The part after the @ is no domain. Check its letters; between two dots it has 63 at most."
NO_NAME = "The part before the @ can hold the letters a to z, digits and signs."
LIKE = "Enter an e-mail address like name@example.org."
REFUSED = {
    f"ann@{'ü' * 60}.example": NO_DOMAIN,
    f"ann@{'a' * 64}.example": LIKE,
    "ann@\u2603.example": NO_DOMAIN,
    "ann@ü..example": NO_DOMAIN,
    "ann@xn--zzü.example": NO_DOMAIN,
    "mıke@example.org": NO_NAME,  # in capitals it would be mike
    "groß@example.org": NO_NAME,
    "аnn@example.org": NO_NAME,  # Cyrillic
    "ann": LIKE,
    "@": LIKE,
    "\u200b": "Enter your e-mail address.",
}


@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_address_has_one_spelling(typed: str) -> None:
    assert User.objects.normalize_email(typed) == "ann@example.org"
    assert AddressField().clean(typed) == "ann@example.org"


@pytest.mark.parametrize(("typed", "address"), IN_ASCII.items())
def test_letters_of_other_scripts_are_spelled_as_mail_servers_spell_them(typed: str, address: str) -> None:
    assert AddressField().clean(typed) == address
    assert AddressField().clean(address) == address


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "told"), REFUSED.items())
@pytest.mark.parametrize("address", ["/register/", "/login/", "/password/reset/"])
def test_what_is_no_address_is_told_on_every_form(address: str, typed: str, told: str, client: Client) -> None:
    form = {"email": typed, "login": typed, "password": PASSWORD, "password1": PASSWORD, "agree": "on"}
    response = client.post(address, form)
    assert response.status_code == 200
    assert told in text_of(response)
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "address"), IN_ASCII.items())
def test_however_an_address_is_spelled_there_is_one_account(typed: str, address: str, client: Client) -> None:
    register(client, typed)
    register(Client(), address)
    user = User.objects.get()
    assert user.email == address
    assert User.objects.get_by_natural_key(typed) == user
    assert EmailAddress.objects.get().email == address
    EmailAddress.objects.update(verified=True)
    assert log_in(Client(), typed).status_code == 302


@pytest.mark.django_db
def test_stored_addresses_are_spelled_anew_and_twins_live_on() -> None:
    sam, twin, ann = (make_user(email=f"{name}@example.org") for name in ("sam", "zam", "ann"))
    for user, address in ((twin, "ſam@example.org"), (ann, "ann@bücher.example")):
        User.objects.filter(pk=user.pk).update(email=address)
        EmailAddress.objects.filter(user=user).update(email=address)
    import_module("members.migrations.0003_one_spelling_of_addresses").spell_anew(apps, None)
    stored = {sam.pk: "sam@example.org", twin.pk: "ſam@example.org", ann.pk: "ann@xn--bcher-kva.example"}
    assert dict(User.objects.values_list("pk", "email")) == stored
    assert dict(EmailAddress.objects.values_list("user", "email")) == stored
    for typed in ("sam@example.org", "ſam@example.org"):
        assert User.objects.get_by_natural_key(typed) == sam
        assert log_in(Client(), typed).status_code == 302


def test_no_address_is_an_empty_one() -> None:
    assert User.objects.normalize_email(None) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_account_is_stored_under_that_spelling_and_only_once(typed: str, client: Client) -> None:
    client.force_login(make_user(ADMINISTRATOR, email="admin@example.org"))
    fields = {"email": typed, "name": "Ann", "role": MEMBER, "is_active": "on"}
    assert client.post("/admin/members/user/add/", fields).status_code == 302
    assert User.objects.filter(email="ann@example.org").count() == 1
    again = client.post("/admin/members/user/add/", fields)
    assert again.status_code == 200
    assert "already exists" in again.content.decode()


# What is typed behind the @, and what is asked for; the next case joins in a line.
SLIPS = {
    "gmial.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.cm": "gmail.com",
    "ggmail.com": "gmail.com",
    "GMIAL.com": "gmail.com",
    "hotmial.con": "hotmail.com",
    "hotmial.co.uk": "hotmail.co.uk",
    "outlok.com": "outlook.com",
    "yahooo.com": "yahoo.com",
    "ymial.com": "ymail.com",
    "live.con": "live.com",
    "gmx.dee": "gmx.de",
}
REAL = [
    *HOSTS, "hotmail.se", "outlook.dk", "yahoo.co.jp", "yahoo.com.mx", "live.nl", "gmx.fr", "fastmail.fm", "email.com",
    "cloud.com", "mailw.com", "olive.com", "mag.com", "comcast.com", "ki.se", "uio.no", "kcl.ac.uk", "nih.gov",
    "example.org", "localhost", "gmail", "",
]  # fmt: skip


@pytest.mark.parametrize("host", SLIPS)
def test_a_slip_in_one_of_the_commonest_hosts_is_recognised(host: str) -> None:
    assert address_meant(User.objects.normalize_email(f"ann@{host}")) == f"ann@{SLIPS[host]}"


def test_no_real_host_is_taken_for_a_slip_of_another() -> None:
    assert {host: meant for host in REAL if (meant := address_meant(f"ann@{host}"))} == {}


@pytest.mark.django_db
def test_a_slip_is_asked_about_before_anything_is_stored_or_sent(client: Client, mailoutbox: list[object]) -> None:
    page = Page.of(register(client, " Ann@GMIAL.com "))
    assert page.title.startswith("Error: ")
    assert [link.text for link in page.with_class("error-summary")] == [
        "There is a problem Did you mean ann@gmail.com?"
    ]
    radios = [box.attributes for box in page.with_tag("input") if box.attributes.get("type") == "radio"]
    assert [box["value"] for box in radios] == ["ann@gmail.com", "ann@gmial.com"]
    assert [link.attributes["href"] for link in page.with_tag("a") if "Did you" in link.text] == [f"#{radios[0]['id']}"]
    assert not mailoutbox
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "answer", "stored"),
    [
        ("ann@gmial.com", "ann@gmail.com", "ann@gmail.com"),
        ("ann@gmial.com", "ann@gmial.com", "ann@gmial.com"),
        ("Ann@Gmial.com", "ann@gmial.com", "ann@gmial.com"),
        ("ann@gmail.com", "ann@gmial.com", "ann@gmail.com"),
        ("ann@example.org", "eve@example.org", "ann@example.org"),
    ],
)
def test_the_answer_is_taken_and_what_was_typed_can_be_kept(
    client: Client, mailoutbox: list[EmailMessage], typed: str, answer: str, stored: str
) -> None:
    sent = {"email": typed, "which_address": answer, "password1": PASSWORD, "agree": "on"}
    assert client.post("/register/", sent)["Location"] == "/verify/"
    assert [user.email for user in User.objects.all()] == [stored]
    assert mailoutbox[0].to == [stored]
    assert client.session["typed_email"].lower() == stored


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["", "eve@gmail.com", "ann@gmail.con"])
def test_another_answer_is_none_and_the_question_stays(client: Client, answer: str) -> None:
    sent = {"email": "ann@gmial.com", "which_address": answer, "password1": PASSWORD, "agree": "on"}
    assert "Did you mean ann@gmail.com?" in text_of(client.post("/register/", sent))
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_answer_outlives_another_mistake(client: Client) -> None:
    sent = {"email": "ann@gmial.com", "which_address": "ann@gmail.com", "password1": "short", "agree": "on"}
    page = Page.of(client.post("/register/", sent))
    assert "Did you mean" not in page.text
    boxes = [box.attributes for box in page.with_tag("input") if box.attributes.get("name") == "which_address"]
    assert [box["value"] for box in boxes if "checked" in box] == ["ann@gmail.com"]


@pytest.mark.django_db
def test_an_administrator_who_adds_an_account_is_told_of_a_slip(client: Client) -> None:
    client.force_login(make_user(ADMINISTRATOR))
    told = {}
    for host in ("gmial.com", "example.org"):
        response = client.post("/admin/members/user/add/", {"email": f"ann@{host}", "role": MEMBER, "is_active": "on"})
        assert response["Location"] == "/admin/members/user/"
        told[host] = "Did you mean ann@gmail.com?" in text_of(client.get("/admin/members/user/"))
    assert told == {"gmial.com": True, "example.org": False}
