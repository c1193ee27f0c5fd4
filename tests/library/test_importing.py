"""Importing what was read elsewhere: found by what it is, shown first, marked once, taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from bibliography.exporting import export
from library import keeping
from library.importing import import_form
from library.importing.marking import mark_all
from library.importing.sent_records import SentRefused, records_in
from library.models import Entry
from members.models import User
from tests.factories import make_article, make_reference, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def mia() -> User:
    return make_user()


@pytest.fixture
def client(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


@pytest.fixture
def article() -> Article:
    return make_article(title="About fear", paper=make_reference("fear2004", DOI="10.1000/Fear.1", title="Fear & calm"))


def ask(client: Client, text: str = "", *, mark: str = "read", upload: bytes | None = None) -> Any:
    sent: dict[str, Any] = {"text": text, "mark": mark}
    if upload is not None:
        sent["upload"] = SimpleUploadedFile("sent.txt", upload)
    return client.post(reverse("library:import"), sent)


def found(answer: Any) -> list[int]:
    keys = re.search(r'name="articles" value="([\d ]*)"', answer.content.decode())
    return [int(key) for key in keys[1].split()] if keys else []


def confirm(client: Client, answer: Any, mark: str = "read") -> str:
    sent = {"mark": mark, "articles": " ".join(map(str, found(answer)))}
    return str(client.post(reverse("library:import-mark"), sent, follow=True).content.decode())


@pytest.mark.parametrize(
    "text",
    [
        "https://doi.org/10.1000/FEAR.1",
        "Title,DOI,Year\r\nAny,10.1000/fear.1,2004\r\n",
        "\ufeffdoi;note\n10.1000/fear.1;mine\n",
        'Title,Author,Publication Year,DOI\n"Fear & Calm","Furmark, Tomas; Tillfors, Maria",2002,\n',
        "TY  - JOUR\nTI  - Another title\nDO  - 10.1000/fear.1\nER  - \n",
        "@article{x, title={Fear \\& calm}, author={Furmark, Tomas and Tillfors, Maria}, year={2002}}",
    ],
)
def test_a_paper_is_found_in_whatever_form_it_is_named(client: Client, article: Article, text: str) -> None:
    answer = ask(client, text)
    assert found(answer) == [article.pk]
    assert "About fear" in answer.content.decode()
    assert not Entry.objects.exists()
    assert found(ask(client, upload=text.encode())) == [article.pk]


def test_what_was_exported_here_is_found_again(client: Client, mia: User, article: Article) -> None:
    other = make_article(title="An overview")
    for number, one in enumerate((article, other)):
        keeping.save(mia, one, at=NOW + timedelta(minutes=number))
    for form in ("bib", "ris", "csv"):
        file: Any = client.get(reverse("library:export", args=[form]))
        assert sorted(found(ask(client, upload=file.getvalue()))) == sorted([article.pk, other.pk]), form


def test_what_is_not_found_is_said_with_its_line(client: Client, article: Article) -> None:
    text = ask(client, "10.1000/fear.1\n10.1000/nowhere\nThis is nothing").content.decode()
    assert "1 found here" in text
    assert "2 not found" in text
    assert re.search(r"Line 2</span> 10\.1000/nowhere", text)
    assert "This is nothing" in text
    assert article.title in text


def test_what_is_found_is_marked_once_and_taken_back(client: Client, mia: User, article: Article) -> None:
    noted = make_article(paper=make_reference("calm2005", DOI="10.1000/calm.2"))
    keeping.mark_read(mia, noted, at=NOW)
    answer = ask(client, "10.1000/fear.1 10.1000/calm.2")
    assert found(answer) == [article.pk]
    assert "1 of them is marked as read already" in answer.content.decode()
    assert "Marked as read: 1 article" in confirm(client, answer)
    entry = Entry.objects.get(member=mia, article=article)
    assert entry.read_at
    assert entry.known_as == "About fear"
    assert "Marked as read: 0 articles" in confirm_again(client, answer)
    assert Entry.objects.get(pk=entry.pk).read_at == entry.read_at


def confirm_again(client: Client, answer: Any) -> str:
    """The same form sent a second time, which leaves nothing to take back."""
    told = confirm(client, answer)
    assert "Take the last import back" not in told
    return told


def test_the_last_import_is_taken_back_whole_and_nothing_else(client: Client, mia: User, article: Article) -> None:
    kept = make_article()
    keeping.save(mia, kept, at=NOW)
    assert "Take the last import back (1)" in confirm(client, ask(client, "10.1000/fear.1", mark="saved"), "saved")
    assert set(Entry.objects.saved().values_list("article", flat=True)) == {kept.pk, article.pk}
    assert "Taken back: 1 article" in client.post(reverse("library:import-back"), follow=True).content.decode()
    assert list(Entry.objects.saved().values_list("article", flat=True)) == [kept.pk]
    assert "nothing to take back" in client.post(reverse("library:import-back"), follow=True).content.decode()


def test_what_does_not_exist_for_the_member_is_not_found_and_not_marked(client: Client) -> None:
    hidden = make_article(title="zqhidden", status="draft", paper=make_reference("zq2004", DOI="10.1000/zq"))
    text = ask(client, f"DOI,URL\n10.1000/zq,\n,http://testserver{hidden.get_absolute_url()}").content.decode()
    assert "0 found here" in text
    assert "zqhidden" not in text
    client.post(
        reverse("library:import-mark"), {"mark": "read", "articles": f"{hidden.pk} 1e5 -3 99999999999999999999"}
    )
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "  "}, "Choose a file, or paste something."),
        ({"text": "no such thing"}, "No DOI and no record was found"),
        ({"upload": "Schröter".encode("latin-1")}, "not written in UTF-8"),
        ({"upload": b""}, "empty"),
        ({"text": "10.1000/x", "mark": "loved"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(client: Client, sent: dict[str, Any], said: str) -> None:
    answer = ask(client, **sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_limits_are_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SentRefused, match="2,001 records"):
        records_in("DOI\n" + "".join(f"10.1000/{number}\n" for number in range(2001)))
    with pytest.raises(SentRefused, match="90,000 records"):
        records_in("@article{x," * 90_000)
    with pytest.raises(SentRefused, match="1,000,000 characters"):
        records_in("x" * 1_000_001)
    with pytest.raises(SentRefused, match="Line 2"):
        records_in(f'DOI\n"{"x" * 200_000}"')
    monkeypatch.setattr(import_form, "LARGEST_FILE", 9)
    assert "larger than" in ask(client, upload=b"10.1000/long").content.decode()


def test_all_is_marked_or_nothing(mia: User, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("library.models.entry.EntryQuerySet.update", fails)
    with pytest.raises(RuntimeError):
        mark_all(mia, [article], "read", at=NOW)
    assert not Entry.objects.exists()


def test_a_long_list_costs_as_many_queries_as_a_short_one(client: Client, article: Article) -> None:
    assert article.paper
    asked = [article.paper.csl]
    ask(client, export(asked, "ris"))
    with CaptureQueriesContext(connection) as few:
        ask(client, export(asked, "ris"))
    papers = [make_reference() for _ in range(20)]
    for paper in papers:
        make_article(paper=paper)
    with CaptureQueriesContext(connection) as many:
        answer = ask(client, export([*asked, *(paper.csl for paper in papers)], "ris"))
    assert len(found(answer)) == 21
    assert len(many) == len(few)
