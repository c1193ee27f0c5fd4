"""The vocabulary as RDF for others: SKOS in Turtle, RDF/XML and JSON-LD.

A tag that was brought in stands under the address it had; the others under `urn:cbtneuro:tag:<slug>`. Both can be read
back by `tags.rdf_reading`, and nothing changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.db.models import Q
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from tags.concepts import (
    LANGUAGE,
    NO_ADDRESS,
    TAG,
    TAXONOMY,
    Concept,
    Scheme,
    Vocabulary,
    address,
    main_language,
    target_of,
    vocabulary,
)
from tags.models import Tag
from tags.rdf_writing import WRITERS
from tags.skos import CATEGORY, OWN, SCHEMA
from tags.vocabulary import concept_of

MEDIA_TYPES: Final = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}
PAGES: Final = ("text/html", "application/xhtml+xml")
LABELS: Final = {"pref": SKOS.prefLabel, "alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}

Statement = tuple[URIRef, URIRef, Node]


def serialized(vocabulary: Vocabulary, format: str, *, about: str = "", taxonomy: str = "") -> bytes:
    """The bytes in one of `MEDIA_TYPES`. `about`: say everything of this tag, and only the names of the others.

    `taxonomy`: this one alone; relations of its tags to others are kept, by their addresses.
    Characters that XML cannot hold are written there as U+FFFD.
    """
    graph = Graph()
    for statement in _Writer(vocabulary).statements(about, taxonomy):
        graph.add(statement)
    return WRITERS[format](graph).encode()


class _Writer:
    """One vocabulary, and the addresses under which its parts are known."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.tags = {c.slug: _known(c.uri) or URIRef(address(TAG, c.slug)) for c in vocabulary.concepts}
        self.schemes = {s.slug: _known(s.uri) or URIRef(address(TAXONOMY, s.slug)) for s in vocabulary.schemes}

    def tag(self, slug: str) -> URIRef:
        return self.tags.get(slug) or URIRef(address(TAG, slug))

    def scheme(self, slug: str) -> URIRef:
        return self.schemes.get(slug) or URIRef(address(TAXONOMY, slug))

    def statements(self, about: str, taxonomy: str) -> Iterator[Statement]:
        concepts = [c for c in self.vocabulary.concepts if taxonomy in {"", c.scheme}]
        for scheme in self.vocabulary.schemes:
            if taxonomy in {"", scheme.slug}:
                yield from self._of_scheme(scheme)
        for concept in concepts:
            if not about or concept.slug == about:
                yield from self._of_concept(concept)
            else:
                yield self.tag(concept.slug), SKOS.prefLabel, _text(concept.label, concept.language)
            for slug in concept.broader:
                if about in {"", slug, concept.slug}:
                    yield self.tag(concept.slug), SKOS.broader, self.tag(slug)
                    yield self.tag(slug), SKOS.narrower, self.tag(concept.slug)
        if not about:
            yield from self._tops(concepts)

    def _of_scheme(self, scheme: Scheme) -> Iterator[Statement]:
        node = self.scheme(scheme.slug)
        yield node, RDF.type, SKOS.ConceptScheme
        yield node, DCTERMS.title, _text(scheme.name)
        yield node, SKOS.prefLabel, _text(scheme.name)
        yield node, SCHEMA.position, Literal(str(scheme.position), datatype=XSD.integer)
        if scheme.description:
            yield node, DCTERMS.description, _text(scheme.description)
        if scheme.is_category:
            yield node, DCTERMS.type, Literal(CATEGORY)
        if not node.startswith(TAXONOMY):
            yield node, OWN.slug, Literal(scheme.slug)

    def _of_concept(self, concept: Concept) -> Iterator[Statement]:
        node = self.tag(concept.slug)
        yield node, RDF.type, SKOS.Concept
        yield node, SKOS.inScheme, self.scheme(concept.scheme)
        yield from ((node, predicate, value) for predicate, value in _texts(concept))
        yield from ((node, SKOS.related, self.tag(slug)) for slug in concept.related)
        for match in concept.matches:
            yield node, SKOS[match.relation], URIRef(target_of(match))
            if match.name:
                yield URIRef(target_of(match)), RDFS.label, _text(match.name)
        if concept.is_deprecated:
            yield node, OWL.deprecated, Literal("true", datatype=XSD.boolean)
        if concept.replaced_by:
            yield node, DCTERMS.isReplacedBy, self.tag(concept.replaced_by)
        if not node.startswith(TAG):
            yield node, OWN.slug, Literal(concept.slug)
        yield from ((node, OWN.formerSlug, Literal(slug)) for slug in concept.former)

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


def about(slug: str) -> Vocabulary:
    """One tag with its taxonomy, and the names of its neighbours. Nine queries. Raises `Tag.DoesNotExist`."""
    tag = Tag.objects.select_related("taxonomy", "replaced_by").get(slug=slug)
    with_taxonomy = Tag.objects.select_related("taxonomy")
    above, below = list(tag.broader.select_related("taxonomy")), list(tag.narrower.select_related("taxonomy"))
    related = list(with_taxonomy.filter(Q(pairs_as_one__other=tag) | Q(pairs_as_other__one=tag)).distinct())
    concept = concept_of(
        tag,
        broader=[other.slug for other in above],
        related=[other.slug for other in related],
        former=[row.slug for row in tag.former_slugs.all()],
    )
    replacement = [tag.replaced_by] if tag.replaced_by else []
    others = {
        other.slug: Concept(
            other.slug, other.name, other.taxonomy.slug, language=other.language, uri=other.uri,
            broader=(slug,) if other in below else (),
        )
        for other in (*above, *below, *related, *replacement)
    }  # fmt: skip
    row = tag.taxonomy
    scheme = Scheme(row.slug, row.name, row.description, row.position, row.is_category, row.uri)
    return vocabulary([scheme], [concept, *others.values()], {})


def negotiated(accept: str) -> str | None:
    """The format of `MEDIA_TYPES` that an Accept header asks for, or None where the page itself will do as well."""
    ranges = dict(_ranges(accept))
    page = max((_preference(ranges, kind) for kind in PAGES), default=(0.0, 0))
    wanted = {name: _preference(ranges, kind) for name, kind in MEDIA_TYPES.items()}
    best = max(wanted, key=lambda name: wanted[name])
    return best if wanted[best][0] > 0 and wanted[best] > page else None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        if kind and re.fullmatch(r"[01](\.[0-9]{0,3})?", quality):
            yield kind, min(float(quality), 1.0)


def _preference(ranges: Mapping[str, float], kind: str) -> tuple[float, int]:
    """Quality, and how closely the header names the type: the closest range that covers it counts."""
    for closeness, name in ((2, kind), (1, f"{kind.partition('/')[0]}/*"), (0, "*/*")):
        if name in ranges:
            return ranges[name], closeness
    return 0.0, 0
