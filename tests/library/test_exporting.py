"""A library to take along: each form says all of it, reads again in readers of that form, and tells nothing else."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from library import keeping
from library.highlights.anchoring import Quotation
from library.highlights.passages import keep, part_of
from library.keeping import Stop
from library.models import Entry, Highlight
from library.own_lists.own_arrangement import add, make
from members.models import User
from members.roles import READER, assign_role
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db
FORMATS = ("md", "csv", "bib", "ris", "json")
SUMMARY = "A trial asked what therapy changes. It scanned twelve people before and after it.\n\nNobody waited."
FULL_POST = "Before it zqbefore. A waiting list cannot show which part mattered. Zqafter, twelve people are few."


@pytest.fixture
def mia() -> User:
    return make_user(name="Mia")


@pytest.fixture
def client(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


@pytest.fixture
def article() -> Article:
    return make_article(title="[Calmer] *amygdala*", summary=SUMMARY, full_post=FULL_POST, byline="Ada Lovelace")


def highlight(mia: User, article: Article, part: str, exact: str, note: str = "") -> Highlight:
    text = part_of(article, part, mia)
    start = text.text.index(exact)
    end = start + len(exact)
    around = Quotation(exact, text.text[max(0, start - 200) : start], text.text[end : end + 200])
    return keep(keeping.entry_of(mia, article), part, around, text, at=NOW, note=note)


def fill(mia: User, article: Article) -> list[Highlight]:
    keeping.save(mia, article, at=NOW)
    keeping.mark_read(mia, article, at=NOW + timedelta(days=1))
    keeping.write_note(keeping.entry_of(mia, article), "=SUM(A1), my **note**", base="", at=NOW)
    return [
        highlight(mia, article, "full", "A waiting list cannot show", "So what?"),
        highlight(mia, article, "summary", "scanned twelve people"),
    ]


def export(client: Client, form: str) -> str:
    answer: Any = client.get(reverse("library:export", args=[form]))
    assert answer.status_code == 200
    assert f'.{form}"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    return str(answer.getvalue().decode())


def test_markdown_is_for_people(client: Client, mia: User, article: Article) -> None:
    fill(mia, article)
    keeping.note_progress(mia, make_article(title="Begun"), Stop(420), at=NOW)
    text = export(client, "md")
    parts = [
        rf"## [\[Calmer\] \*amygdala\*](http://testserver{article.get_absolute_url()})",
        "=SUM(A1), my **note**",
        "> scanned twelve people",
        "> A waiting list cannot show\n\nSo what?",
        "## [Begun]",
        "42% read",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_lines_have_the_columns_of_two_programs_and_run_nothing(client: Client, mia: User, article: Article) -> None:
    fill(mia, article)
    rows = list(csv.DictReader(io.StringIO(export(client, "csv"), newline="")))
    whole, summary, full = rows
    assert whole["Highlight"] == whole["Selection"] == ""
    assert whole["Note"] == "'=SUM(A1), my **note**"
    assert (summary["Highlight"], full["Highlight"]) == ("scanned twelve people", "A waiting list cannot show")
    assert full["Selection"] == full["Highlight"]
    assert (full["Note"], full["Author"], full["Title"]) == ("So what?", "Ada Lovelace", article.title)
    assert full["URL"] == f"http://testserver{article.get_absolute_url()}"
    assert full["Date"] == NOW.strftime("%Y-%m-%d %H:%M:%S")
    assert (full["Timestamp"], full["Folder"], json.loads(full["Tags"])) == (str(int(NOW.timestamp())), "Archive", [])
    assert full["Location"].isdecimal()


def test_records_are_those_of_what_is_saved(client: Client, mia: User, article: Article) -> None:
    fill(mia, article)
    others = [make_article() for _ in range(101)]  # more than are written in one go
    for number, other in enumerate(others):
        keeping.save(mia, other, at=NOW + timedelta(minutes=number))
    keeping.mark_read(mia, make_article(title="Only read"), at=NOW)
    library = parse_string(export(client, "bib"))
    assert not library.failed_blocks
    titles = {one.fields_dict["title"].value for one in library.entries}
    assert len(library.entries) == len(titles) == 102
    told = rispy.loads(export(client, "ris"))
    assert [one["title"] for one in told] == [article.title, *(other.title for other in others)]


def test_json_holds_web_annotations_and_the_rest(client: Client, mia: User, article: Article) -> None:
    full, _ = fill(mia, article)
    told = json.loads(export(client, "json"))
    assert (told["@context"], told["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    first, second = told["first"]["items"]
    assert told["total"] == 2
    assert second["id"] == f"urn:uuid:{full.key}"
    assert second["body"]["value"] == "So what?"
    assert "body" not in first
    quote, position = second["target"]["selector"]
    text = part_of(article, "full", mia).text
    assert text[position["start"] : position["end"]] == quote["exact"] == "A waiting list cannot show"
    assert text[: position["start"]].rstrip().endswith(quote["prefix"].strip())
    assert second["target"]["source"]["id"] == f"http://testserver{article.get_absolute_url()}"
    (entry,) = told["entries"]
    assert (entry["note"], entry["article"]["label"]) == ("=SUM(A1), my **note**", article.title)
    assert entry["saved_at"]
    assert entry["read_at"]


def test_own_lists_are_in_every_form_that_has_a_place_for_them(client: Client, mia: User, article: Article) -> None:
    fill(mia, article)
    beside, gone = make_article(title="Only listed"), make_article(title="Gone")
    own = make(mia, "Fear, =1+1; now", at=NOW, about="For *us*")
    for one, reason in ((article, "It begins\nhere"), (beside, ""), (gone, "Was good")):
        add(own, one, reason, at=NOW)
    add(make(mia, "Other", at=NOW), article, "", at=NOW)
    gone.delete()
    text = export(client, "md")
    url = f"http://testserver{beside.get_absolute_url()}"
    assert "\n# Reading lists\n\n## Fear, =1+1; now\n\nFor *us*\n\n1. [" in text
    assert f"   It begins\n   here\n2. [Only listed]({url})\n3. Gone\n   Was good\n" in text
    told = json.loads(export(client, "json"))
    (section,) = told["lists"][0]["sections"]
    assert [one["title"] for one in told["lists"]] == ["Fear, =1+1; now", "Other"]
    assert section["articles"][1:] == [
        {"article": {"id": url, "type": "Text", "label": "Only listed"}, "reason": ""},
        {"article": {"type": "Text", "label": "Gone"}, "reason": "Was good"},
    ]
    rows = list(csv.DictReader(io.StringIO(export(client, "csv"), newline="")))
    assert [(row["Title"], row["Lists"]) for row in (rows[0], rows[-1])] == [
        (article.title, "Fear, =1+1; now: It begins\nhere\nOther"), ("Only listed", "Fear, =1+1; now"),
    ]  # fmt: skip
    assert json.loads(rows[0]["Tags"]) == ["Fear, =1+1; now", "Other"]
    records = rispy.loads(export(client, "ris"))
    assert [one["keywords"] for one in records] == [["Fear =1+1 now", "Other"], ["Fear =1+1 now"]]
    entries = parse_string(export(client, "bib")).entries
    assert [one.fields_dict["keywords"].value for one in entries] == ["Fear =1+1 now, Other", "Fear =1+1 now"]


@pytest.mark.parametrize("form", FORMATS)
def test_of_a_closed_article_in_a_list_only_the_title_they_knew_is_told(client: Client, mia: User, form: str) -> None:
    article = make_article(title="Calmer")
    add(make(mia, "For the seminar", at=NOW), article, "zqreason", at=NOW)
    add(make(make_user(), "Of another", at=NOW), article, "zqother", at=NOW)
    Article.objects.filter(pk=article.pk).update(status="draft", title="zqnew", slug="zqnew", publish_at=None)
    text = export(client, form)
    assert "zqnew" not in text
    assert "zqother" not in text
    assert ("Calmer" in text) == ("zqreason" in text) == (form in ("md", "csv", "json"))


def test_an_empty_library_is_a_file_of_each_form(client: Client) -> None:
    told = {form: export(client, form) for form in FORMATS}
    assert json.loads(told["json"])["first"]["items"] == []
    assert told["csv"].startswith("Highlight,Title,")
    assert told["bib"] == told["ris"] == ""
    assert client.get("/library/export.exe").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_of_what_is_closed_only_their_own_words_are_told(
    client: Client, mia: User, article: Article, form: str
) -> None:
    fill(mia, article)
    Article.objects.filter(pk=article.pk).update(
        status="draft", title="zqnew", slug="zqnew", standfirst="zqnew", byline="zqnew", publish_at=None
    )
    text = export(client, form)
    assert "zq" not in text
    assert ("A waiting list cannot show" in text) == (form in ("md", "csv", "json"))
    assert ("Calmer" in text) == (form in ("md", "csv", "json"))


def test_around_a_passage_stands_only_what_they_may_still_read(client: Client, mia: User, article: Article) -> None:
    fill(mia, article)
    assert "zqbefore" in export(client, "json")
    assign_role(mia, READER)
    text = export(client, "json")
    assert "zq" not in text.casefold()
    assert "A waiting list cannot show" in text
    assert "A trial asked" in text  # before the passage in the summary


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_anybody_else_is_in_it(client: Client, article: Article, form: str) -> None:
    fill(make_user(), article)
    assert "Calmer" not in export(client, form)
    assert "twelve people" not in export(client, form)


def test_a_library_of_5000_costs_two_queries_for_500(client: Client, mia: User, article: Article) -> None:
    export(client, "md")
    with CaptureQueriesContext(connection) as before:
        export(client, "md")
    fill(mia, article)
    kept = {"saved_at": NOW, "note": "n", "noted_at": NOW}
    Entry.objects.bulk_create([Entry(member=mia, known_as=f"Number {number}", **kept) for number in range(4999)])
    for form, passes in (("md", 1), ("csv", 1), ("ris", 1), ("json", 1)):
        with CaptureQueriesContext(connection) as queries:
            export(client, form)
        assert len(queries) - len(before) <= 2 * 10 * passes + 4, form
