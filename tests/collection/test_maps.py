"""Maps as files: every fault is named with its place, what is loaded comes out again, ours shows every region."""

import gzip
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from django.utils import timezone

from collection.exporting import export
from collection.loading import load
from collection.report import Report
from members.roles import EDITOR
from tags.curation.merging import merge
from tags.models import Tag, TaxonomyMap
from tests.collection.folders import contents, write_folder
from tests.collection.test_faults import faults
from tests.collection.test_second import SECOND
from tests.collection.texts import SHIPPED
from tests.factories import make_user
from tests.page import Page
from tests.times import NOW

pytestmark = pytest.mark.django_db

DRAWING: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">
<path class="whole" d="M0 0h90v30z" />
<circle id="amygdala" cx="9" cy="9" r="5" />
<g id="insula"><path d="M1 1h4v4z" /></g>
</svg>
"""
WORDS: Final = """\
alt: Two shapes
without_shape:
- tag: limbic-system
  reason: No place.
  lights:
  - amygdala
"""
SVG: Final = "maps/brain-region.svg"
YAML: Final = "maps/brain-region.yaml"
NOT_THERE: Final = "No tag of brain-region has the address"
# The file that is spoilt, what is put in the place of what, and the fault.
SPOILT: Final = {
    "a tag that is not there": (SVG, '"insula"', '"insola"', f"{SVG}:4: {NOT_THERE} “insola”; did you mean “insula”?"),
    "a tag of another taxonomy": (SVG, '"insula"', '"neuroscience"', f"{SVG}:4: {NOT_THERE} “neuroscience”"),
    "a shape twice": (SVG, '"insula"', '"amygdala"', f"{SVG}:4: “amygdala” has two shapes"),
    "a shape in a shape": (SVG, "><path d", '><path id="x" d', f"{SVG}:4: “x” stands inside another element"),
    "a shape of words": (SVG, "circle", "text", f"{SVG}:3: “amygdala” is <text>"),
    "a link": (SVG, "</svg>", '<a href="https://x.org"/></svg>', f"{SVG}:5: <a> may not stand in a drawing"),
    "a style": (SVG, 'r="5"', 'style="fill:red"', f"{SVG}:3: The attribute style of <circle> may not"),
    "no XML": (SVG, "</g>", "", f"{SVG}:5: this is not well-formed XML"),
    "no text": (YAML, "alt: Two shapes", "credit: Us", f"{YAML}:1: “alt” is missing."),
    "a reason for nothing": (YAML, "limbic-system", "nowhere", f"{YAML}:3: {NOT_THERE} “nowhere”"),
    "a reason for a shape": (YAML, "limbic-system", "insula", f"{YAML}:3: “insula” has a shape"),
    "no reason": (YAML, "  reason: No place.\n", "", f"{YAML}:3: “reason” is missing."),
    "a light that is no shape": (YAML, "- amygdala", "- amygdal", f"{YAML}:3: No shape is called “amygdal”; did you"),
    "an unknown key": (YAML, "alt: Two", "colour: red\nalt: Two", f"{YAML}:1: No key is called “colour”"),
}
ALONE: Final = {
    "no taxonomy of that name": (
        {"maps/regions.svg": DRAWING, "maps/regions.yaml": WORDS},
        "maps/regions.svg: No taxonomy is called “regions”",
    ),
    "a drawing without words": ({SVG: DRAWING}, f"{YAML}: The file is missing"),
    "words without a drawing": ({YAML: WORDS}, f"{SVG}: The file is missing"),
}


def spoilt(file: str, what: str, other: str) -> dict[str, str]:
    whole = {SVG: DRAWING, YAML: WORDS}
    assert what in whole[file]
    return {**whole, file: whole[file].replace(what, other)}


FAULTY: Final = {name: (spoilt(*row[:3]), row[3]) for name, row in SPOILT.items()} | ALONE


@pytest.mark.parametrize(("files", "expected"), FAULTY.values(), ids=FAULTY)
def test_a_fault_of_a_map_is_named_with_file_and_line(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    found = faults(tmp_path, dict(files))
    assert any(fault.startswith(expected) for fault in found), found


def loaded(folder: Path) -> Report:
    return load(folder, at=timezone.now(), tell=lambda *_: None)


@pytest.mark.both_engines
def test_a_map_comes_out_byte_for_byte_and_a_second_load_writes_nothing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", {SVG: DRAWING, YAML: WORDS})
    assert loaded(folder).counts["Maps"] == {"new": 1}
    export(tmp_path / "out")
    written = contents(tmp_path / "out")
    assert {name: written[name] for name in (SVG, YAML)} == {SVG: DRAWING.encode(), YAML: WORDS.encode()}
    assert loaded(folder).counts["Maps"] == {"same": 1}
    (folder / YAML).write_text(WORDS.replace("Two", "2"))
    assert loaded(folder).counts["Maps"] == {"changed": 1}
    assert TaxonomyMap.objects.get().alt == "2 shapes"


def test_a_map_that_the_folder_does_not_hold_is_left_alone(tmp_path: Path) -> None:
    loaded(write_folder(tmp_path / "in", {SVG: DRAWING, YAML: WORDS}))
    report = loaded(write_folder(tmp_path / "other"))
    assert "Maps that this collection does not hold are left as they are: brain-region." in report.notes
    assert TaxonomyMap.objects.count() == 1


def test_a_shape_whose_tag_was_merged_is_written_for_the_other_or_for_none(tmp_path: Path) -> None:
    loaded(write_folder(tmp_path / "in", {SVG: DRAWING, YAML: WORDS}))
    insula, limbic = Tag.objects.get(slug="insula"), Tag.objects.get(slug="limbic-system")
    merge(insula, into=limbic, by=make_user(EDITOR), at=NOW)
    export(tmp_path / "out")
    assert 'id="limbic-system"' in (tmp_path / "out" / SVG).read_text()
    assert "without_shape" not in (tmp_path / "out" / YAML).read_text()


def test_another_subject_has_a_map_of_its_own_with_numbers_and_links() -> None:
    loaded(SECOND)
    page = Page.of(Client().get("/tags/"))
    labels = [link.attributes["aria-label"] for link in page.with_tag("a") if "aria-label" in link.attributes]
    assert labels == [
        "Aldermoor, 0 summaries", "Brackenford, 2 summaries", "Coldwell, 0 summaries", "Downham Reach, 0 summaries",
        "Elmstead, 2 summaries",
    ]  # fmt: skip
    lit = Page.of(Client().get("/tags/hill-country/")).with_class("lit")
    assert [link.attributes["href"] for link in lit] == ["/tags/downham-reach/", "/tags/elmstead/"]


def test_the_shipped_map_shows_every_region_or_says_why_not_and_is_light(shipped: None) -> None:
    row = TaxonomyMap.objects.get(taxonomy__slug="brain-region")
    regions = set(Tag.objects.filter(taxonomy__slug="brain-region").values_list("slug", flat=True))
    said = {one["tag"] for one in row.without_shape}
    assert {slug for slug in regions if f'id="{slug}"' not in row.svg} == said
    assert "ggseg 0.1 (MIT)" in row.credit
    assert len(gzip.compress((SHIPPED / "maps" / "brain-region.svg").read_bytes())) < 10_000
