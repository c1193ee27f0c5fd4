"""Reading SKOS as others write it: what is kept, what is told not to be kept, and what is refused before it is read."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final

import pytest

from tags.skos.concepts import Concept, Match, Notation, Note
from tags.skos.database import bring_in, stored_vocabulary
from tags.skos.importing import Plan, planned
from tags.skos.parsing import RdfRefused, triples
from tests.factories import make_tag, make_taxonomy

PREFIXES: Final = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://example.org/> .
"""
SCHEME: Final = ':s a skos:ConceptScheme ; skos:prefLabel "Brain"@en .\n'
RDF_XML: Final = """\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:ConceptScheme rdf:about="http://example.org/s">
    <skos:prefLabel xml:lang="en">Brain</skos:prefLabel></skos:ConceptScheme>
  <skos:Concept rdf:about="http://example.org/a"><skos:prefLabel xml:lang="en">%s</skos:prefLabel>
    <skos:inScheme rdf:resource="http://example.org/s"/></skos:Concept>
</rdf:RDF>
"""
BOMB: Final = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


def plan_of(body: str, **options: Any) -> Plan:
    plan = planned(triples((PREFIXES + SCHEME + body).encode(), "turtle"), **options)
    assert plan.problems == []
    return plan


def concept(body: str, slug: str = "a") -> Concept:
    """What is read of one tag; its label is A and its taxonomy Brain."""
    plan = plan_of(f':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "A"@en .\n{body}')
    return next(concept for concept in plan.read.concepts if concept.slug == slug)


def refused(data: bytes, format: str) -> tuple[int, str]:
    with pytest.raises(RdfRefused) as error:
        triples(data, format)
    [(line, message)] = error.value.problems
    return line, message


# --- What is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_labels_notes_and_notations_keep_their_languages_and_types() -> None:
    found = concept("""
        :a skos:prefLabel "Å"@sv, "Aa" ; skos:altLabel "Aleph"@he ; skos:hiddenLabel "ah"@en .
        :a skos:definition "D"@fr ; skos:scopeNote "S"@en, "S2"@sv ; skos:notation "007"^^xsd:integer, "x", "y"^^:code .
    """)
    assert (found.label, found.language, found.scope_note) == ("A", "en", "S")
    assert [(label.kind, label.name, label.language) for label in found.labels] == [
        ("alt", "Aleph", "he"), ("hidden", "ah", "en"), ("pref", "Aa", ""), ("pref", "Å", "sv"),
    ]  # fmt: skip
    assert found.notes == (Note("definition", "D", "fr"), Note("scopeNote", "S2", "sv"))
    assert set(found.notations) == {
        Notation("007", "http://www.w3.org/2001/XMLSchema#integer"), Notation("x"), Notation("y", "http://example.org/code"),
    }  # fmt: skip


@pytest.mark.django_db
def test_without_english_the_first_language_gives_the_label() -> None:
    plan = plan_of(':x a skos:Concept ; skos:inScheme :s ; skos:prefLabel "Ö"@sv, "O"@de .')
    [found] = plan.read.concepts
    assert (found.label, found.language, found.slug) == ("O", "de", "o")


@pytest.mark.django_db
def test_matches_lead_anywhere_and_the_closest_of_two_is_kept() -> None:
    body = """
        :a skos:exactMatch <http://id.nlm.nih.gov/mesh/D1>, <http://other.org/1> ;
           skos:closeMatch <http://other.org/1> ;
           skos:broadMatch <http://www.wikidata.org/entity/Q1> . <http://other.org/1> rdfs:label "One"@en, "Eins"@de .
    """
    assert concept(body).matches == (
        Match("exactMatch", "mesh", "D1"), Match("exactMatch", "uri", "http://other.org/1", "One"),
        Match("broadMatch", "wikidata", "Q1"),
    )  # fmt: skip
    plan = plan_of(f':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "A"@en .\n{body}')
    assert plan.unkept == {"skos:closeMatch": 1, "rdfs:label": 1}


