"""Records are read in whatever form they are pasted, and what is wrong is told at its line."""

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from bibliography.bibtex import bibtex
from bibliography.importing.decoding import decoded
from bibliography.importing.dois_read import dois_in
from bibliography.importing.formats.from_numbers import number_in
from bibliography.importing.names_read import name_of, pubmed_name
from bibliography.importing.read import Form, Read, read_record
from bibliography.importing.reading import read, recognise
from bibliography.ris import ris
from collection.management.commands.load_collection import SHIPPED
from tests.bibliography.importing.pastes import BIBTEX, CSL, NBIB, RIS


def only(text: str) -> Read:
    [found] = read(text)
    assert found.problems == ()
    return found


@pytest.mark.parametrize(
    ("text", "form"),
    [(RIS, Form.RIS), (BIBTEX, Form.BIBTEX), (NBIB, Form.PUBMED), (CSL, Form.CSL), (f"[{CSL}]", Form.CSL),
     ("10.1000/x", Form.NUMBERS), ("\n\n" + RIS, Form.RIS), ("\ufeff" + RIS, Form.RIS), ("", Form.NUMBERS),
     (RIS.replace("\n", "\r\n"), Form.RIS), ("words", Form.NUMBERS)],
)  # fmt: skip
def test_each_form_is_recognised(text: str, form: Form) -> None:
    assert recognise(text) is form


def test_ris_is_read_with_lines_that_go_on() -> None:
    csl = only(RIS).csl
    assert csl["author"] == [
        {"family": "Furmark", "given": "Tomas"},
        {"family": "Berg", "given": "A. B.", "non-dropping-particle": "van der"},
    ]
    assert (csl["type"], csl["volume"], csl["issue"], csl["page"]) == ("article-journal", "59", "5", "425-433")
    assert csl["issued"] == {"date-parts": [[2002, 5, 1]]}
    assert (csl["DOI"], csl["keyword"]) == ("10.1001/archpsyc.59.5.425", "amygdala, PET")
    assert (csl["abstract"], csl["ISSN"]) == ("It fell in both groups.", "0003-990X")


def test_bibtex_is_read_without_its_commands() -> None:
    csl = only(BIBTEX).csl
    assert csl["title"] == "Common changes in CBT and Möbius: H<sub>2</sub>O"
    assert csl["author"][1:] == [
        {"family": "Berg", "given": "A. B.", "non-dropping-particle": "van der"},
        {"literal": "The Group"},
    ]
    assert csl["issued"] == {"date-parts": [[2002, 5, 1]]}
    assert (csl["page"], csl["issue"], csl["container-title"]) == ("425-433", "5", "Archives of General Psychiatry")


def test_the_format_of_pubmed_is_read_with_its_number() -> None:
    csl = only(NBIB).csl
    assert csl["title"] == "Common changes in cerebral blood flow in patients with social phobia"
    assert (csl["PMID"], csl["DOI"], csl["page"]) == ("11982446", "10.1001/archpsyc.59.5.425", "425-433")
    assert csl["author"] == [{"family": "Furmark", "given": "Tomas"}, {"literal": "The Group"}]
    assert csl["issued"] == {"date-parts": [[2002, 5]]}


@pytest.mark.parametrize(
    "wrap", ["{0}", "[{0}]", "[{0},\n{0}]", "{0}\n{0}", '{{"message": {0}}}', '{{"items": [{0}]}}']
)
def test_csl_json_is_read_alone_in_lists_and_as_registries_wrap_it(wrap: str) -> None:
    for found in read(wrap.format(CSL)):
        assert (found.form, found.problems, found.csl["type"]) == (Form.CSL, (), "article-journal")
        assert found.csl["container-title"] == "Archives of General Psychiatry"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10.1001/archpsyc.59.5.425", {"DOI": "10.1001/archpsyc.59.5.425"}),
        ("https://doi.org/10.1000/a%28b%29", {"DOI": "10.1000/a(b)"}),
        ("http://dx.doi.org/10.1000/X", {"DOI": "10.1000/X"}),
        ("doi:10.1000/x.", {"DOI": "10.1000/x"}),
        ("<10.1000/x>", {"DOI": "10.1000/x"}),
        ("11982446", {"PMID": "11982446"}),
        ("PMID:11982446", {"PMID": "11982446"}),
        ("https://pubmed.ncbi.nlm.nih.gov/11982446/", {"PMID": "11982446"}),
        ("2002", {}),
        ("words", {}),
    ],
)
def test_a_number_is_known_however_it_is_written(text: str, number: dict[str, str]) -> None:
    assert number_in(text) == number


