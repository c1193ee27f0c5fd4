"""Importing at the desk: a table first, rows mended and chosen, the act, what became of it, and back again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Draft
from bibliography.models import ImportBatch, Reference
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.bibliography.importing.dirty_values import DIRTY
from tests.factories import make_reference, make_user
from tests.page import Page

pytestmark = [pytest.mark.django_db]

START = "/desk/import/"
TEXT = "\n".join(
    f"@article{{key{number}, title={{Title {number}}}, author={{Doe, Jane}}, year={number}}}"
    for number in range(2001, 2004)
)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(EDITOR))
    return client


def sent(client: Client, text: str = TEXT) -> ImportBatch:
    response = client.post(START, {"records": text})
    assert response.status_code == 302
    batch = ImportBatch.objects.order_by("-pk")[0]
    assert response["Location"] == address(batch)
    return batch


def address(batch: ImportBatch, rest: str = "") -> str:
    return f"{START}{batch.pk}/{rest}"


def text_at(client: Client, where: str, status: int = 200) -> str:
    response = client.get(where)
    assert response.status_code == status
    return " ".join(Page(response.content.decode()).text.split())


def test_what_is_pasted_is_looked_through_chosen_brought_in_and_undone(client: Client) -> None:
    make_reference("known", DOI="10.1000/x")
    batch = sent(client, f"{TEXT}\n@book{{b, title={{T}}, doi={{10.1000/x}}}}\n@book{{faulty, year=2004}}")
    table = text_at(client, address(batch))
    assert "5 records: 3 new, 1 already here, 1 faulty." in table
    assert "the same DOI as known." in table
    assert "It has no title." in table
    assert "@book{faulty, year=2004}" in table
    assert Reference.objects.count() == 1
    shown = {"shown": ["0", "1", "2"], "row": ["0", "2"], "do": "bring-in"}
    assert client.post(address(batch, "choose/"), shown)["Location"] == address(batch, "bring-in/")
    assert "Bring in 2 references" in text_at(client, address(batch, "bring-in/"))
    assert client.post(address(batch, "bring-in/"), {"drafts": "on"})["Location"] == address(batch)
    assert set(Reference.objects.values_list("key", flat=True)) == {"known", "key2001", "key2003"}
    assert Draft.objects.count() == 2
    assert "2 references added, each with a draft summary." in text_at(client, address(batch))
    assert "2 references and 2 drafts will be gone" in text_at(client, address(batch, "undo/"))
    assert client.post(address(batch, "undo/")).status_code == 302
    assert list(Reference.objects.values_list("key", flat=True)) == ["known"]
    assert "What it made is gone." in text_at(client, address(batch))


def test_records_get_a_draft_each_by_itself_or_all_that_are_chosen(client: Client) -> None:
    batch = sent(client, TEXT)
    ticked = {"shown": ["0", "1", "2"], "row": ["0", "2"], "draft": ["1", "2"]}
    client.post(address(batch, "choose/"), {**ticked, "do": "keep"})
    assert "2 of 3 are chosen so far, 1 with a draft summary." in text_at(client, address(batch))
    client.post(address(batch, "choose/"), {**ticked, "do": "drafts"})
    assert batch.rows.numbers()["drafts"] == 2
    client.post(address(batch, "choose/"), {**ticked, "do": "no-drafts"})
    assert batch.rows.numbers()["drafts"] == 0
    client.post(address(batch, "choose/"), {**ticked, "do": "bring-in"})
    assert "1 of them gets a draft summary" in text_at(client, address(batch, "bring-in/"))
    client.post(address(batch, "bring-in/"))
    assert [draft.title for draft in Draft.objects.all()] == ["Title 2003"]
    assert "2 references added, 1 with a draft summary." in text_at(client, address(batch))
    assert "2 references and 1 draft will be gone" in text_at(client, address(batch, "undo/"))


def test_a_file_is_read_in_its_encoding_and_by_its_name(client: Client) -> None:
    table = "Name;Wer\nÜber alles;Doe J\n".encode("cp1252")
    client.post(START, {"upload": SimpleUploadedFile("liste.csv", table)})
    batch = ImportBatch.objects.get()
    shown = text_at(client, address(batch))
    assert "Über alles" in shown
    assert "The file was read as Windows-1252." in shown
    response = client.post(address(batch, "columns/"), {"column-1": "author"})
    assert response["Location"] == address(batch)
    assert "Doe J" in text_at(client, address(batch))


def test_a_faulty_row_is_mended_in_place(client: Client) -> None:
    batch = sent(client, "@book{faulty, year=2004}")
    row = batch.rows.get()
    where = address(batch, f"rows/{row.pk}/")
    assert "It has no title." in text_at(client, where)
    refused = client.post(where, {"raw": "@book{faulty, year=2005}"})
    assert refused.status_code == 422
    assert b"@book{faulty, year=2005}" in refused.content
    assert client.post(where, {"raw": " "}).status_code == 422
    assert client.post(where, {"raw": "@book{b, title={Now}, year=2005}"}).status_code == 302
    assert "1 record: 1 new, 0 already here, 0 faulty." in text_at(client, address(batch))


def test_kinds_are_filtered_and_pages_keep_the_filter(client: Client) -> None:
    many = "\n".join(f"@book{{b{number}, title={{T{number}}}}}" for number in range(130))
    batch = sent(client, f"{many}\n@book{{faulty, year=2004}}")
    assert "Page 1 of 2" in text_at(client, address(batch))
    assert "Page 2 of 2" in text_at(client, address(batch, "?show=new&page=2"))
    assert "It has no title." in text_at(client, address(batch, "?show=problem"))
    assert "There are none of these." in text_at(client, address(batch, "?show=duplicate"))
    kept = client.post(address(batch, "choose/"), {"shown": ["0"], "do": "keep", "show": "new", "page": "2"})
    assert kept["Location"] == address(batch, "?show=new&page=2")
    assert batch.rows.numbers()["chosen"] == 129
    for do, number in (("none", 0), ("all", 130)):
        client.post(address(batch, "choose/"), {"do": do})
        assert batch.rows.numbers()["chosen"] == number
    client.post(address(batch, "choose/"), {"do": "none"})
    assert "Nothing is chosen." in text_at(client, address(batch, "bring-in/"))


def test_the_table_costs_the_same_queries_at_any_size(client: Client) -> None:
    make_reference("known", DOI="10.1000/0")
    counts = []
    for number in (3, 60):
        rows = "".join(f"@book{{b{one}, title={{T{one}}}, doi={{10.1000/{one}}}}}\n" for one in range(number))
        batch = sent(client, rows + rows)
        with CaptureQueriesContext(connection) as captured:
            client.get(address(batch))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "There is nothing in it."),
        ({"records": "  \n"}, "There is nothing in it."),
        ({"upload": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}, "Save it as CSV"),
        ({"upload": SimpleUploadedFile("a.ris", b"")}, "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(client: Client, data: dict[str, object], why: str) -> None:
    response = client.post(START, data)
    assert response.status_code == 422
    assert why in Page(response.content.decode()).text
    assert not ImportBatch.objects.exists()


def test_what_holds_no_record_says_so_at_each_line(client: Client) -> None:
    batch = sent(client, "some words")
    assert "“some words” is no DOI, PMID, RIS, BibTeX or CSL-JSON." in text_at(client, address(batch))


def test_an_import_is_thrown_away_after_a_question(client: Client) -> None:
    batch = sent(client)
    assert "Nothing of it was written." in text_at(client, address(batch, "throw-away/"))
    assert ImportBatch.objects.exists()
    assert client.post(address(batch, "throw-away/"))["Location"] == START
    assert not ImportBatch.objects.exists()


def test_work_in_progress_says_how_far_it_is(client: Client) -> None:
    batch = sent(client)
    ImportBatch.objects.update(state="reading", counted=2, total=3)
    assert "3 records read, up to line 2 of 3." in text_at(client, address(batch))
    ImportBatch.objects.update(state="writing", counted=2, total=3)
    assert "2 of 3 references are prepared." in text_at(client, address(batch))
    ImportBatch.objects.update(touched_at=timezone.now() - timedelta(hours=1))
    assert "Nobody has worked on it" in text_at(client, address(batch))
    client.post(address(batch, "go-on/"))
    assert ImportBatch.objects.get().state == "ready"


def test_others_see_no_import_of_an_editor_and_members_none_at_all(client: Client) -> None:
    batch = sent(client)
    for role, status in ((CONTRIBUTOR, 404), (MEMBER, 403)):
        other = Client()
        other.force_login(make_user(role))
        for rest in ("", "bring-in/", "undo/", "throw-away/", f"rows/{batch.rows.all()[0].pk}/"):
            assert other.get(address(batch, rest)).status_code == status, rest
        for rest in ("columns/", "choose/", "go-on/", "bring-in/", "undo/", "throw-away/"):
            assert other.post(address(batch, rest)).status_code == status, rest
    assert Client().get(START)["Location"].startswith("/login/")
    assert ImportBatch.objects.get().state == "ready"


def test_numbers_that_name_nothing_change_nothing(client: Client) -> None:
    batch = sent(client)
    odd = ["-1", "x", "9" * 30, "²", "1.5", "\u0661"]
    response = client.post(
        address(batch, "choose/"), {"shown": odd, "row": odd, "do": "keep", "page": "²", "show": "x"}
    )
    assert response["Location"] == address(batch, "?show=&page=1")
    assert batch.rows.numbers()["chosen"] == 3
    assert client.get(address(batch, "rows/999999/")).status_code == 404
    assert client.get(reverse("desk:import", args=[999999])).status_code == 404


def broken() -> Iterator[tuple[str, bytes]]:
    """Each dirty file cut off, with bytes turned over and with bytes of no text put in."""
    for number, dirty in enumerate(DIRTY):
        data, middle = dirty.data, len(dirty.data) // 2
        yield f"{dirty.name}, cut off", data[: middle + number % 7]
        flipped = bytes(byte ^ 0x55 if place % 11 == number % 11 else byte for place, byte in enumerate(data))
        yield f"{dirty.name}, turned over", flipped
        yield f"{dirty.name}, with other bytes", data[:middle] + b'\xff\xfe\x00\x80{<"' + data[middle:]


BROKEN = list(broken())


def test_no_broken_file_is_an_error_of_ours(client: Client) -> None:
    assert len(BROKEN) >= 99
    for name, data in BROKEN:
        response = client.post(START, {"upload": SimpleUploadedFile("file.txt", data)})
        assert response.status_code in (302, 422), name
        if response.status_code == 422:
            assert "There is a problem" in Page(response.content.decode()).text, name
            continue
        batch = ImportBatch.objects.get()
        assert client.get(response["Location"]).status_code == 200, name
        assert batch.state == "ready" or batch.failure, name
        assert all(row.problems or row.csl.get("title") or row.became == "duplicate" for row in batch.rows.all()), name
        batch.delete()
