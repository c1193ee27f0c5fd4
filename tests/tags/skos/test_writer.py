"""The vocabulary in Turtle: what is written is read back whole, twice the same, and what is wrong is said in words."""

import random
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from tags.skos.concepts import Concept, Label, Match, Scheme, Vocabulary, vocabulary
from tags.skos.parsing import RdfRefused
from tags.skos.strict import read
from tags.skos.writer import write
from tests.collection.folders import TAXONOMY

SHIPPED = Path(__file__).parents[3] / "collection" / "shipped" / "taxonomy.ttl"
ODD = 'a "quoted" \\ back\\slash\nline\ttab \r ünïcode 😀 <tag> @en . ; ,'

WHOLE = vocabulary(
    [Scheme("category", "Categories", "", 0, True), Scheme("region", "Brain region & more", ODD, 2)],
    [
        Concept("neuroscience", "Neuroscience", "category"),
        Concept(
            "amygdala",
            "Amygdala",
            "region",
            ODD,
            tuple(
                sorted(
                    [
                        Label("alt", "b"),
                        Label("alt", "A"),
                        Label("hidden", "amigdala"),
                        Label("alt", "Mandelkern", "de"),
                    ]
                )
            ),
            ("limbic-system",),
            ("insula",),
            (
                Match("exactMatch", "mesh", "D000679", "Amygdala"),
                Match("closeMatch", "wikidata", "Q105196"),
                Match("relatedMatch", "my list", "a/b:c", ODD),
            ),
        ),
        Concept("insula", "Insula", "region", related=("amygdala",)),
        Concept("limbic-system", "Limbic system", "region"),
        Concept("5-ht_größe", "5-HT (größe)", "region"),
    ],
    {},
)

EARLIER = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mesh: <http://id.nlm.nih.gov/mesh/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tag: <urn:cbtneuro:tag:> .
@prefix taxonomy: <urn:cbtneuro:taxonomy:> .

taxonomy:category a skos:ConceptScheme ;
    dcterms:title "Categories"@en ;
    dcterms:type "category" ;
    schema:position 0 .

taxonomy:brain-region a skos:ConceptScheme ;
    dcterms:title "Brain region"@en ;
    dcterms:description "Where in the brain something was measured."@en ;
    schema:position 2 .

tag:neuroscience a skos:Concept ;
    skos:inScheme taxonomy:category ;
    skos:prefLabel "Neuroscience"@en .

tag:amygdala a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Amygdala"@en ;
    skos:altLabel "amygdaloid complex"@en ;
    skos:hiddenLabel "amigdala"@en ;
    skos:scopeNote "Said to be \\"almond-shaped\\"."@en ;
    skos:broader tag:limbic-system ;
    skos:exactMatch mesh:D000679 .

tag:insula a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Insula"@en ;
    skos:related tag:limbic-system .

tag:limbic-system a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Limbic system"@en ;
    skos:related tag:insula .

