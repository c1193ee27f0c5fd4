"""The vocabulary as RDF: plain values into statements, and these into Turtle, RDF/XML or JSON-LD.

The same vocabulary is the same bytes, down to the order of lines. A collection's file says each thing once, and every
tag stands there under its own address. The export for others adds what follows (narrower, top concepts). A tag that was
brought in stands there under the address it had, every other under its address for machines, where the site is known to
stand. `tags.skos.reader` reads both back, and nothing changes.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from members.characters import as_xml
from tags.skos.concepts import (
    LANGUAGE,
    NO_ADDRESS,
    NOTES,
    RELATIONS,
    TAG,
    TAXONOMY,
    URI,
    Concept,
    Match,
    Scheme,
    Vocabulary,
    address,
    main_language,
    own_target_of,
    target_of,
)
from tags.skos.namespaces import CATEGORY, OF_PROPERTIES, OWN, PREFIXES, SCHEMA
from tags.skos.web_addresses import identity_in, of_concept, of_taxonomy

LABELS: Final = {"pref": SKOS.prefLabel, "alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}

Statement = tuple[URIRef, URIRef, Node]


def write(vocabulary: Vocabulary) -> str:
    """A collection's file: taxonomies, tags by taxonomy, names of the matched concepts in other vocabularies."""
    return _turtle(_graph(_Statements(vocabulary, is_own=True).of()))


def serialized(vocabulary: Vocabulary, format: str, *, origin: str = "", about: str = "", taxonomy: str = "") -> bytes:
    """The export in one of `WRITERS`. `about`: say everything of this tag, and only the names of the others.

    `origin`: where the site stands; without it tags are named by their slugs, which change.
    `taxonomy`: this one alone; relations of its tags to others are kept, by their addresses.
    Characters that XML cannot hold are written there as U+FFFD.
    """
    statements = _Statements(vocabulary, is_own=False, origin=origin)
    return WRITERS[format](_graph([*statements.of(about, taxonomy), *statements.following(about, taxonomy)])).encode()


# --- Statements -----------------------------------------------------------------------------------------------------


