"""What a member keeps of articles: saving, reading, notes; from pages, with and without a script; undone again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Draft
from articles.revisions.catching_up import catch_up
from library import keeping
from library.keeping import NoteTooLong, Stop
from library.models import Entry
from members.models import User
from tests.factories import PASSWORD, make_article, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
JSON = {"Accept": "application/json"}


@pytest.fixture
def article() -> Article:
    return make_article(title="Calmer amygdala")


@pytest.fixture
def mia() -> User:
    return make_user(name="Mia")


@pytest.fixture
def client(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


def do(client: Client, article: Article, name: str, **sent: Any) -> Any:
    return client.post(reverse("library:act", args=[article.slug, name]), sent, headers=sent.pop("headers", {}))


def entry(mia: User) -> Entry:
    return Entry.objects.get(member=mia)


def test_saving_twice_keeps_one_at_its_first_place(mia: User, article: Article) -> None:
    assert keeping.save(mia, article, at=NOW)
    assert not keeping.save(mia, article, at=NOW + timedelta(days=1))
    assert entry(mia).saved_at == NOW


def test_a_link_that_is_opened_changes_nothing_and_asks(client: Client, article: Article) -> None:
    for name in ("save", "unsave", "read", "unread"):
        answer = client.get(reverse("library:act", args=[article.slug, name]))
        assert answer.status_code == 200
        assert article.title in answer.content.decode()
    assert not Entry.objects.exists()
    assert client.get(reverse("library:act", args=[article.slug, "erase"])).status_code == 404


def test_a_form_saves_and_leads_back_and_a_script_is_told(client: Client, mia: User, article: Article) -> None:
    answer = do(client, article, "save", next="/latest/")
    assert answer["Location"] == "/latest/"
    assert do(client, article, "save", next="https://evil.example/")["Location"] == article.get_absolute_url()
    told = client.post(reverse("library:act", args=[article.slug, "read"]), headers=JSON).json()
    assert (told["saved"], told["read"]) == (True, True)
    assert entry(mia).seen_id is None  # this article was never opened at the desk
    told = client.post(reverse("library:act", args=[article.slug, "unsave"]), headers=JSON).json()
    assert (told["saved"], told["read"]) == (False, True)


def test_what_is_read_is_the_version_that_readers_see(client: Client, mia: User, article: Article) -> None:
    catch_up(article)
    do(client, article, "read")
    assert entry(mia).seen_id == Draft.objects.get(pk=article.pk).live_id is not None


def test_progress_grows_and_the_end_is_a_read_mark(client: Client, mia: User, article: Article) -> None:
    address = reverse("library:progress", args=[article.slug])
    client.post(address, {"progress": "310", "place": "full-found", "place_name": "What they found"})
    client.post(address, {"progress": "120", "place": "full-asked", "place_name": "What they asked"})
    kept = entry(mia)
    assert (kept.progress, kept.place, kept.place_name, kept.read_at) == (310, "full-asked", "What they asked", None)
    client.post(address, {"progress": "1000"})
    assert entry(mia).read_at is not None
    assert client.post(address, {"progress": "all"}).status_code == 400
    assert client.post(address, {"progress": "-1"}).status_code == 400
    client.post(address, {"progress": "9999"})
    assert entry(mia).progress == 1000


def test_where_somebody_stopped_waits_until_not_now(client: Client, mia: User, article: Article) -> None:
    keeping.note_progress(mia, article, Stop(400, "full-found", "What they found"), at=timezone.now())
    page = client.get(reverse("library:page")).content.decode()
    assert "What they found" in page
    assert f"{article.get_absolute_url()}#full-found" in client.get("/").content.decode()
    client.post(reverse("library:entry-act", args=[entry(mia).pk, "not-now"]))
    assert "What they found" not in client.get(reverse("library:page")).content.decode()
    client.post(reverse("library:entry-act", args=[entry(mia).pk, "put-back"]))
    assert "What they found" in client.get(reverse("library:page")).content.decode()


def test_an_act_in_the_library_is_taken_back_once(client: Client, mia: User, article: Article) -> None:
    keeping.save(mia, article, at=NOW)
    keeping.note_progress(mia, article, Stop(1000, "full-end", "End"), at=NOW)
    before = Entry.objects.values().get()
    for name in ("unsave", "unread", "not-now"):
        client.post(reverse("library:entry-act", args=[entry(mia).pk, name]))
        assert Entry.objects.values().get() != before
        client.post(reverse("library:entry-act", args=[entry(mia).pk, "put-back"]))
        assert Entry.objects.values().get() == before
        client.post(reverse("library:entry-act", args=[entry(mia).pk, "put-back"]))
        assert Entry.objects.values().get() == before


def test_a_note_that_was_changed_elsewhere_loses_no_word(mia: User, article: Article) -> None:
    kept = keeping.entry_of(mia, article)
    assert keeping.write_note(kept, "From the phone", base="", at=NOW)
    assert not keeping.write_note(kept, "From the laptop", base="", at=NOW + timedelta(seconds=5))
    assert entry(mia).note == "From the phone\n\nFrom the laptop"
    assert keeping.write_note(kept, "Both", base=keeping.version_of(entry(mia)), at=NOW + timedelta(seconds=9))
    assert not keeping.write_note(kept, "", base="", at=NOW)
    assert entry(mia).note == "Both"
    assert keeping.write_note(kept, "", base=keeping.version_of(entry(mia)), at=NOW)
    assert (entry(mia).note, entry(mia).noted_at) == ("", None)


def test_a_note_that_is_too_long_is_refused_with_its_text(client: Client, mia: User, article: Article) -> None:
    with pytest.raises(NoteTooLong):
        keeping.write_note(keeping.entry_of(mia, article), "n" * 20_001, base="", at=NOW)
    address = reverse("library:note", args=[article.slug])
    answer = client.post(address, {"note": "word " * 4001, "base": ""})
    assert answer.status_code == 422
    assert "word " * 4001 in answer.content.decode()
    told = client.post(address, {"note": "word " * 4001, "base": ""}, headers=JSON)
    assert "20,000" in told.json()["error"]


def test_forgetting_asks_with_a_count_first(client: Client, mia: User, article: Article) -> None:
    keeping.save(mia, article, at=NOW)
    address = reverse("library:forget", args=[entry(mia).pk])
    assert "0 highlights" in client.get(address).content.decode()
    assert Entry.objects.count() == 1
    client.post(address)
    assert not Entry.objects.exists()


def test_what_is_withdrawn_stays_under_its_name_with_the_note(client: Client, mia: User, article: Article) -> None:
    keeping.save(mia, article, at=NOW)
    keeping.write_note(entry(mia), "My own words", base="", at=NOW)
    Article.objects.filter(pk=article.pk).update(status="withdrawn", withdrawn_at=NOW, withdrawal_reason="error")
    page = client.get(reverse("library:saved")).content.decode()
    assert "Calmer amygdala" in page
    assert "not on the site any more" in page
    assert article.standfirst not in page
    assert article.get_absolute_url() not in page
    note = reverse("library:entry-note", args=[entry(mia).pk])
    client.post(note, {"note": "Other words", "base": keeping.version_of(entry(mia))})
    assert entry(mia).note == "Other words"


def test_a_visitor_who_wanted_to_save_has_it_saved_once_after_the_log_in(mia: User, article: Article) -> None:
    client = Client()
    sent = client.get(reverse("library:act", args=[article.slug, "save"]))
    assert sent["Location"].startswith(reverse("account_login"))
    form = {"login": mia.email, "password": PASSWORD}
    answer = client.post(sent["Location"], form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert answer["Location"] == article.get_absolute_url()
    assert entry(mia).saved_at is not None
    assert "is saved in your library" in client.get(article.get_absolute_url()).content.decode()


def test_no_other_act_is_done_at_the_log_in(mia: User, article: Article) -> None:
    keeping.save(mia, article, at=NOW)
    client = Client()
    address = reverse("library:act", args=[article.slug, "unsave"])
    client.post(client.get(address)["Location"], {"login": mia.email, "password": PASSWORD})
    assert entry(mia).saved_at == NOW
