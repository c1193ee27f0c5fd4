"""The drawings that are shipped: made from their data files, and no number in them that its fact does not hold."""

import copy
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml
from rdflib import RDF, SKOS, Graph, URIRef

from articles.images.numbers import validate_numbers
from tests.collection.ledger import ROUND_NUMBERS, fact, reckoned
from tests.collection.texts import SHIPPED, articles, numbers
from tools.drawings.figures import Figure, addresses, figures
from tools.drawings.making import different, drawings, names, svg_of
from tools.drawings.outlining import HERE, outline
from tools.drawings.parts.brain import places
from tools.drawings.tables import table

DRAWINGS: Final = dict(drawings())
# Where the drawing of a paper is not called after its key.
NAMED_OTHERWISE: Final = {
    "carpenter2018": "placebo-effects", "cuijpers2023": "cbt-depression-effects",
    "rahman2008": "rural-pakistan-depression",
}  # fmt: skip
every_drawing = pytest.mark.parametrize("name", DRAWINGS)


def held(figure: Figure) -> set[str]:
    """The numbers that a figure may hold, as they are printed."""
    found: set[str] = set().union(*(numbers(fact(address) or "") for address in figure.facts), set())
    for working in figure.reckoned:
        value, used = reckoned(working)
        if used <= found | ROUND_NUMBERS:
            found |= {f"{value:g}"}
    return found | {"of": {"100"}, "filled": {"0"}}.get(figure.key, set())


def not_in_facts(drawing: dict[str, Any]) -> list[str]:
    """Every number of a drawing that the facts beside it do not hold, and every sign that they have otherwise."""
    wrong = []
    for figure in figures(drawing["parts"]):
        wrong += [f"{figure.value}: {number}" for number in numbers(figure.value) - held(figure)]
        said = "".join(fact(address) or "" for address in figure.facts)
        wrong += [
            figure.value for found in re.findall(r"[−-]\d[\d.]*", figure.value) if found.replace("-", "−") not in said
        ]
    return wrong


def test_every_drawing_is_as_its_data_file_says() -> None:
    assert [path.name for path in different()] == [], "run `python -m tools.drawings`"
    assert {path.stem for path in (SHIPPED / "images").iterdir()} == set(DRAWINGS)


@every_drawing
def test_every_number_stands_in_the_fact_beside_it(name: str) -> None:
    assert not_in_facts(DRAWINGS[name]) == []


@every_drawing
def test_every_address_is_that_of_a_fact(name: str) -> None:
    named = list(addresses(DRAWINGS[name]))
    assert named
    assert [address for address in named if fact(address) is None] == []


@every_drawing
def test_title_and_alternative_text_hold_no_number_that_the_data_do_not(name: str) -> None:
    drawing = DRAWINGS[name]
    said = " ".join(figure.value for figure in figures(drawing["parts"]))
    assert numbers(f"{drawing['title']} {drawing['alt']}") - numbers(said) == set()


@every_drawing
def test_a_changed_number_is_noticed(name: str) -> None:
    """In the facts, and in the drawing that was made before."""
    for changed in with_one_number_changed(DRAWINGS[name]):
        assert not_in_facts(changed) != []
        assert svg_of(name, changed) != svg_of(name, DRAWINGS[name])


def with_one_number_changed(drawing: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One copy for each row that gives a value."""
    rows = [
        (at, key, row)
        for at, part in enumerate(drawing["parts"])
        for key in ("rows", "groups")
        for row in range(len(part.get(key, [])))
    ]
    for at, key, row in rows:
        copied = copy.deepcopy(drawing)
        told = copied["parts"][at][key][row]
        for value in ("value", "filled"):
            if told.get(value) and numbers(str(told[value])):
                digits = re.sub(r"[^\d.]", "", str(told[value]))
                told[value] = str(told[value]).replace(digits, f"{float(digits) * 0.3 + 0.117:.3f}")
                yield copied
                break


@every_drawing
def test_its_table_holds_no_number_that_is_not_drawn(name: str) -> None:
    told = re.sub(r"\d+ stud(?:y|ies)", "", table(DRAWINGS[name], dict.fromkeys(names(), "")))
    assert numbers(told) <= numbers(" ".join(figure.value for figure in figures(DRAWINGS[name]["parts"])))


def test_a_table_says_what_signs_say_and_names_the_studies() -> None:
    rows = table(DRAWINGS["neural-basis-map"], names()).splitlines()
    assert rows[0] == "What | Result | Study"
    assert "Parietal, rose | 2 studies | Nakao et al., 2005; Seminowicz et al., 2013" in rows
    assert table(DRAWINGS["goldapple2004"], names()).splitlines()[:2] == [
        "What | Result",
        "Hamilton score | about 20 → 6.7",
    ]


@every_drawing
def test_its_table_is_one_that_an_image_may_have(name: str) -> None:
    validate_numbers(table(DRAWINGS[name], names()))


def test_every_paper_summary_begins_with_the_drawing_of_its_paper() -> None:
    fronts = [text.front for text in articles().values() if text.front["kind"] == "paper-summary"]
    wanted = [NAMED_OTHERWISE.get(front["paper"], front["paper"]) for front in fronts]
    assert [front.get("image") for front in fronts] == wanted
    assert set(wanted) <= set(DRAWINGS)
    assert [front["title"] for front in fronts if f"@{front['paper']}" not in front["image_caption"]] == []


def test_every_region_that_has_a_tag_has_its_place_on_an_outline() -> None:
    graph = Graph().parse(SHIPPED / "taxonomy.ttl")
    scheme = next(s for s in graph.subjects(RDF.type, SKOS.ConceptScheme) if str(s).endswith("brain-region"))
    tags = {
        str(tag).rpartition(":")[2].rpartition("/")[2]
        for tag in graph.subjects(SKOS.inScheme, scheme)
        if isinstance(tag, URIRef)
    }
    file = yaml.safe_load((HERE / "places.yaml").read_text(encoding="utf-8"))
    assert tags
    assert {tag for tag in tags if tag not in file["tags"] and tag not in file["not_placed"]} == set()


def test_every_place_is_a_region_of_its_outline() -> None:
    for name, place in places().items():
        assert set(place["regions"]) <= set(outline(place["view"])["regions"]), name