mesh:D000679 rdfs:label "Amygdala"@en .
"""


def problems(turtle: str) -> list[tuple[int, str]]:
    with pytest.raises(RdfRefused) as refused:
        read(turtle)
    return refused.value.problems


def spoiled(old: str, new: str) -> list[tuple[int, str]]:
    written = write(WHOLE)
    assert old in written
    return problems(written.replace(old, new, 1))


def test_what_is_written_is_read_back_whole() -> None:
    assert read(write(WHOLE)) == WHOLE


def test_the_same_vocabulary_is_the_same_bytes_in_whatever_order_it_comes() -> None:
    schemes, concepts = list(WHOLE.schemes), list(WHOLE.concepts)
    for seed in range(5):
        order = random.Random(seed)
        order.shuffle(schemes)
        order.shuffle(concepts)
        shuffled = [replace(c, labels=tuple(order.sample(c.labels, len(c.labels)))) for c in concepts]
        assert write(vocabulary(schemes, shuffled, {})) == write(WHOLE)


def test_the_shipped_taxonomy_is_written_as_it_was_read() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert write(read(text)) == text


def test_any_reader_of_turtle_finds_skos_in_it() -> None:
    graph = Graph().parse(data=write(WHOLE), format="turtle")
    amygdala = URIRef("urn:cbtneuro:tag:amygdala")
    assert (amygdala, RDF.type, SKOS.Concept) in graph
    assert graph.value(amygdala, SKOS.scopeNote) == Literal(ODD, lang="en")
    assert set(graph.objects(amygdala, SKOS.altLabel)) == {
        Literal("A", lang="en"), Literal("b", lang="en"), Literal("Mandelkern", lang="de"),
    }  # fmt: skip
    assert graph.value(amygdala, SKOS.exactMatch) == URIRef("http://id.nlm.nih.gov/mesh/D000679")


def test_a_file_in_another_spelling_says_the_same() -> None:
    graph = Graph().parse(data=write(WHOLE), format="turtle")
    assert read(graph.serialize(format="turtle")) == WHOLE
    assert read(graph.serialize(format="longturtle")) == WHOLE
    assert read(graph.serialize(format="nt")) == WHOLE


def test_a_file_in_the_layout_of_earlier_versions_says_the_same() -> None:
    assert read(EARLIER) == read(TAXONOMY)


def test_related_holds_in_both_directions_whichever_one_is_written() -> None:
    one_way = write(WHOLE).replace("    skos:related tag:amygdala ;", '    skos:scopeNote "x" ;')
    assert "skos:related tag:amygdala" not in one_way
    related = {concept.slug: concept.related for concept in read(one_way).concepts}
    assert (related["amygdala"], related["insula"]) == (("insula",), ("amygdala",))


@pytest.mark.parametrize("text", [write(WHOLE), SHIPPED.read_text(encoding="utf-8")], ids=["whole", "shipped"])
def test_the_line_of_each_subject_is_known_though_others_name_it_before(text: str) -> None:
    read_back = read(text)
    lines = text.split("\n")
    assert read_back.concepts
    for concept in read_back.concepts:
        line = read_back.line_of(concept.slug)
        assert lines[line - 1 : line + 1] == [f"tag:{quote(concept.slug)}", "    a skos:Concept ;"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"Insula"@en', '"Insula"@en, "Island"@en', "has 2 of skos:prefLabel; it needs one"),
        ('dcterms:title "Categories"@en', 'dcterms:title "Rubriken"@de', "has to be in English (@en)."),
        ('skos:prefLabel "Insula"@en', 'skos:prefLabel "  "@en', "has 1 of skos:prefLabel; it needs one"),
        ('skos:prefLabel "Insula"@en', "skos:prefLabel tag:amygdala", "has to be text in quotes."),
        ("skos:inScheme taxonomy:category", "skos:inScheme taxonomy:categories", "“categories”, which is not"),
        ("skos:inScheme taxonomy:category ;", "", "“neuroscience” has 0 of skos:inScheme; it needs one."),
        ("skos:related tag:insula", "skos:related <http://example.org/insula>", "which is not described in this file."),
        ("mesh:D000679 ;", "<http://example.org/x> ;", "matches can lead to http://id.nlm.nih.gov/mesh/"),
        ("schema:position 2", 'schema:position "second"', "has to be a whole number up to 9999."),
        ('dcterms:type "category"', 'dcterms:type "facet"', "can only be “category”."),
        ("tag:insula\n    a skos:Concept", "tag:insula a skos:Collection", "is neither a skos:Concept nor"),
        ("tag:insula\n", "<http://example.org/i>\n", "has to begin with urn:cbtneuro:tag:"),
        ('skos:prefLabel "Insula"@en', 'skos:member "I"', "“skos:member”, which is not kept here."),
        ('"Insula"@en', '"Insula"@en ; skos:notation "I"@en', "has the skos:notation “I”"),
        ("tag:insula\n    a skos:Concept", "tag:insula a skos:Concept, skos:Collection", "“insula” has the rdf:type “"),
        ('"A"@en ,', '"A"@en, "A "@en ,', "“amygdala” has the skos:altLabel “A”, which is not kept"),
    ],
)  # fmt: skip
def test_what_would_be_lost_is_refused(old: str, new: str, words: str) -> None:
    assert any(words in message for _, message in spoiled(old, new))


def test_a_mistake_in_the_language_is_named_with_its_line() -> None:
    (line, message), *rest = spoiled('skos:prefLabel "Insula"@en ;', 'skos:prefLabel "Insula"@en')
    assert write(WHOLE).split("\n")[line - 2] == '    skos:prefLabel "Insula"@en ;'
    assert message.startswith("This is not Turtle: ")
    assert not rest


def attempt(turtle: str) -> list[tuple[int, str]]:
    """The problems of a file, none when it can be read; any other failure passes through."""
    try:
        read(turtle)
    except RdfRefused as refused:
        return refused.problems
    return []


@pytest.mark.parametrize(
    "junk",
    ["\x00", "<", '"""', "@prefix", "a b c .", '<a> <b> "\\u12" .', '<a> <b> "x"^^', "<a> <b> (", "[] .", "(" * 5000],
)
def test_junk_is_refused_and_never_breaks_the_reader(junk: str) -> None:
    assert attempt(junk) or read(junk) == Vocabulary((), ())


def test_a_bad_escape_is_named_with_its_line() -> None:
    written = write(WHOLE)
    bad = written.replace('"Limbic system"', '"Limbic \\u12"')
    line = bad.split("\n").index('    skos:prefLabel "Limbic \\u12"@en ;') + 1
    assert [at for at, _ in problems(bad)] == [line]


def test_a_file_cut_off_anywhere_is_refused_with_a_line_or_read() -> None:
    written = write(WHOLE)
    for end in range(0, len(written), 7):
        assert all(line >= 1 and message for line, message in attempt(written[:end]))


def test_a_file_with_a_slip_of_the_hand_is_refused_with_a_line_or_read() -> None:
    written = write(WHOLE)
    dice = random.Random(1)
    for _ in range(300):
        at = dice.randrange(len(written))
        slipped = written[:at] + dice.choice('<>"\\@:;.,[](){}^_#\n a') + written[at + dice.randrange(2) :]
        assert all(line >= 1 and message for line, message in attempt(slipped))