class _Statements:
    """One vocabulary, and the addresses under which its parts stand: all under our own, or where they came from."""

    def __init__(self, vocabulary: Vocabulary, *, is_own: bool, origin: str = "") -> None:
        self.vocabulary, self.is_own, self.origin = vocabulary, is_own, origin
        self.tags: dict[str, URIRef] = {}
        self.schemes: dict[str, URIRef] = {}
        if origin:
            self.tags = {c.slug: URIRef(of_concept(origin, c.whole_identity)) for c in vocabulary.concepts}
            self.schemes = {s.slug: URIRef(of_taxonomy(origin, s.slug)) for s in vocabulary.schemes}
        if not is_own:
            self.tags |= {c.slug: known for c in vocabulary.concepts if (known := _known(c.uri))}
            self.schemes |= {s.slug: known for s in vocabulary.schemes if (known := _known(s.uri))}

    def tag(self, slug: str) -> URIRef:
        return self.tags.get(slug) or URIRef(address(TAG, slug))

    def scheme(self, slug: str) -> URIRef:
        return self.schemes.get(slug) or URIRef(address(TAXONOMY, slug))

    def of(self, about: str = "", taxonomy: str = "") -> Iterator[Statement]:
        concepts = self.concepts(taxonomy)
        for scheme in self.vocabulary.schemes:
            if taxonomy in {"", scheme.slug}:
                yield from self._of_scheme(scheme)
        for concept in concepts:
            if about in {"", concept.slug}:
                yield from self._of_concept(concept)
            else:
                yield self.tag(concept.slug), SKOS.prefLabel, _text(concept.label, concept.language)
                if about == concept.replaced_by:
                    yield from self._of_replacement(self.tag(concept.slug), concept)
            for slug in concept.broader:
                if about in {"", slug, concept.slug}:
                    yield self.tag(concept.slug), SKOS.broader, self.tag(slug)
        matches = [match for concept in concepts if about in {"", concept.slug} for match in concept.matches]
        names = {self._target(match): _text(match.name) for match in matches if match.name}
        yield from ((target, RDFS.label, names[target]) for target in sorted(names))

    def following(self, about: str, taxonomy: str) -> Iterator[Statement]:
        """What follows from the rest, for readers who do not conclude."""
        concepts = self.concepts(taxonomy)
        for scheme in self.vocabulary.schemes:
            if taxonomy in {"", scheme.slug}:
                yield self.scheme(scheme.slug), SKOS.prefLabel, _text(scheme.name)
        for concept in concepts:
            for slug in concept.broader:
                if about in {"", slug, concept.slug}:
                    yield self.tag(slug), SKOS.narrower, self.tag(concept.slug)
            for identity in concept.replaced if about in {"", concept.slug} else ():
                yield self._former(identity), DCTERMS.isReplacedBy, self.tag(concept.slug)
                yield self._former(identity), OWL.deprecated, Literal("true", datatype=XSD.boolean)
        if not about:
            yield from self._tops(concepts)

    def concepts(self, taxonomy: str) -> list[Concept]:
        return [concept for concept in self.vocabulary.concepts if taxonomy in {"", concept.scheme}]

    def _of_scheme(self, scheme: Scheme) -> Iterator[Statement]:
        node = self.scheme(scheme.slug)
        yield node, RDF.type, SKOS.ConceptScheme
        yield node, DCTERMS.title, _text(scheme.name)
        if scheme.description:
            yield node, DCTERMS.description, _text(scheme.description)
        if scheme.is_category:
            yield node, DCTERMS.type, Literal(CATEGORY)
        yield node, SCHEMA.position, Literal(str(scheme.position), datatype=XSD.integer)
        yield from self._elsewhere(node, scheme)

    def _of_concept(self, concept: Concept) -> Iterator[Statement]:
        node = self.tag(concept.slug)
        yield node, RDF.type, SKOS.Concept
        yield node, SKOS.inScheme, self.scheme(concept.scheme)
        yield from ((node, predicate, value) for predicate, value in _texts(concept))
        yield from ((node, SKOS.related, self.tag(slug)) for slug in concept.related)
        yield from ((node, SKOS[match.relation], self._target(match)) for match in concept.matches)
        yield from self._of_replacement(node, concept)
        yield from self._elsewhere(node, concept)
        if concept.identity and identity_in(node) != concept.identity:
            yield node, OWN.identity, Literal(concept.identity)
        yield from ((node, OWN.formerSlug, Literal(slug)) for slug in concept.former)
        yield from ((node, DCTERMS.replaces, self._former(identity)) for identity in concept.replaced)

    def _of_replacement(self, node: URIRef, concept: Concept) -> Iterator[Statement]:
        if concept.is_deprecated:
            yield node, OWL.deprecated, Literal("true", datatype=XSD.boolean)
        if concept.replaced_by:
            yield node, DCTERMS.isReplacedBy, self.tag(concept.replaced_by)

    def _former(self, identity: str) -> URIRef:
        return URIRef(of_concept(self.origin, identity))

    def _elsewhere(self, node: URIRef, known: Scheme | Concept) -> Iterator[Statement]:
        """The other name of what was brought in: its address there, or its slug here."""
        if not self.is_own and not str(node).startswith((TAG, TAXONOMY)):
            yield node, OWN.slug, Literal(known.slug)
        elif self.is_own and (uri := _known(known.uri)):
            yield node, DCTERMS.source, uri

    def _target(self, match: Match) -> URIRef:
        """In our own file other vocabularies' addresses stand within ours, so that a slip in one is seen."""
        return URIRef(own_target_of(match) if self.is_own and match.scheme == URI else target_of(match))

    def _tops(self, concepts: Iterable[Concept]) -> Iterator[Statement]:
        """Live tags with nothing above them in their own taxonomy."""
        scheme_of = {concept.slug: concept.scheme for concept in self.vocabulary.concepts}
        for concept in concepts:
            if not concept.is_deprecated and concept.scheme not in {scheme_of.get(slug) for slug in concept.broader}:
                yield self.tag(concept.slug), SKOS.topConceptOf, self.scheme(concept.scheme)
                yield self.scheme(concept.scheme), SKOS.hasTopConcept, self.tag(concept.slug)


