"""Reading a collection's own Turtle: what the reader would not keep, and what could be a slip of the hand, is refused.

Every tag stands there under its own address; one that was brought in names its other address as `dcterms:source`.
Names of concepts in other vocabularies stand as `rdfs:label` on their own addresses. The tables are shapes in the sense
of SHACL: which properties a subject has, how many of each, and what their values are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from tags.skos.concepts import (
    DEFAULT_LANGUAGE,
    NOTES,
    OTHER,
    OTHERS,
    RELATIONS,
    TAG,
    TAXONOMY,
    URI,
    Vocabulary,
    match_to,
)
from tags.skos.namespaces import CATEGORY, OWN, SCHEMA, short
from tags.skos.parsing import RdfRefused, from_turtle
from tags.skos.reader import read_graph
from tags.skos.statements import Statement
from tags.skos.web_addresses import URN, UUID, identity_in

Check = Callable[[Graph, Node], str]  # what is wrong with a value, if anything is


class Shape(NamedTuple):
    """What the values of a property are, and how many there are: at least, and at most if there is a limit."""

    check: Check
    least: int = 0
    most: int | None = None


def read(turtle: str) -> Vocabulary:
    """The vocabulary in a Turtle file. Raises `RdfRefused`; what would not be kept is refused."""
    triples = from_turtle(turtle)
    faults = [(str(subject), message) for subject, message in _faults(triples.graph)]
    if not faults:
        found = read_graph(triples, Vocabulary((), ()))
        faults = [(str(statement[0]), _lost(statement)) for statement in found.unkept]
    if faults:
        raise RdfRefused(sorted((triples.lines.get(subject, 1), message) for subject, message in set(faults)))
    return found.vocabulary


# --- Values ---------------------------------------------------------------------------------------------------------


def _text(_: Graph, value: Node) -> str:
    return "" if isinstance(value, Literal) else "The {name} of “{slug}” has to be text in quotes."


def _english(graph: Graph, value: Node) -> str:
    is_english = isinstance(value, Literal) and (value.language or DEFAULT_LANGUAGE) == DEFAULT_LANGUAGE
    return _text(graph, value) or ("" if is_english else "The {name} of “{slug}” has to be in English (@en).")


def _address(_: Graph, value: Node) -> str:
    return "" if isinstance(value, URIRef) else "The {name} of “{slug}” has to be one address in <…>."


def _like(pattern: str, words: str) -> Check:
    def check(_: Graph, value: Node) -> str:
        is_right = isinstance(value, Literal) and re.fullmatch(pattern, value)
        return "" if is_right else f"The {{name}} of “{{slug}}” {words}."

    return check


def _described(kind: Node, namespace: str) -> Check:
    def check(graph: Graph, value: Node) -> str:
        is_right = (value, RDF.type, kind) in graph and str(value).startswith(namespace)
        return "" if is_right else "“{slug}” names “{value}”, which is not described in this file."

    return check


def _matched(_: Graph, value: Node) -> str:
    """A slip in an address would be a match to nothing: only known vocabularies and `OTHER` are taken."""
    match = match_to("", str(value))
    is_right = isinstance(value, URIRef) and (match.scheme, match.identifier) != (URI, str(value))
    places = ", ".join(OTHERS.values())
    return "" if is_right else f"“{{slug}}” matches “{{target}}”; matches can lead to {places} and {OTHER}…"


def _identity(_: Graph, value: Node) -> str:
    is_right = isinstance(value, URIRef) and str(value).startswith(URN) and identity_in(str(value))
    return "" if is_right else f"The {{name}} of “{{slug}}” has to be {URN} and a UUID in lower case, in <…>."


# --- Shapes ---------------------------------------------------------------------------------------------------------

OF_SCHEMES: Final = {
    RDF.type: Shape(_address),
    DCTERMS.title: Shape(_english, 1, 1),
    DCTERMS.description: Shape(_english, 0, 1),
    DCTERMS.type: Shape(_like(CATEGORY, f"can only be “{CATEGORY}”"), 0, 1),
    DCTERMS.source: Shape(_address, 0, 1),
    SCHEMA.position: Shape(_like("[0-9]{1,4}", "has to be a whole number up to 9999"), 0, 1),
}
OF_CONCEPTS: Final = {
    RDF.type: Shape(_address),
    SKOS.inScheme: Shape(_described(SKOS.ConceptScheme, TAXONOMY), 1, 1),
    **{predicate: Shape(_text) for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)},
    **{SKOS[note]: Shape(_text) for note in NOTES},
    **{predicate: Shape(_described(SKOS.Concept, TAG)) for predicate in (SKOS.broader, SKOS.related)},
    **{SKOS[relation]: Shape(_matched) for relation in RELATIONS},
    DCTERMS.language: Shape(_text, 0, 1),
    DCTERMS.source: Shape(_address, 0, 1),
    DCTERMS.isReplacedBy: Shape(_described(SKOS.Concept, TAG), 0, 1),
    DCTERMS.replaces: Shape(_identity),
    OWL.deprecated: Shape(_like("true|false", "can only be true or false"), 0, 1),
    OWN.formerSlug: Shape(_text),
    OWN.identity: Shape(_like(UUID, "has to be a UUID in lower case"), 0, 1),
}
OF_MATCHED: Final = {RDFS.label: Shape(_english, 0, 1)}


def _faults(graph: Graph) -> Iterator[tuple[Node, str]]:
    """Each subject that is not as it should be, and why."""
    matched = {target for relation in RELATIONS for target in graph.objects(None, SKOS[relation])}
    kinds = ((SKOS.ConceptScheme, TAXONOMY, OF_SCHEMES), (SKOS.Concept, TAG, OF_CONCEPTS))
    for subject in set(graph.subjects()):
        if subject in matched:
            yield from _misshapen(graph, subject, OF_MATCHED)
        elif not any((subject, RDF.type, kind) in graph for kind, _, _ in kinds):
            yield subject, f"“{_slug(subject)}” is neither a skos:Concept nor a skos:ConceptScheme."
        for kind, namespace, shapes in kinds:
            if (subject, RDF.type, kind) in graph:
                if not str(subject).startswith(namespace):
                    yield subject, f"“{subject}” is no address here; it has to begin with {namespace}"
                yield from _misshapen(graph, subject, shapes)
                yield from _mislabelled(graph, subject) if kind == SKOS.Concept else ()


def _misshapen(graph: Graph, subject: Node, shapes: Mapping[URIRef, Shape]) -> Iterator[tuple[Node, str]]:
    for predicate in {*graph.predicates(subject), *shapes}:
        shape, values = shapes.get(URIRef(str(predicate))), list(graph.objects(subject, predicate))
        if shape is None:
            yield subject, f"“{_slug(subject)}” has the property “{short(predicate)}”, which is not kept here."
            continue
        if len(values) > (shape.most or len(values)) or sum(bool(str(value).strip()) for value in values) < shape.least:
            count = "one" if shape.least else "one at most"
            yield subject, f"“{_slug(subject)}” has {len(values)} of {short(predicate)}; it needs {count}."
        for value in values:
            if words := shape.check(graph, value):
                named = {"name": short(predicate), "slug": _slug(subject), "value": _slug(value), "target": value}
                yield subject, words.format(**named)


def _mislabelled(graph: Graph, subject: Node) -> Iterator[tuple[Node, str]]:
    labels = [label for label in graph.objects(subject, SKOS.prefLabel) if isinstance(label, Literal)]
    languages = {label.language or "" for label in labels}
    if not labels or len(languages) != len(labels) or not all(label.strip() for label in labels):
        yield subject, f"“{_slug(subject)}” has {len(labels)} of skos:prefLabel; it needs one in each language."
    for language in graph.objects(subject, DCTERMS.language):
        if str(language) not in languages:
            yield subject, f"“{_slug(subject)}” has no skos:prefLabel in its dcterms:language “{language}”."


def _lost(statement: Statement) -> str:
    """Of several values that mean the same only the first is kept; others are of a type that texts do not have."""
    subject, predicate, value = statement
    what = f"the {short(predicate)} “{_slug(value)}”"
    return f"“{_slug(subject)}” has {what}, which is not kept: it stands there already, or is of another kind."


def _slug(node: Node) -> str:
    return unquote(str(node).rpartition(":")[2]) if str(node).startswith("urn:") else str(node)
