"""The MeSH subset that others distribute: in whole, once, and out again as it was."""

import io
import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from rdflib import RDF, SKOS, Graph
from rdflib.compare import isomorphic

from tags.models import Broader, CurationAct, Tag, TagNotation, Taxonomy
from tags.skos.database import stored_vocabulary
from tags.skos.linked_data import MEDIA_TYPES
from tags.skos.writer import serialized
from tests.collection.folders import every_row

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
KEPT = (
    RDF.type, SKOS.inScheme, SKOS.prefLabel, SKOS.altLabel, SKOS.notation, SKOS.broader, SKOS.narrower, SKOS.related,
    SKOS.topConceptOf, SKOS.hasTopConcept,
)  # fmt: skip


@pytest.fixture(scope="module")
def mesh() -> Path:
    path = Path(os.environ["REAL_DATA"]) / "skos" / "mesh-psychiatry-psychology.ttl"
    assert path.is_file(), "REAL_DATA has to hold skos/."
    return path


def told(command: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def on_labels_and_relations(graph: Graph) -> Graph:
    kept = Graph()
    for statement in graph:
        if statement[1] in KEPT:
            kept.add(statement)
    return kept


def test_it_comes_in_whole_and_goes_out_as_an_equal_graph(mesh: Path) -> None:
    assert "983 new, 0 changed, 0 the same. Brought in." in told("import_skos", mesh, "--yes")
    taxonomy = Taxonomy.objects.get()
    assert (taxonomy.name, taxonomy.uri) == ("MeSH 2015 subset", "http://id.nlm.nih.gov/mesh/2015/scheme")
    assert Tag.objects.filter(uri__startswith="http://id.nlm.nih.gov/mesh/D").count() == 983
    parents = Counter(Broader.objects.values_list("narrower_tag", flat=True))
    assert sum(count > 1 for count in parents.values()) == 150
    assert TagNotation.objects.count() == 983
    original = Graph().parse(mesh)
    assert len(on_labels_and_relations(original)) == len(original)
    for format in MEDIA_TYPES:
        exported = Graph().parse(data=serialized(stored_vocabulary(), format), format=format)
        assert isomorphic(on_labels_and_relations(exported), original), format


def test_a_second_time_changes_no_row_of_any_table(mesh: Path) -> None:
    told("import_skos", mesh, "--yes")
    act = CurationAct.objects.get()
    assert (act.verb, act.summary) == ("import", f"{mesh.name}: 983 new, 0 changed, 0 the same")
    before = every_row()
    assert "0 new, 0 changed, 983 the same. Nothing to bring in." in told("import_skos", mesh, "--yes")
    assert every_row() == before