def _texts(concept: Concept) -> Iterator[tuple[URIRef, Literal]]:
    yield SKOS.prefLabel, _text(concept.label, concept.language)
    yield from ((LABELS[label.kind], _text(label.name, label.language)) for label in concept.labels)
    preferred = [concept.language, *(label.language for label in concept.labels if label.kind == "pref")]
    if concept.language != main_language(preferred):
        yield DCTERMS.language, Literal(concept.language)
    if concept.scope_note:
        yield SKOS.scopeNote, _text(concept.scope_note, concept.language)
    yield from ((SKOS[note.kind], _text(note.text, note.language)) for note in concept.notes)
    yield from ((SKOS.notation, Literal(code.value, datatype=_known(code.datatype))) for code in concept.notations)


def _text(text: str, language: str = "en") -> Literal:
    return Literal(text, lang=language if LANGUAGE.fullmatch(language) else None)


def _known(uri: str) -> URIRef | None:
    return URIRef(uri) if uri and not NO_ADDRESS.search(uri) else None


# --- Formats --------------------------------------------------------------------------------------------------------


def _graph(statements: Iterable[tuple[Node, Node, Node]]) -> Graph:
    """In this store, and in no other of rdflib's, everything comes out in the order in which it went in."""
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    for statement in statements:
        graph.add(statement)
    return graph


class _LongTurtle(LongTurtleSerializer):
    """rdflib's layout with a line for each value. There are no blank nodes, so nothing has to be made canonical."""

    predicateOrder = [  # noqa: N815
        RDF.type, SKOS.inScheme, SKOS.prefLabel, DCTERMS.title, DCTERMS.description, DCTERMS.type, SCHEMA.position,
        DCTERMS.language, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, *(SKOS[note] for note in NOTES),
        SKOS.broader, SKOS.narrower, SKOS.related, *(SKOS[relation] for relation in RELATIONS),
    ]  # fmt: skip

    def orderSubjects(self) -> list[Node]:  # noqa: N802
        """As the graph has them; rdflib would sort by how often each is named."""
        return list(self._subjects)

    def label(self, node: Node, position: int) -> str:
        """A code stays as it is spelled; rdflib would write "007" as 7."""
        if isinstance(node, Literal) and node.datatype:
            is_short = node.datatype in (XSD.integer, XSD.boolean) and str(node) == str(Literal(node.value))
            return str(node) if is_short else node.n3()
        return str(super().label(node, position))  # type: ignore[no-untyped-call]


def _turtle(graph: Graph) -> str:
    stream = BytesIO()
    _LongTurtle(graph).serialize(stream)  # type: ignore[no-untyped-call]
    return stream.getvalue().decode()


def _xml(graph: Graph) -> str:
    """rdflib escapes no datatype, and writes characters that XML cannot hold."""
    statements = [
        (subject, predicate, Literal(str(node), datatype=URIRef(escape(node.datatype, {'"': "&quot;"}))))
        if isinstance(node, Literal) and node.datatype
        else (subject, predicate, node)
        for subject, predicate, node in graph
    ]
    return str(as_xml(_graph(statements).serialize(format="xml")))


def _json_ld(graph: Graph) -> str:
    """rdflib would write codes as numbers. Its prefixes stand before properties alone: tag: would catch addresses."""

    def value(node: Node) -> dict[str, Any]:
        if not isinstance(node, Literal):
            return {"@id": str(node)}
        said = {"@language": node.language, "@type": str(node.datatype) if node.datatype else None}
        return {"@value": str(node), **{key: of for key, of in said.items() if of}}

    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, node in graph:
        described = nodes.setdefault(str(subject), {"@id": str(subject)})
        described.setdefault(graph.qname(str(predicate)), []).append(value(node))
    return json.dumps({"@context": OF_PROPERTIES, "@graph": list(nodes.values())}, ensure_ascii=False, indent=1) + "\n"


WRITERS: Final[dict[str, Callable[[Graph], str]]] = {"turtle": _turtle, "xml": _xml, "json-ld": _json_ld}
