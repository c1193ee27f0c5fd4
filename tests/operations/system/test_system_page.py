"""The page “System”: what it says is so, and its acts do what they say."""

import socket
import ssl
import threading
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from articles.models.search_words import PublicWords
from members.roles import ADMINISTRATOR, EDITOR
from operations.backups.noting import note
from operations.models import Backup
from operations.system import certificate, standing, system_page
from tags.cache.bitmaps import Bitmap, under
from tags.models import StoredBitmap
from tests.factories import make_article, make_tag, make_user
from tests.jobs.tasks import note as note_it
from tests.page import Page
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
ADDRESS = "/admin/system/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(ADMINISTRATOR, email="admin@example.org"))
    return client


def told(client: Client) -> dict[str, str]:
    """By name of a line."""
    page = Page.of(client.get(ADDRESS))
    cells = zip(page.with_tag("th"), page.with_tag("td"), strict=True)
    return {name.text.strip(): " ".join(said.text.split()) for name, said in cells}


def answer_to(client: Client, act: str) -> str:
    assert client.post(ADDRESS, {"act": act}).status_code == 302
    return said_by(client)[1]


def said_by(client: Client) -> tuple[str, str]:
    """The one message of the page: its level and its words."""
    found = Page.of(client.get(ADDRESS))
    (message,) = [item for level in ("success", "warning", "error") for item in found.with_class(level)]
    return message.classes[0], message.text


def test_only_administrators_see_it_and_the_admin_leads_there(client: Client) -> None:
    client.force_login(make_user(EDITOR))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"act": "mail"}).status_code == 403
    client.force_login(make_user(ADMINISTRATOR))
    assert ADDRESS in Page.of(client.get("/admin/")).links()


def test_a_site_in_order_says_so_and_is_kept_by_nobody(administrator: Client) -> None:
    make_article()
    note(timezone.now() - timedelta(days=1.9), 1_500_000)
    lines = told(administrator)
    assert lines["Version"] == "0.1.0"
    assert lines["Migrations"].startswith("All ")
    assert lines["Index of search"] == "It knows every published article."
    assert lines["Bitmaps of lists"].startswith("1 article of 1 stand")
    assert lines["What waits"] == "Nothing waits."
    assert lines["Last backup"].endswith("1.4 MB, not proved by a restore.")
    assert connection.display_name in lines["Database"]
    assert not [name for name, said in lines.items() if "Look at this" in said and not name.startswith("Disk")]
    assert "no-store" in administrator.get(ADDRESS)["Cache-Control"]


def test_what_is_not_in_order_is_named_with_the_command_that_mends_it(administrator: Client) -> None:
    article = make_article()
    PublicWords.objects.all().delete()
    Article.objects.filter(pk=article.pk).update(sort_key=None)
    recorder = MigrationRecorder(connection)
    [newest] = MigrationLoader(None).graph.leaf_nodes("cbtneuro")
    recorder.record_unapplied(*newest)
    lines = told(administrator)
    assert lines["Migrations"].endswith("manage.py migrate")
    assert lines["Index of search"].endswith("manage.py rebuild_search --missing")
    assert lines["Bitmaps of lists"].endswith("manage.py rebuild_shelves")
    assert "Look at this: It does not know 1 published article." in lines["Index of search"]


def test_a_backup_that_is_lacking_or_too_old_is_pointed_out(administrator: Client) -> None:
    assert told(administrator)["Last backup"] == "Look at this: None is known. manage.py backup FILE"
    made_at = timezone.now() - timedelta(days=2.1)
    note(made_at, 1_500_000, proved_at=timezone.now())
    said = told(administrator)["Last backup"]
    assert said.startswith(f"Look at this: {standing.in_words(made_at)}, 1.4 MB, proved by a restore on ")
    assert said.endswith("manage.py backup FILE")


def test_of_backups_the_last_is_told_and_what_proved_it_stays() -> None:
    """Unless an older one is what stands in the database now."""
    now = timezone.now()
    for hours, given, expected in (
        (48, {}, (48, None)), (24, {}, (24, None)), (24, {"proved_at": now}, (24, now)), (24, {}, (24, now)),
        (36, {"proved_at": now}, (24, now)), (12, {}, (12, None)),
        (36, {"proved_at": now, "is_in_place": True}, (36, now)),
    ):  # fmt: skip
        note(now - timedelta(hours=hours), 1, **given)
        told_of = Backup.objects.get()
        assert ((now - told_of.made_at) / timedelta(hours=1), told_of.proved_at) == expected


