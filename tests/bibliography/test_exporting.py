"""BibTeX, RIS and CSL-JSON say the same to a reader of their format as the record said to us."""

import json
import re
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from bibliography.exporting import CONTENT_TYPES, export
from bibliography.rich_text import plain
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, all_seen

RECORDS = [*all_seen(), HOSTILE, MARKED_UP, *BARE]


def bibtex(records: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What a BibTeX reader understands. Its LaTeX decoder takes `\\textasciicircum` for a modifier letter."""
    library = parse_string(export(records, "bib"), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"kind": entry.entry_type, "key": entry.key, **{f.key: f.value.replace("ˆ", "^") for f in entry.fields}}
        for entry in library.entries
    ]


def test_bibtex_gives_back_titles_journals_and_years() -> None:
    for record, entry in zip(RECORDS, bibtex(RECORDS), strict=True):
        assert entry["title"] == plain(record["title"]).replace("<i>", "")
        if record["type"] == "article-journal":
            assert (entry["kind"], entry.get("journal", "")) == ("article", plain(record.get("container-title", "")))
        if record.get("issued", {}).get("date-parts"):
            assert entry["year"] == str(record["issued"]["date-parts"][0][0])
        assert len(entry.get("author", "").split(" and ")) >= len(record.get("author", []))


def test_bibtex_keeps_braces_in_pairs_whatever_a_title_holds() -> None:
    titles = ["}", "{", "{{}", "\\", "\\}", "a \\{ b", "%", "@comment{", '"', "}}}{{{", "\\end{document}"]
    for title in titles:
        written = export([{**HOSTILE, "title": f"x {title} y", "author": [{"literal": title}]}], "bib")
        depth = 0
        for char in written:
            depth += {"{": 1, "}": -1}.get(char, 0)
            assert depth >= 0
        assert depth == 0
        assert bibtex([{**HOSTILE, "title": f"x {title} y"}])[0]["title"] == f"x {title} y"


def test_bibtex_protects_capitals_marks_up_and_spells_names() -> None:
    written = export([HOSTILE, MARKED_UP], "bib")
    assert "{fMRI}" in written
    assert r"\textit{in vivo}" in export([{**MARKED_UP, "title": "Brains <i>in vivo</i>"}], "bib")
    assert (
        "author = {{O'Neil, and Sons}, A.-B. and {WHO and {\\lbrace}Group} and de Vries, Jr., Jan and Ström, Åsa}"
        in written
    )
    assert "doi = {10.1234/a_b%c(d)}" in written
    assert "pages = {12--15}" in written


def test_bibtex_keys_are_plain_and_used_once() -> None:
    keys = [entry["key"] for entry in bibtex([HOSTILE, HOSTILE, {**HOSTILE, "id": ""}, {**HOSTILE, "id": "Hack"}])]
    assert keys == ["hack", "hack-2", "reference", "Hack-3"]


def test_ris_gives_back_every_field() -> None:
    for record, entry in zip(RECORDS, rispy.loads(export(RECORDS, "ris")), strict=True):
        assert entry["title"] == plain(record["title"])
        assert entry.get("secondary_title", "") == plain(record.get("container-title", ""))
        assert len(entry.get("authors", [])) == len(record.get("author", []))
        assert entry.get("doi", "") == plain(record.get("DOI", ""))
        if record["type"] == "article-journal":
            assert entry["type_of_reference"] == "JOUR"
        if "-" in record.get("page", ""):
            assert f"{entry['start_page']}-{entry['end_page']}" == record["page"]


def test_ris_has_one_author_a_line_and_one_end_for_each_record() -> None:
    written = export([HOSTILE, MARKED_UP], "ris")
    lines = written.split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert [line for line in lines if line.startswith("AU")][:4] == [
        "AU  - O'Neil, and Sons, A.-B.",
        "AU  - WHO and {Group",
        "AU  - de Vries, Jan, Jr.",
        "AU  - Ström, Åsa",
    ]
    assert lines.count("ER  - ") == 2
    assert written.endswith("ER  - \r\n")
    assert not re.search(r"[^\r]\n", written)


def test_csl_json_is_the_records_as_they_are() -> None:
    assert json.loads(export(RECORDS, "json")) == RECORDS
    assert "Ström" in export([HOSTILE], "json")


def test_no_records_make_files_that_readers_take() -> None:
    assert parse_string(export([], "bib")).entries == []
    assert rispy.loads(export([], "ris")) == []
    assert json.loads(export([], "json")) == []


def test_every_format_has_its_content_type() -> None:
    assert {kind: value.partition(";")[0] for kind, value in CONTENT_TYPES.items()} == {
        "bib": "application/x-bibtex",
        "ris": "application/x-research-info-systems",
        "json": "application/vnd.citationstyles.csl+json",
    }
