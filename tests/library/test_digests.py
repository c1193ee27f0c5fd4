"""The mail of what is new: to whom, when, once, with what, and how it ends."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from bibliography.models import Notice
from bibliography.notices.noting import Said, note_notice, put_back, take_back
from library.digests.claiming import STALE, claim, confirm
from library.digests.periods import DAILY, WEEKLY, begin_of_period
from library.digests.sending import MailAway, send_due
from library.digests.unsubscribing import address_to_stop
from library.following.news import news_for
from library.keeping import save
from library.models import DigestSubscription, Follow
from members.models import User
from members.roles import EDITOR
from tests.bibliography.notices.files import DAY
from tests.factories import make_reference, make_tag, make_user
from tests.library.following import browser_of, member_following, published, rewrite
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
THREE_DAYS = timedelta(days=3)


@pytest.fixture(autouse=True)
def address_of_the_site(settings: Any) -> None:
    settings.SITE_URL = "https://cbt.example.org"


def subscriber(*things: Any, period: str = DAILY) -> User:
    member = member_following(*things)
    DigestSubscription.objects.create(member=member, period=period, covered_until=NOW - THREE_DAYS)
    return member


def something_new(title: str = "Fresh news", at: datetime = NOW - timedelta(days=2), **said: Any) -> Any:
    tag = make_tag("Spiders")
    published(at, title=title, tags=[tag], **said)
    return tag


def html_of(message: Any) -> str:
    return str(message.alternatives[0][0])


def test_each_gets_one_mail_a_period_as_text_and_html_with_what_anybody_may_read() -> None:
    tag = something_new(full_post="## One\n\nzqsecret here.", standfirst="In <short>.")
    member = subscriber(tag)
    told = send_due(at=NOW)
    assert told["sent"] == 1
    assert send_due(at=NOW) == {}
    (message,) = mail.outbox
    html = html_of(message)
    assert message.to == [member.email]
    assert "1 thing is new" in message.subject
    for text in (message.body, html):
        assert "Fresh news" in text
        assert "https://cbt.example.org/articles/" in text
        assert "zqsecret" not in text
    assert "In <short>." in message.body
    assert "In &lt;short&gt;." in html


def test_nothing_is_told_twice_and_nothing_is_left_out_between_two_mails() -> None:
    tag = something_new()
    subscriber(tag)
    send_due(at=NOW)
    published(NOW + timedelta(hours=1), title="Later news", tags=[tag])
    send_due(at=NOW + timedelta(days=1))
    first, second = mail.outbox
    assert ("Fresh news" in first.body, "Later news" in first.body) == (True, False)
    assert ("Fresh news" in second.body, "Later news" in second.body) == (False, True)
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


def test_no_mail_comes_without_news_without_asking_or_to_an_address_that_is_not_confirmed() -> None:
    tag = something_new()
    subscriber(make_tag("Sleep"))
    member_following(tag)
    left, unconfirmed = subscriber(tag), subscriber(tag)
    User.objects.filter(pk=left.pk).update(is_active=False)
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    assert send_due(at=NOW) == {"nothing new": 1}
    assert not mail.outbox


def test_an_article_that_changed_is_named_without_a_word_of_its_full_post() -> None:
    article = published(NOW - timedelta(days=30), title="Told again")
    member = subscriber(article)
    Follow.objects.filter(member=member).update(since=NOW - timedelta(days=20))
    rewrite(article, NOW - timedelta(days=1), full_post="## One\n\nzqsecret here.")
    send_due(at=NOW)
    (message,) = mail.outbox
    assert "Told again" in message.body
    assert "Full post" in message.body
    assert "zqsecret" not in message.message().as_string()


def test_of_two_senders_one_claims_and_what_one_left_behind_is_taken_over_later() -> None:
    tag = something_new()
    member, begin = subscriber(tag), begin_of_period(DAILY, NOW)
    asked: dict[str, Any] = {"at": NOW, "stale": STALE}
    first = claim(member.pk, DAILY, begin, now=NOW, **asked)
    assert first is not None
    assert claim(member.pk, DAILY, begin, now=NOW + STALE / 2, **asked) is None
    later = {**asked, "at": NOW + STALE * 2}
    second = claim(member.pk, DAILY, begin, now=NOW + STALE * 2, **later)
    assert second is not None
    assert (second.since, second.until, second.boundary) == (first.since, first.until, first.boundary)
    assert not confirm(first, sent_at=NOW)
    assert confirm(second, sent_at=NOW)
    assert claim(member.pk, DAILY, begin, now=NOW + STALE * 9, **asked) is None


def test_a_second_copy_of_a_mail_bears_the_name_of_the_first() -> None:
    subscriber(something_new())
    kept = DigestSubscription.objects.values().get()
    send_due(at=NOW)
    DigestSubscription.objects.update(**kept)  # as if the sender had been stopped before it confirmed
    send_due(at=NOW)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


class Refusing(EmailBackend):
    """A mail server that does not take what is sent."""

    error: Exception = SMTPException("greylisted")

    def send_messages(self, messages: Any) -> int:
        assert messages
        raise self.error


@pytest.mark.parametrize(
    ("error", "outcome", "again"),
    [
        (SMTPRecipientsRefused({"a": (550, b"no such user")}), "refused", 0),
        (SMTPRecipientsRefused({"a": (450, b"later")}), "failed", 1),
        (SMTPException("greylisted"), "failed", 1),
    ],
)
def test_what_could_not_be_sent_is_tried_again_unless_the_address_is_refused_for_good(
    settings: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str, again: int
) -> None:
    subscriber(something_new())
    with monkeypatch.context() as context:
        context.setattr(Refusing, "error", error)
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        assert send_due(at=NOW) == {outcome: 1}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due(at=NOW)
    assert len(mail.outbox) == again
    send_due(at=NOW + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_ends_the_run_and_loses_nothing(settings: Any) -> None:
    subscriber(something_new())
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.error = ConnectionRefusedError()
    with pytest.raises(MailAway):
        send_due(at=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(at=NOW)["sent"] == 1


def test_the_command_says_what_it_did_and_wants_the_address_of_the_site(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    subscriber(something_new())
    call_command("send_digests", "--dry-run")
    assert "1 mail is due." in capsys.readouterr().out
    call_command("send_digests")
    assert "1 sent, 0 with nothing new." in capsys.readouterr().out
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("send_digests")


def test_the_link_in_a_mail_stops_them_without_a_log_in_and_only_when_it_is_sent() -> None:
    member = subscriber(something_new())
    other = subscriber()
    send_due(at=NOW)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https://cbt\.example\.org(/.+)>", headers["List-Unsubscribe"])
    assert found is not None
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert client.get(found[1]).status_code == 200
        assert client.head(found[1]).status_code == 200
    assert DigestSubscription.objects.filter(member=member).exists()
    for _ in range(2):
        assert client.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(DigestSubscription.objects.values_list("member", flat=True)) == [other.pk]
    assert Follow.objects.filter(member=member).exists()


def test_a_link_that_was_made_up_stops_nothing_and_tells_nothing() -> None:
    member = subscriber()
    address = address_to_stop(member.pk)
    for wrong in (address[:-2] + "/", address.replace(str(member.pk), str(member.pk + 1), 1)):
        assert Client().post(wrong).status_code == 404
    assert DigestSubscription.objects.count() == 1
    gone = Client().post(address_to_stop(10**9))
    assert gone.content == Client().post(address).content


def test_a_member_chooses_how_often_and_is_told_of_what_comes_from_then_on() -> None:
    member = make_user()
    client = browser_of(member)
    address = reverse("following:mail")
    client.post(address, {"period": "weekly"})
    kept = DigestSubscription.objects.get()
    assert (kept.member_id, kept.period) == (member.pk, WEEKLY)
    client.post(address, {"period": "daily"})
    assert DigestSubscription.objects.get().covered_until == kept.covered_until
    client.post(address, {"period": "hourly"})
    assert DigestSubscription.objects.get().period == DAILY
    client.post(address, {"period": "never"})
    assert not DigestSubscription.objects.exists()


def test_a_retraction_is_told_to_who_follows_or_keeps_an_article_about_the_paper_until_it_is_taken_back() -> None:
    tag, paper = make_tag("Spiders"), make_reference("bad2002")
    article = published(NOW - timedelta(days=9), title="Old news", tags=[tag], paper=paper)
    keeper = subscriber()
    save(keeper, article, at=NOW - THREE_DAYS)
    people = {subscriber(tag).email, subscriber(article).email, keeper.email}
    subscriber(make_tag("Heights"))
    said = Said(Notice.Kind.RETRACTION, Notice.Source.EDITORS, "x", DAY)
    notice = note_notice(paper, said, by=None, at=NOW - timedelta(days=2))
    take_back(notice, by=None, at=NOW)
    assert not news_for(keeper, NOW - THREE_DAYS, NOW)
    put_back(notice, by=make_user(EDITOR), at=NOW)
    assert send_due(at=NOW)["sent"] == 3
    assert {message.to[0] for message in mail.outbox} == people
    for message in mail.outbox:
        for text in (message.body, html_of(message)):
            assert "Paper retracted: Old news" in text
            assert "The paper was retracted on 3 May 2026." in text
    page = browser_of(keeper).get(reverse("following:new")).text
    assert "Paper retracted: Old news" in page