def test_several_forms_after_one_another_are_told_apart_with_their_lines() -> None:
    text = f"10.1000/a\nPMID: 11982446, doi: 10.1000/b\n\n{RIS}\n{BIBTEX}10.1000/c\n{CSL}{NBIB}\n12345678\n{RIS}"
    found = [(one.line, one.form) for one in read(text)]
    lines = text.split("\n")
    assert [form for _, form in found] == [
        Form.NUMBERS, Form.NUMBERS, Form.NUMBERS, Form.RIS, Form.BIBTEX, Form.NUMBERS, Form.CSL, Form.PUBMED,
        Form.NUMBERS, Form.RIS,
    ]  # fmt: skip
    begins = {Form.RIS: "TY", Form.BIBTEX: "@", Form.CSL: "{", Form.PUBMED: "PMID-"}
    assert all(lines[line - 1].startswith(begins[form]) for line, form in found if form in begins)
    assert all(not one.problems for one in read(text))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("10.1000/a\nsome words", 2, "“some words” is no DOI, PMID, RIS, BibTeX or CSL-JSON."),
        ("TY  - JOUR\nPY  - 2002\nER  - ", 1, "It has no title."),
        (RIS + RIS.replace("https://doi.org/10.1001/archpsyc.59.5.425", "nonsense"), 20, "“nonsense” is no DOI"),
        ("@article{a, title = {Open", 1, "This record has no end"),
        ('\n{"title": "x",\n"type": ', 3, "From this line on it is no JSON."),
        ('{"type": "book"}', 1, "It has no title."),
        (f"[{CSL}, 1]", 10, "A reference is a JSON object"),
        ("[" + CSL, 10, "The list of records does not end"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(text: str, line: int, problem: str) -> None:
    wrong = [one for one in read(text) if one.problems]
    assert [(one.line, one.problems[0][: len(problem)]) for one in wrong] == [(line, problem)]


def test_a_record_after_a_broken_one_is_read() -> None:
    found = read("@article{a, title = {Open\n\n" + BIBTEX)
    assert [bool(one.problems) for one in found][-1:] != [True] or len(found) == 1
    assert [one.problems for one in read('@article{a, year = "2002"}\n' + BIBTEX)] == [("It has no title.",), ()]


def test_two_records_under_one_key_are_two() -> None:
    assert [one.problems for one in read(BIBTEX + BIBTEX)] == [(), ()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Furmark, Tomas", {"family": "Furmark", "given": "Tomas"}),
        ("Tomas Furmark", {"family": "Furmark", "given": "Tomas"}),
        ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}),
        ("King, Martin, Jr.", {"family": "King", "given": "Martin", "suffix": "Jr."}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("Aristotle", {"literal": "Aristotle"}),
        ("", {}),
    ],
)
def test_names_are_taken_apart(text: str, name: dict[str, str]) -> None:
    assert name_of(text) == name


def test_names_of_pubmed_have_their_initials_behind() -> None:
    particle = {"family": "Känel", "given": "R. A.", "non-dropping-particle": "von"}
    assert pubmed_name("von Känel RA") == particle
    assert pubmed_name("King ML Jr") == {"family": "King", "given": "M. L.", "suffix": "Jr"}


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl"])
def test_every_shipped_record_comes_back_from_what_the_site_exports(form: str) -> None:
    records = json.loads((SHIPPED / "references.json").read_text(encoding="utf-8"))
    writers: dict[str, Callable[[list[dict[str, Any]]], str]] = {"ris": ris, "bibtex": bibtex, "csl": json.dumps}
    text = writers[form](records)
    found = read(text)
    assert [one.problems for one in found] == [()] * len(records)
    for record, one in zip(records, found, strict=True):
        for field in ("title", "DOI", "volume", "page", "container-title"):
            assert one.csl.get(field) == record.get(field), record["id"]


def test_real_records_of_a_reference_manager_are_read() -> None:
    path = Path(os.environ["REAL_DATA"]) / "import" / "ptsd-endnote.ris"
    found = read(path.read_text(encoding="utf-8-sig"))
    assert len(found) == 363
    assert Counter(one.problems for one in found if one.problems) == {
        ("“10.1037.a0037593” is no DOI; one looks like 10.1001/archpsyc.61.1.34.",): 1
    }


def test_real_records_of_a_table_are_read() -> None:
    path = Path(os.environ["REAL_DATA"]) / "import" / "depression-animal-models.csv"
    found = read(decoded(path.read_bytes()).text, name=path.name)
    assert len(found) == 1993
    assert [one.line for one in found if one.problems] == []
    assert all(one.csl["note"].startswith("record_id: ") for one in found)
    assert sum(bool(one.csl.get("author")) for one in found) > 1900


@pytest.mark.parametrize(
    "one",
    [
        RIS,
        BIBTEX,
        NBIB,
        CSL,
        "10.1000/a\n",
        "{",
        "words\n",
        "[",
        "TY  - \n",
        "@a{b,\n",
        "Title,DOI\n",
        "<record>\n",
        '"\n',
        '[{"a" 1},\n',
    ],
)
def test_time_grows_with_what_is_pasted_and_not_faster(one: str) -> None:
    def seconds(times: int) -> float:
        began = perf_counter()
        read(one * times)
        return perf_counter() - began

    seconds(20)
    assert seconds(640) < 64 * max(seconds(40), 0.01)


@pytest.mark.parametrize("rest", [" (" * 40_000 + "x", ")" * 40_000, "10.1010." * 40_000])
@pytest.mark.parametrize("begins", ["10.1234/a", "https://doi.org/10.1234/a"])
def test_a_field_that_is_far_too_long_is_told_at_once_and_in_short(begins: str, rest: str) -> None:
    read = read_record(1, Form.CSL, {"type": "book", "title": "A", "DOI": begins + rest})
    [why] = read.problems
    assert why.endswith("…” is no DOI; one looks like 10.1001/archpsyc.61.1.34.")
    assert len(why) < 400


def test_blanks_in_a_field_are_not_looked_through_one_by_one() -> None:
    text = f"10.1234/a{' ' * 40_000}x"
    assert dois_in(text) == [text]
