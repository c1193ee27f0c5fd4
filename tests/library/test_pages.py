"""The pages of a library: what they list, how they narrow it, what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from bibliography.models import Notice
from bibliography.notices.noting import Said, note_notice
from library import keeping
from library.keeping import Stop
from library.models import Entry, OwnList
from library.own_lists.own_arrangement import add
from members.models import User
from tests.factories import make_article, make_list, make_reference, make_tag, make_taxonomy, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> User:
    return make_user()


@pytest.fixture
def client(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


def saved(mia: User, *articles: Article) -> None:
    for number, article in enumerate(articles):
        keeping.save(mia, article, at=NOW + timedelta(minutes=number))


def listed(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{reverse('library:saved')}{query}")
    assert answer.status_code == 200
    return re.findall(r"<article class=\"row\">\s*<h3[^>]*>\s*(?:<a[^>]*>)?(\w+)", answer.content.decode())


def test_saved_articles_are_narrowed_ordered_and_searched(client: Client, mia: User) -> None:
    disorder = make_taxonomy("disorder")
    anxiety = make_tag("Anxiety", disorder)
    phobia = make_tag("Phobia", disorder, under=[anxiety])
    one = make_article(title="Beta", tags=[phobia], standfirst="About spiders.")
    two = make_article(title="Alpha", tags=[anxiety])
    three = make_article(title="Gamma", tags=[make_tag("Depression", disorder)])
    saved(mia, one, two, three)
    keeping.note_progress(mia, two, Stop(500, "x", "X"), at=NOW)
    keeping.mark_read(mia, three, at=NOW)
    keeping.write_note(keeping.entry_of(mia, three), "For the seminar", base="", at=NOW)
    assert listed(client) == ["Gamma", "Alpha", "Beta"]
    assert listed(client, "?order=oldest") == ["Beta", "Alpha", "Gamma"]
    assert listed(client, "?order=title") == ["Alpha", "Beta", "Gamma"]
    assert listed(client, "?state=new") == ["Beta"]
    assert listed(client, "?state=begun") == ["Alpha"]
    assert listed(client, "?state=read") == ["Gamma"]
    assert listed(client, f"?topic={anxiety.slug}") == ["Alpha", "Beta"]
    assert listed(client, "?q=seminar") == ["Gamma"]
    assert listed(client, "?q=SPIDERS beta") == ["Beta"]
    assert listed(client, "?q=nothing") == []
    make_list("path", articles=[one, three])
    make_list("hidden", articles=[two], status="draft")
    own = OwnList.objects.create(member=mia, title="Mine", made_at=NOW, changed_at=NOW)
    add(own, two, "", at=NOW)
    assert listed(client, "?list=path") == ["Gamma", "Beta"]
    assert listed(client, "?list=hidden") == []
    assert listed(client, f"?list={own.pk}") == ["Alpha"]
    assert listed(client, "?list=none.") == ["Gamma", "Beta"]
    assert listed(client, "?state=odd&order=odd&topic=odd") == ["Gamma", "Alpha", "Beta"]
    assert listed(client, "?page=99") == ["Gamma", "Alpha", "Beta"]


def test_the_library_of_somebody_else_is_not_seen(client: Client, mia: User) -> None:
    article = make_article(title="Theirs")
    other = make_user()
    saved(other, article)
    keeping.write_note(keeping.entry_of(other, article), "Their secret", base="", at=NOW)
    for name in ("page", "saved", "notes"):
        page = client.get(reverse(f"library:{name}")).content.decode()
        assert "Theirs" not in page
        assert "Their secret" not in page
    assert "Their secret" not in client.get(article.get_absolute_url()).content.decode()
    assert client.get(f"{reverse('library:state')}?in={article.slug}").json() == {}


def test_pages_cost_ten_queries_at_most_and_the_same_at_any_size(client: Client, mia: User) -> None:
    article = make_article()
    rows = [Entry(member=mia, known_as=f"Number {number}", saved_at=NOW, note="n", noted_at=NOW) for number in range(3)]
    Entry.objects.bulk_create(rows)
    keeping.save(mia, article, at=NOW)
    counted = {}
    for name in ("page", "saved", "notes"):
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(reverse(f"library:{name}"))
        counted[name] = len(few)
    Entry.objects.bulk_create(
        [Entry(member=mia, known_as=f"More {number}", saved_at=NOW, stopped_at=NOW) for number in range(5000)]
    )
    for name, before in counted.items():
        with CaptureQueriesContext(connection) as many:
            client.get(reverse(f"library:{name}"))
        assert len(many) <= before + 1, name
        assert len(many) <= 10, [query["sql"][:150] for query in many]


def test_a_saved_article_about_a_retracted_paper_says_so_and_costs_no_query(client: Client, mia: User) -> None:
    papers = [make_reference() for _ in range(3)]
    for paper in papers:
        keeping.save(mia, make_article(paper=paper), at=NOW)
    saved = reverse("library:saved")
    with CaptureQueriesContext(connection) as before:
        assert "Paper retracted" not in client.get(saved).content.decode()
    for paper in papers[:2]:
        note_notice(paper, Said(Notice.Kind.RETRACTION, Notice.Source.CROSSREF, "10.1000/notice"), by=None, at=NOW)
    client.get(saved)
    with CaptureQueriesContext(connection) as after:
        assert client.get(saved).content.decode().count("Paper retracted") == 2
    assert len(after) <= len(before)


def test_an_empty_library_says_what_to_do(client: Client) -> None:
    assert "Nothing saved yet" in client.get(reverse("library:page")).content.decode()
    assert "Nothing saved yet" in client.get(reverse("library:saved")).content.decode()
    assert "No notes yet" in client.get(reverse("library:notes")).content.decode()