@pytest.mark.django_db
def test_narrower_is_the_inverse_of_broader_and_related_holds_both_ways() -> None:
    body = """
        :b a skos:Concept ; skos:inScheme :s ; skos:prefLabel "B"@en ; skos:narrower :a .
        :c a skos:Concept ; skos:inScheme :s ; skos:prefLabel "C"@en ; skos:related :a .
    """
    assert (concept(body).broader, concept(body).related) == (("b",), ("c",))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "name", "slug"),
    [
        (':t dcterms:title "Title"@en ; skos:prefLabel "Label"@en .', "Title", "title"),
        (':t rdfs:label "Étiquette"@fr .', "Étiquette", "étiquette"),
        ("", "t", "t"),
        (':t dcterms:title "Access"@en .', "Access", "access-2"),
    ],
)
def test_a_taxonomy_gets_its_name_from_title_label_or_address(scheme: str, name: str, slug: str) -> None:
    plan = plan_of(f':x a skos:Concept ; skos:topConceptOf :t ; skos:prefLabel "X"@en . {scheme}')
    found = next(found for found in plan.read.schemes if found.uri == "http://example.org/t")
    assert (found.name, found.slug) == (name, slug)
    assert plan.read.concepts[0].scheme == slug


@pytest.mark.django_db
def test_a_taxonomy_can_be_named_for_tags_without_one() -> None:
    make_taxonomy("brain-region", name="Brain region")
    data = (PREFIXES + ':x a skos:Concept ; skos:prefLabel "X"@en .').encode()
    for named, slug in (("brain-region", "brain-region"), ("Brain region", "brain-region"), ("Quite new", "quite-new")):
        plan = planned(triples(data, "turtle"), taxonomy=named)
        assert ([c.scheme for c in plan.read.concepts], plan.problems) == ([slug], [])
    assert [scheme.name for scheme in plan.read.schemes] == ["Quite new"]


@pytest.mark.django_db
def test_slugs_are_made_from_labels_and_are_free() -> None:
    make_tag("Amygdala", slug="amygdala")
    body = """
        :1 a skos:Concept ; skos:inScheme :s ; skos:prefLabel "Amygdala"@en .
        :2 a skos:Concept ; skos:inScheme :t ; skos:prefLabel "AMYGDALA"@en .
        :3 a skos:Concept ; skos:inScheme :s ; skos:prefLabel "扁桃体"@ja .
    """
    assert sorted(c.slug for c in plan_of(body).read.concepts) == ["amygdala-2", "amygdala-3", "扁桃体"]


@pytest.mark.django_db
def test_what_was_brought_in_is_found_again_by_its_address_whatever_it_is_called_here() -> None:
    first = plan_of(':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "A"@en .')
    bring_in(first.read)
    again = plan_of(':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "Alpha"@en ; skos:altLabel "A"@en .')
    [(changed, changes)] = again.changed()
    assert (changed.slug, [change.what for change in changes]) == ("a", ["skos:prefLabel", "labels"])
    assert again.new() == []


@pytest.mark.django_db
def test_an_address_from_before_a_rename_still_means_the_same_tag() -> None:
    tag = make_tag("Fear")
    tag.former_slugs.create(slug="fright")
    plan = planned(
        triples((PREFIXES + '<urn:cbtneuro:tag:fright> a skos:Concept ; skos:prefLabel "Fear"@en .').encode(), "turtle")
    )
    assert (plan.is_empty, plan.problems) == (True, [])


@pytest.mark.django_db
def test_what_is_not_kept_is_counted_by_property() -> None:
    plan = plan_of("""
        :a a skos:Concept ; skos:inScheme :s, :t ; skos:prefLabel "A"@en ; skos:altLabel "b b"@en, "b  b"@en ;
           skosxl:prefLabel [ skosxl:labelRelation :b ] ; skos:changeNote [ rdf:value "x" ] ;
           skos:broaderTransitive :c ; dcterms:creator "Somebody" .
        :group a skos:Collection ; skos:member :a ; skos:prefLabel "Group"@en .
    """)
    assert plan.unkept == {
        "skos:inScheme": 1, "skos:altLabel": 1, "skosxl:prefLabel": 1, "skosxl:labelRelation": 1,
        "skos:changeNote": 1, "rdf:value": 1, "skos:broaderTransitive": 1,
        "dcterms:creator": 1, "rdf:type skos:Collection": 1, "skos:member": 1, "skos:prefLabel": 1,
    }  # fmt: skip


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_xml_is_read_and_says_the_same_as_turtle() -> None:
    plan = planned(triples((RDF_XML % "A &amp; B").encode(), "xml"))
    assert [(c.label, c.scheme) for c in plan.read.concepts] == [("A & B", "brain")]
    latin = RDF_XML.replace('"1.0"', '"1.0" encoding="iso-8859-1"') % "Gefühl"
    assert planned(triples(latin.encode("latin-1"), "xml")).read.concepts[0].label == "Gefühl"