def test_it_costs_the_same_queries_at_any_size(
    administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_article()
    administrator.get(ADDRESS)
    with django_assert_max_num_queries(30):
        administrator.get(ADDRESS)


def test_a_disk_that_fills_up_is_pointed_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda place: Usage(100 * 2**30, 95 * 2**30, 5 * 2**30))
    line = standing.disk("Disk", tmp_path / "not" / "there")
    assert (line.said, line.is_in_order) == ("5.0 of 100.0 GB are free.", False)


def test_a_test_mail_goes_to_who_asks_and_a_fault_is_told(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "took a mail to admin@example.org" in answer_to(administrator, "mail")
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"

    def refused(*args: Any) -> None:
        raise SMTPException("no such server")

    monkeypatch.setattr(EmailMessage, "send", refused)
    assert answer_to(administrator, "mail") == "The mail server did not take it: no such server"


def test_bitmaps_are_proved_and_not_mended(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = make_tag("Fear")
    make_article(tags=[tag])
    assert answer_to(administrator, "bitmaps") == "Every bitmap is right."
    spoilt = StoredBitmap.objects.filter(key=under(tag))
    assert spoilt.update(numbers=Bitmap([4711]).serialize()) == 1
    assert answer_to(administrator, "bitmaps") == "1 bitmap is wrong: run manage.py rebuild_shelves."
    assert Bitmap.deserialize(bytes(spoilt.get().numbers)) == Bitmap([4711])
    monkeypatch.setattr(system_page, "MOST_PROVED", 0)
    assert "run manage.py rebuild_shelves --check" in answer_to(administrator, "bitmaps")


def test_there_are_no_other_acts(administrator: Client) -> None:
    assert administrator.post(ADDRESS, {"act": "erase"}).status_code == 400
    assert administrator.post(ADDRESS).status_code == 400


# --- The certificate ----------------------------------------------------------------------------------------------


def test_a_date_that_is_near_is_a_warning(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for days, level in ((60, "success"), (5, "warning")):
        monkeypatch.setattr(system_page, "holds_until", lambda url, days=days: timezone.now() + timedelta(days=days))
        with override_settings(SITE_URL="https://cbt.example.org"):
            administrator.post(ADDRESS, {"act": "certificate"})
        said = said_by(administrator)
        assert said[0] == level
        assert "The certificate of https://cbt.example.org holds until" in said[1]


def test_without_https_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *args, **given: pytest.fail("it asks"))
    for address in ("", "http://cbt.example.org", "https://"):
        with pytest.raises(certificate.CertificateUnknown, match="names no address with https"):
            certificate.holds_until(address)


def test_an_address_that_is_none_is_told() -> None:
    for address in ("https://a..b", "https://cbt.example.org:99999", "https://[cbt"):
        with pytest.raises(certificate.CertificateUnknown, match=r"is no (address|name of a host)"):
            certificate.holds_until(address)


def test_who_does_not_answer_is_named() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(certificate.CertificateUnknown, match=r"127\.0\.0\.1 did not answer"):
        certificate.holds_until(f"https://127.0.0.1:{port}")


def test_what_speaks_no_tls_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate, "WAIT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        thread = threading.Thread(target=silent.accept, daemon=True)
        thread.start()
        with pytest.raises(certificate.CertificateUnknown):
            certificate.holds_until(f"https://127.0.0.1:{silent.getsockname()[1]}")


def test_its_date_is_read_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class Secure(socket.socket):
        def getpeercert(self) -> dict[str, str]:
            return {"notAfter": f"{NOW:%b %d %H:%M:%S %Y} GMT"}

    monkeypatch.setattr(socket, "create_connection", lambda *args, **given: socket.socket())
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda *args, **given: Secure())
    assert certificate.holds_until("https://cbt.example.org") == NOW.replace(microsecond=0)


def test_jobs_that_no_worker_takes_are_not_in_order(administrator: Client) -> None:
    note_it.enqueue("a name")
    assert told(administrator)["Jobs"] == "1 is due."
    since = timezone.now() - standing.LONGEST_DUE - timedelta(seconds=1)
    DBTaskResult.objects.update(run_after=since)
    said = told(administrator)["Jobs"]
    assert said.startswith(f"Look at this: 1 is due, the first since {standing.in_words(since)}: no worker takes them")
    assert "manage.py db_worker" in said
