"""Dirty files are read as what was meant; what cannot be is told, and no record is lost."""

import re

import pytest

from bibliography.importing.decoding import NoText, decoded
from bibliography.importing.reading import read
from tests.bibliography.importing.dirty import Dirty
from tests.bibliography.importing.dirty_values import DIRTY, PUBMED_XML


@pytest.mark.parametrize("dirty", DIRTY, ids=lambda dirty: dirty.name)
def test_a_dirty_file_has_the_right_value(dirty: Dirty) -> None:
    found = read(decoded(dirty.data).text)
    assert len(found) == dirty.records
    assert all(one.problems or one.csl for one in found)
    csl = found[0].csl
    for field, value in dirty.fields.items():
        date = csl.get("issued", {})
        said = {"season": date.get("season"), "issued": date.get("date-parts") or date.get("literal")}.get(
            field, csl.get(field)
        )
        assert said == value, field


def test_there_are_as_many_kinds_of_dirt_as_were_asked_for() -> None:
    assert len({dirty.name for dirty in DIRTY}) == len(DIRTY) >= 40


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PUBMED_XML, "This record is no XML: undefined entity"),
        ("<?xml version='1.0'?><html><body/></html>", "This XML holds no records of PubMed or EndNote"),
        ("<xml><records><record><titles><title>Open", "This record has no end: “</record>” is missing."),
        ("Title,Year\nTwo, too,2004\n", "It has 3 cells, and the first line names 2"),
        ('Title,Year\n"Open,2004\n', "A quotation mark in this line is not closed"),
        ("AU  - Doe, Jane\nTI  - A title\nER  - \n", "This record does not begin with a line “TY  - ”"),
        ('[{"title": "One"},\n{"title": "Two" "x"},\n{"title": "Three"}]', "This record is no JSON."),
        ("@article{a, title={T}}\n\narticle{b, title = {U}}", "These lines look like a record, but no “@” begins it"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_stood_there(text: str, problem: str) -> None:
    wrong = [one for one in read(text) if one.problems]
    assert [one.problems[0][: len(problem)] for one in wrong] == [problem]
    first = wrong[0].raw.split("\n")[0].strip()
    assert first
    assert first in text


def test_records_beside_a_broken_one_are_read() -> None:
    found = read('[{"title": "One"},\n{"title": "Two" "x"},\n{"title": "Three"}]')
    assert [one.csl.get("title") for one in found] == ["One", None, "Three"]
    assert [one.line for one in found] == [1, 2, 3]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04abc", b"%PDF-1.7", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"a\x00b\x00\x00\x01\x02"]
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(NoText, match=r"[Ss]end"):
        decoded(data)


def test_entities_that_a_document_declares_are_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    [found] = read(f"{bomb}<xml><records><record><titles><title>&a;&b;</title></titles></record></records></xml>")
    assert re.match("This record is no XML", found.problems[0])


def test_the_same_text_is_read_the_same_in_every_encoding() -> None:
    text = "TY  - JOUR\nTI  - Naïve “façade” – über\nER  - \n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"):
        assert decoded(text.encode(encoding)).text == text, encoding