@pytest.mark.parametrize(
    ("document_type", "words"),
    [
        ('rdf SYSTEM "file:///etc/hostname"', "names another file"),
        ('rdf PUBLIC "-//A//B" "http://example.org/rdf.dtd"', "names another file"),
        ('rdf [<!ENTITY e9 SYSTEM "file:///etc/hostname">]', "names another file or a part of itself by “e9”"),
        ("rdf [<!ENTITY % p \"<!ENTITY e9 'x'>\"> %p;]", "names another file or a part of itself by “p”"),
        (f'rdf [<!ENTITY e0 "ha">{BOMB}]', "that could make more than 50 MB of this file."),
        ('rdf [<!ENTITY e9 "&e1;"><!ENTITY e1 "&e9;">]', "“e9” that names another before it is declared."),
        ('rdf [<!ENTITY e9 "x"><!ATTLIST rdf:RDF a CDATA "x">]', "sets values of attributes"),
    ],
)
def test_what_names_other_files_or_grows_without_end_is_refused_before_it_is_expanded(
    document_type: str, words: str
) -> None:
    head, body = '<?xml version="1.0"?>\n', RDF_XML.partition("\n")[2]
    for encoding in ("utf-8", "utf-16"):
        data = (f"{head}<!DOCTYPE {document_type}>\n{body % '&e9;'}").encode(encoding)
        line, message = refused(data, "xml")
        assert (line, message.startswith("The document type (<!DOCTYPE …>) ")) == (2, True)
        assert words in message


@pytest.mark.django_db
def test_entities_of_the_file_itself_are_read() -> None:
    entities = '<!ENTITY ex "http://example.org/"><!ENTITY s "&ex;s"><!ENTITY lt "&#38;#60;"><!ENTITY sign "a &lt; b">'
    text = RDF_XML.replace('"http://example.org/s"', '"&s;"')
    text = text.replace("?>\n", f"?>\n<!DOCTYPE rdf:RDF [{entities}]>\n", 1)
    plan = planned(triples((text % "&sign;").encode(), "xml"))
    assert [(c.label, c.scheme) for c in plan.read.concepts] == [("a < b", "brain")]


@pytest.mark.parametrize(
    ("data", "format", "line", "words"),
    [
        (b"<a>\n<b>\n</a>", "xml", 3, "This is not XML: mismatched tag."),
        (b"", "xml", 1, "This is not XML: no element found."),
        (RDF_XML.replace("rdf:about", "rdf:resource", 1).encode(), "xml", 3, "This is not RDF in XML: "),
        (b'{"@id": "x",\n "a" 1}', "json-ld", 2, "This is not JSON: Expecting ':' delimiter."),
        (b"[" * 100_000, "json-ld", 0, "brackets are nested too deep."),
        (b'{"@context": 5}', "json-ld", 0, "This is no JSON-LD that can be read here ("),
        (b"5", "json-ld", 1, "it has to be an object or a list of them."),
        (b"\xff\xfe", "json-ld", 1, "This is not UTF-8."),
        (b"ok .\n\xff", "turtle", 2, "This is not UTF-8."),
        (b"@prefix a: <b> .\na:b a:c .", "turtle", 2, "This is not Turtle: "),
    ],
)
def test_a_broken_file_is_refused_with_its_line_where_it_is_known(
    data: bytes, format: str, line: int, words: str
) -> None:
    found, message = refused(data, format)
    assert found == line
    assert words in message


class Asked(BaseHTTPRequestHandler):
    """A server elsewhere that should never hear from us."""

    requests: list[str] = []

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "URL"},
        {"@context": ["URL", {"a": "http://example.org/a"}]},
        {"@context": {"@import": "URL"}},
        {"@context": {"a": {"@id": "http://example.org/a", "@context": "URL"}}, "a": {"b": 1}},
        {"@graph": [{"@id": "http://example.org/x", "@context": ["URL"]}]},
    ],
)
def test_contexts_that_lie_elsewhere_are_never_fetched(document: dict[str, Any]) -> None:
    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/context"
        _, message = refused(json.dumps(document).replace("URL", url).encode(), "json-ld")
        server.shutdown()
    assert message == f"The context “{url}” lies elsewhere and is not fetched; write it into the file."
    assert Asked.requests == []


@pytest.mark.django_db
def test_the_vocabulary_is_untouched_by_planning() -> None:
    before = stored_vocabulary()
    plan_of(':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "A"@en .')
    assert stored_vocabulary() == before
