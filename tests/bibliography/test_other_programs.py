"""Other programs agree: pandoc prints the same bibliographies by the same style files, and BibTeX reads our file.

`.ci/run` installs pandoc. bibtex and biber are asked where they are; everywhere the file is read by a parser.
"""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from bibtexparser.entrypoint import parse_string

from bibliography.citation_styles.styles import STYLES
from bibliography.exporting import export
from bibliography.formatting import address_of, format_bibliography
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, shipped

# Where the two differ, and why. What is not here is the same, but for straight and curly apostrophes.
EXPLAINED: Final = {
    # Initials of “Shin-ichi”: ours are S.-I., as the manual of the style wants of hyphened names.
    "apa": {"yoshimura2014"},
    # Two records name one author as “R. A.” and as “Richard A.”; pandoc takes them for two people and tells them apart.
    "harvard": {"bryant2008b"},
    "nature": set(),
}


IN_CI: Final = os.environ.get("CI") == "true"  # where a program that is missing is a failure


def by_pandoc(style: str, records: list[dict[str, Any]], folder: Path) -> list[str]:
    """The bibliography in plain text, with the addresses that we link to."""
    asked = [
        {**record, "URL": address_of(record)} if address_of(record) and not record.get("DOI") else record
        for record in records
    ]
    for record in asked:
        if record.get("DOI"):
            record.pop("URL", None)
    (folder / "records.json").write_text(json.dumps(asked), encoding="utf-8")
    printed = subprocess.run(
        [
            "pandoc", "--from=markdown", "--to=html", "--wrap=none", "--citeproc", f"--csl={STYLES[style].path}",
            f"--bibliography={folder / 'records.json'}",
        ],
        input=f"---\nnocite: '@*'\nlang: {STYLES[style].locale}\n---\n", text=True, capture_output=True, check=True,
    ).stdout  # fmt: skip
    found = re.findall(r'<div id="ref-[^"]+" class="csl-entry".*?>\n(.*?)\n</div>', printed, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", "", entry)).split()) for entry in found]


def spelled(text: str) -> str:
    return text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("style", EXPLAINED if shutil.which("pandoc") or IN_CI else [])
def test_pandoc_prints_the_same_of_the_shipped_references(style: str, tmp_path: Path) -> None:
    records = shipped()
    theirs = set(map(spelled, by_pandoc(style, [dict(record) for record in records], tmp_path)))
    assert len(theirs) == len(records)
    entries = format_bibliography(records, style)
    ours = {record["id"]: spelled(format_bibliography([record], style)[0].text) for record in records}
    explained = {ours[key].removeprefix("1. ") for key in EXPLAINED[style]}
    assert {spelled(entry.text) for entry in entries} - theirs == explained


def test_bibtex_and_biber_read_our_file(tmp_path: Path) -> None:
    (tmp_path / "ours.bib").write_text(export([*shipped(), HOSTILE, MARKED_UP, *BARE], "bib"), encoding="utf-8")
    library = parse_string((tmp_path / "ours.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    (tmp_path / "ours.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{ours}\n", encoding="utf-8")
    commands = {"bibtex": ["ours"], "biber": ["--tool", "--validate-datamodel", "ours.bib"]}
    for name, arguments in commands.items():
        if program := shutil.which(name):
            done = subprocess.run([program, *arguments], cwd=tmp_path, text=True, capture_output=True, check=False)
            assert "error" not in done.stdout.lower(), (name, done.stdout[-2000:])
            assert done.returncode == 0, (name, done.stdout[-2000:])
