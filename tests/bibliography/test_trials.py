"""References as registries, PubMed and Zotero write them: how each prints, cites and leaves in every format.

`trials.json` holds the records as they come, `trials_expected.json` what becomes of each. A new one joins both.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from bibliography.exporting import export
from bibliography.models import Reference
from bibliography.normalization import left_out, normalized
from bibliography.records import problems_in
from bibliography.writing import save_reference

FOLDER: Final = Path(__file__).parent
TRIALS: Final = {trial["id"]: trial["csl"] for trial in json.loads((FOLDER / "trials.json").read_text("utf-8"))}
EXPECTED: Final = json.loads((FOLDER / "trials_expected.json").read_text("utf-8"))


@pytest.fixture(params=TRIALS)
def trial(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The record as it came, as it is kept, and what is expected of it."""
    came = TRIALS[request.param]
    return came, {**normalized(came), "id": request.param}, EXPECTED[request.param]


Trial = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]


@pytest.mark.django_db
def test_it_is_taken_and_cited(trial: Trial) -> None:
    _, kept, expected = trial
    reference = save_reference(kept["id"], kept)
    assert (reference.csl, reference.citation_html) == (kept, expected["citation"])
    assert Reference.objects.get().url == (f"https://doi.org/{kept['DOI']}" if "DOI" in kept else kept.get("URL", ""))


def test_what_csl_knows_of_it_is_kept(trial: Trial) -> None:
    came, kept, expected = trial
    assert problems_in(kept) == []
    assert normalized(kept) == kept
    assert {name: value for name, value in kept.items() if came.get(name) != value and name != "id"} == expected["csl"]
    assert left_out(came) == expected["left out"]
    assert json.loads(export([kept], "json")) == [kept]


def test_bibtex_says_all_that_it_has(trial: Trial) -> None:
    _, kept, expected = trial
    [entry] = parse_string(export([kept], "bib")).entries
    assert {"kind": entry.entry_type, **{field.key: field.value for field in entry.fields}} == expected["bibtex"]


def test_ris_says_all_that_it_has(trial: Trial) -> None:
    _, kept, expected = trial
    [entry] = rispy.loads(export([kept], "ris"))
    assert {name: value for name, value in entry.items() if name != "id"} == expected["ris"]
