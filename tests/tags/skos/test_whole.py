"""Whole vocabularies: what the standard allows comes in, what it does not is told, and `--leave-out` takes the rest."""

import io
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tags.cache.snapshot import current_snapshot
from tags.curation.undoing import undo
from tags.lookup import Found, resolve
from tags.models import CurationAct, Tag, TagLabel, Taxonomy
from tags.skos.database import stored_vocabulary
from tags.skos.writer import serialized
from tests.bench.whole_vocabulary import LONG, mesh_shaped
from tests.collection.folders import every_row
from tests.factories import make_user
from tests.page import Page
from tests.tags.skos.test_validation import SOUND

pytestmark = pytest.mark.django_db
TRIALS: Final = Path(__file__).parent / "trials"
HEAD: Final = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/> .
:s a skos:ConceptScheme ; skos:prefLabel "S"@en .
:a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "Anything"@en .
"""


def told(command: str, *arguments: object) -> list[str]:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def written(path: Path, body: str) -> Path:
    file = path / "file.ttl"
    file.write_text(HEAD + body, encoding="utf-8")
    return file


# --- The trials -------------------------------------------------------------------------------------------------------

COMES_IN: Final[dict[str, tuple[list[str], str]]] = {
    "skos-accent-twin.ttl": (
        ["Niger: alt Niger es, pref Níger es"],
        "line 3: “Niger” has “Níger” and “Niger” (es): case, accents and spaces make no difference in search.",
    ),
    "skos-arches.ttl": (["One:", "Two:"], "  skos:hasTopConcept: 1"),
    "skos-dangling.ttl": (
        ["One:"],
        "line 3: “one” names “http://ex.org/da/not-in-file” by skos:narrower, which is not described.",
    ),
    "skos-doctype.rdf": (["One:"], ""),
    "skos-live-under-deprecated.ttl": (
        ["Living thing: < Old group", "Old group:"],
        "line 5: “Living thing” stands under “Old group”, which is deprecated.",
    ),
    "skos-long-label.ttl": (
        [
            "Agency: alt European Agency for the Operational Management of Something Very Large in the Area of "
            "Freedom, Security and Justice en"
        ],
        "",
    ),
    "skos-odd.ttl": (
        [
            "Anxiety: hidden anxeity en, pref القلق ar", "Drawing: alt image en, pref Dessin fr, pref Zeichnung "
            "de-CH-1996, pref 图 zh-Hant-TW < Quote \" and \\ backslash", "Emoji 🧠: alt <b>bold</b> & more en",
            "Quote \" and \\ backslash: alt image en", "Spaces inside: alt Behavior en-US, alt Behaviour en-GB",
        ],
        "",
    ),
    "skos-xl-only.ttl": (["Dog: alt Hound en"], ""),
}  # fmt: skip


def tags_here() -> list[str]:
    found = []
    for tag in Tag.objects.order_by("name").prefetch_related("labels", "broader"):
        labels = sorted(f"{label.kind} {label.whole_name} {label.language}" for label in tag.labels.all())
        above = "".join(f" < {other}" for other in tag.broader.all())
        found.append(f"{tag.whole_name}: {', '.join(labels)}".strip() + above)
    return found


@pytest.mark.parametrize("name", COMES_IN)
def test_what_the_standard_allows_comes_in_whole_and_once(name: str) -> None:
    tags, words = COMES_IN[name]
    lines = told("import_skos", TRIALS / name, "--yes")
    assert tags_here() == tags
    assert words in "\n".join(lines)
    assert lines[-1].endswith(". Brought in.")
    assert Taxonomy.objects.count() == 1
    before = every_row()
    assert told("import_skos", TRIALS / name, "--yes")[-1].endswith("Nothing to bring in.")
    assert every_row() == before


def test_a_mapping_clash_is_an_error_and_leaving_out_keeps_the_exact_match() -> None:
    file = TRIALS / "skos-mapping-clash.ttl"
    with pytest.raises(CommandError) as refused:
        told("import_skos", file, "--yes")
    assert str(refused.value).splitlines() == [
        "line 3: “one” has “http://other.org/x” as skos:exactMatch and skos:broadMatch; it can be one only.",
        "line 4: “http://ex.org/mc/2” is a skos:Concept and a skos:Collection at once.",
        "Nothing was written.",
    ]
    assert Tag.objects.count() == 0
    lines = told("import_skos", file, "--yes", "--leave-out")
    assert "Left out, because it cannot stand: 2" in lines
    assert lines[-1] == "skos-mapping-clash.ttl: 2 new, 0 changed, 0 the same, 2 left out. Brought in."
    assert [match.relation for match in Tag.objects.get(name="One").matches.all()] == ["exactMatch"]


# --- Labels -----------------------------------------------------------------------------------------------------------

ALIKE: Final = {
    "accent": ('"Níger"@en', '"Niger"@en'),
    "case": ('"PTSD"@en', '"ptsd"@en'),
    "sharp s": ('"Maße"@de', '"Masse"@de'),
    "width": ('"ＦＭＲＩ"@en', '"fMRI"@en'),
    "ligature": ('"ﬁbre"@en', '"fibre"@en'),
    "final sigma": ('"φόβος"@el', '"φοβοσ"@el'),
}


@pytest.mark.parametrize("preferred", ["prefLabel", "altLabel"])
@pytest.mark.parametrize("name", ALIKE)
def test_labels_that_fold_into_one_are_both_kept_and_told(tmp_path: Path, name: str, preferred: str) -> None:
    one, other = ALIKE[name]
    own = "" if preferred == "prefLabel" else 'skos:prefLabel "Own"@en ; '
    body = f":b a skos:Concept ; skos:inScheme :s ; {own} skos:{preferred} {one} ; skos:hiddenLabel {other} ."
    lines = told("import_skos", written(tmp_path, body), "--yes")
    assert "Warnings: 1" in lines
    [tag] = Tag.objects.exclude(name="Anything")
    bare, other_bare = (text.partition("@")[0].strip('"') for text in (one, other))
    assert {bare, other_bare} <= {tag.name, *(label.name for label in tag.labels.all())}
    assert resolve(other_bare.upper()) == Found(tag)


@pytest.mark.parametrize("length", [101, 255, 256, 1000, 5000])
@pytest.mark.parametrize("kind", ["prefLabel", "altLabel", "hiddenLabel"])
def test_a_label_of_any_length_is_kept_and_pages_show_the_beginning(tmp_path: Path, kind: str, length: int) -> None:
    label = f"{'Word ' * 1000}"[: length - 1] + "x"
    own = "" if kind == "prefLabel" else 'skos:prefLabel "Own"@en ; '
    body = f':b a skos:Concept ; skos:inScheme :s ; {own} skos:{kind} "{label}"@en .'
    file = written(tmp_path, body)
    told("import_skos", file, "--yes")
    [tag] = Tag.objects.exclude(name="Anything")
    assert label in {tag.whole_name, *(row.whole_name for row in tag.labels.all())}
    shown = Page.of(Client().get(tag.get_absolute_url())).text
    assert (label[:250] in shown) is (kind != "hiddenLabel")
    assert length <= 255 or label[:257] not in shown
    assert label in serialized(stored_vocabulary(), "turtle").decode()
    assert told("import_skos", file, "--yes")[-1].endswith("Nothing to bring in.")


# --- Hierarchies ------------------------------------------------------------------------------------------------------


def test_a_live_tag_under_a_deprecated_one_stands_at_the_top_of_the_page_of_all_topics() -> None:
    told("import_skos", TRIALS / "skos-live-under-deprecated.ttl", "--yes")
    tree = current_snapshot().tag_tree
    living = Tag.objects.get(name="Living thing")
    assert tree.tops(Taxonomy.objects.get()) == (living,)
    assert tree.paths_to(living) == [[]]


NO_TAXONOMY: Final = {
    "top concept of a concept": ":b skos:topConceptOf :a .",
    "in a concept as a scheme": ":b skos:inScheme :a .",
    "has a top concept": ":a skos:hasTopConcept :b .",
    "has a top concept that nobody describes": ":a skos:hasTopConcept :nobody .",
}


@pytest.mark.parametrize("body", NO_TAXONOMY.values(), ids=NO_TAXONOMY)
def test_a_concept_makes_no_taxonomy(tmp_path: Path, body: str) -> None:
    file = written(tmp_path, ':b a skos:Concept ; skos:inScheme :s ; skos:prefLabel "B"@en . ' + body)
    told("import_skos", file, "--yes")
    assert [taxonomy.name for taxonomy in Taxonomy.objects.all()] == ["S"]
    assert Tag.objects.filter(taxonomy__name="S").count() == 2


OUT_OF_THE_EXTRACT: Final = ("broader", "narrower", "related", "broaderTransitive", "semanticRelation")


@pytest.mark.parametrize("name", OUT_OF_THE_EXTRACT)
def test_references_out_of_an_extract_are_told_and_not_kept(tmp_path: Path, name: str) -> None:
    lines = told("import_skos", written(tmp_path, f":a skos:{name} :elsewhere ."), "--yes")
    is_kept = name in ("broader", "narrower", "related")
    assert ("Warnings: 1" in lines) is is_kept
    assert (f"  skos:{name}: 1" in lines) is not is_kept
    assert tags_here() == ["Anything:"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (':b skosxl:prefLabel :l . :l skosxl:literalForm "Dog"@en, "Hund"@de .', ["Dog", "Hund"]),
        (':b skosxl:prefLabel [ skosxl:literalForm "Dog"@en ] ; skosxl:hiddenLabel [ skosxl:literalForm "dgo"@en ] .',
         ["Dog", "dgo"]),
        (':b skos:prefLabel "Dog"@en ; skosxl:prefLabel [ skosxl:literalForm "Dog"@en ] .', ["Dog"]),
    ],
)  # fmt: skip
def test_labels_that_are_things_of_their_own_are_labels(tmp_path: Path, body: str, names: list[str]) -> None:
    told("import_skos", written(tmp_path, f":b a skos:Concept ; skos:inScheme :s . {body}"), "--yes")
    [tag] = Tag.objects.exclude(name="Anything")
    assert [tag.name, *(label.name for label in tag.labels.all())] == names


# --- Leaving out ------------------------------------------------------------------------------------------------------

AT_FAULT: Final[dict[str, tuple[str, str, list[str]]]] = {
    "no preferred label": ("", "has no preferred label", []),
    "two preferred labels": ('skos:prefLabel "B"@en, "C"@en', "has 2 preferred labels", ["B:"]),
    "one word twice": ('skos:prefLabel "B"@en ; skos:altLabel "B"@en', "as a synonym too", ["B:"]),
    "label of a tag before": ('skos:prefLabel "anything"@en', "is spelled like", []),
    "under itself": ('skos:prefLabel "B"@en ; skos:broader :b', "names itself as broader", ["B:"]),
    "cycle": ('skos:prefLabel "B"@en ; skos:broader :a . :a skos:broader :b', "stand above each other", ["B:"]),
    "related and broader": ('skos:prefLabel "B"@en ; skos:broader :a ; skos:related :a', "cannot be related", ["B:"]),
    "notation": (f'skos:prefLabel "B"@en ; skos:notation "{"1" * 256}", "2"', "has a notation", ["B:"]),
    "replaced and live": ('skos:prefLabel "B"@en ; dcterms:isReplacedBy :a', "is replaced by another tag", ["B:"]),
    "language": (f'skos:prefLabel "B"@en ; skos:altLabel "x"@{"a" * 8}{"-b2345678" * 4}', "in a language", ["B:"]),
    "address": (f'skos:prefLabel "B"@en . <http://example.org/{"x" * 300}> a skos:Concept ; skos:inScheme :s ; '
                'skos:prefLabel "Far"@en', "has an address elsewhere", ["B:"]),
    "blank": ('skos:prefLabel "B"@en . [] a skos:Concept ; skos:prefLabel "C"@en', "needs an address", ["B:"]),
}  # fmt: skip


@pytest.mark.parametrize("name", AT_FAULT)
def test_what_cannot_stand_is_named_and_counted_and_the_rest_comes_in(tmp_path: Path, name: str) -> None:
    body, words, names = AT_FAULT[name]
    file = written(tmp_path, f":b a skos:Concept ; skos:inScheme :s ; {body} .")
    before = every_row()
    with pytest.raises(CommandError, match=words):
        told("import_skos", file, "--yes")
    assert every_row() == before
    lines = told("import_skos", file, "--leave-out")
    assert every_row() == before
    assert any(words in line for line in lines)
    assert "Left out, because it cannot stand: 1" in lines
    assert "1 left out" in told("import_skos", file, "--leave-out", "--yes")[-1]
    assert [line.partition(" <")[0] for line in tags_here()] == ["Anything:", *names]
    assert "Nothing to bring in" in told("import_skos", file, "--leave-out", "--yes")[-1]


# --- Size -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def some_hundred(tmp_path: Path) -> Path:
    file = tmp_path / "mesh-shaped.ttl"
    file.write_text("".join(mesh_shaped(300)), encoding="utf-8")
    return file


def test_a_vocabulary_of_the_shape_of_mesh_comes_in_whole_and_its_act_can_be_undone(some_hundred: Path) -> None:
    err = io.StringIO()
    call_command("import_skos", str(some_hundred), "--yes", stdout=io.StringIO(), stderr=err)
    assert Tag.objects.get(slug__startswith="receptors-inositol").name == LONG
    steps = [line.partition(":")[0] for line in err.getvalue().splitlines()]
    assert steps[:4] == ["Reading", "Reading tags", "Checking", "Writing tags"]
    act = CurationAct.objects.get()
    undo(act, by=make_user("editor"), at=act.at)
    assert not Tag.objects.exists()
    assert not TagLabel.objects.exists()


def test_an_act_from_before_a_column_came_can_still_be_undone(tmp_path: Path) -> None:
    file = tmp_path / "brain.ttl"
    file.write_text(SOUND, encoding="utf-8")
    told("import_skos", file, "--yes")
    act = CurationAct.objects.get()
    rows: dict[str, Any] = act.rows
    for pair in [*rows["tags.Tag"].values(), *rows["tags.TagLabel"].values()]:
        del pair[1]["rest"]
    act.save()
    undo(act, by=make_user("editor"), at=act.at)
    assert not Tag.objects.exists()
