"""The vocabulary as SKOS in Turtle: plain values, and reading them. `tags.turtle` writes them.

A taxonomy is a `skos:ConceptScheme`, a tag a `skos:Concept`. Their addresses are `urn:cbtneuro:taxonomy:<slug>` and
`urn:cbtneuro:tag:<slug>`. Names of concepts in other vocabularies stand as `rdfs:label` on their own addresses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tags.turtle_parsing import TurtleRefused, parsed, subject_lines

TAG: Final = Namespace("urn:cbtneuro:tag:")
TAXONOMY: Final = Namespace("urn:cbtneuro:taxonomy:")
SCHEMA: Final = Namespace("https://schema.org/")
CATEGORY: Final = "category"  # the dcterms:type of the scheme whose tags stand above a title
PREFIXES: Final = {
    "dcterms": str(DCTERMS), "mesh": "http://id.nlm.nih.gov/mesh/", "rdfs": str(RDFS), "schema": str(SCHEMA),
    "skos": str(SKOS), "tag": str(TAG), "taxonomy": str(TAXONOMY),
}  # fmt: skip
OTHERS: Final = {"mesh": PREFIXES["mesh"], "wikidata": "http://www.wikidata.org/entity/"}
OTHER: Final = "urn:cbtneuro:match:"  # and the scheme and identifier: a vocabulary whose addresses are not known here
RELATIONS: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
LABELS: Final = {"alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}
OF_SCHEMES: Final = {RDF.type, DCTERMS.title, DCTERMS.description, DCTERMS.type, SCHEMA.position}
OF_CONCEPTS: Final = {
    RDF.type, SKOS.inScheme, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.scopeNote, SKOS.broader,
    SKOS.related, *(SKOS[relation] for relation in RELATIONS),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Label:
    """A synonym: `kind` is alt (shown) or hidden (only for search)."""

    kind: str
    name: str
    language: str = "en"


@dataclass(frozen=True, order=True)
class Match:
    """The concept `identifier` of somebody else's `scheme`; `relation` is a skos:mappingRelation."""

    relation: str
    scheme: str
    identifier: str
    name: str = ""


@dataclass(frozen=True)
class Scheme:
    slug: str
    name: str
    description: str = ""
    position: int = 100
    is_category: bool = False


@dataclass(frozen=True)
class Concept:
    """A tag. `broader` and `related` hold slugs; everything that has no order of its own is sorted."""

    slug: str
    label: str
    scheme: str
    scope_note: str = ""
    labels: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Schemes in their order, concepts by scheme and slug. `lines` says where a read file begins to speak of each."""

    schemes: tuple[Scheme, ...]
    concepts: tuple[Concept, ...]
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def line_of(self, slug: str, namespace: Namespace = TAG) -> int:
        return self.lines.get(address(namespace, slug), 1)


def vocabulary(schemes: Iterable[Scheme], concepts: Iterable[Concept], lines: dict[str, int]) -> Vocabulary:
    """In the one order that files have. `related` is made to hold in both directions."""
    ordered = tuple(sorted(schemes, key=lambda scheme: (scheme.position, scheme.slug)))
    place = {scheme.slug: place for place, scheme in enumerate(ordered)}
    listed = sorted(concepts, key=lambda concept: (place.get(concept.scheme, len(place)), concept.slug))
    return Vocabulary(ordered, tuple(listed), lines)


def read(turtle: str) -> Vocabulary:
    """The vocabulary in a Turtle file. Raises `TurtleRefused`; what it would not keep, it refuses."""
    graph = parsed(turtle)
    reader = _Reader(graph, turtle)
    schemes = [reader.scheme(subject) for subject in reader.subjects(SKOS.ConceptScheme, TAXONOMY)]
    concepts = [reader.concept(subject) for subject in reader.subjects(SKOS.Concept, TAG)]
    reader.leftovers()
    if reader.problems:
        raise TurtleRefused(sorted(reader.problems))
    return vocabulary(schemes, concepts, reader.lines)


class _Reader:
    """One reading: the graph, and all the problems met so far."""

    def __init__(self, graph: Graph, turtle: str) -> None:
        self.graph = graph
        self.problems: list[tuple[int, str]] = []
        self.known: set[Node] = set()
        self.lines = dict(subject_lines(graph, turtle))

    def problem(self, subject: Node, message: str) -> None:
        self.problems.append((self.lines.get(str(subject), 1), message))

    def subjects(self, kind: Node, namespace: Namespace) -> Iterator[URIRef]:
        for subject in sorted(self.graph.subjects(RDF.type, kind), key=str):
            self.known.add(subject)
            if isinstance(subject, URIRef) and subject.startswith(namespace):
                yield subject
            else:
                self.problem(subject, f"“{subject}” is no address here; it has to begin with {namespace}")

    def scheme(self, subject: URIRef) -> Scheme:
        self.only(subject, OF_SCHEMES)
        position = self.text(subject, SCHEMA.position) or "100"
        if not re.fullmatch(r"[0-9]{1,4}", position):
            self.problem(subject, f"The position of “{_slug(subject)}” has to be a whole number up to 9999.")
        kind = self.text(subject, DCTERMS.type)
        if kind not in {"", CATEGORY}:
            self.problem(subject, f"The dcterms:type of “{_slug(subject)}” can only be “{CATEGORY}”.")
        return Scheme(
            slug=_slug(subject),
            name=self.text(subject, DCTERMS.title, needed=True),
            description=self.text(subject, DCTERMS.description),
            position=int(position) if position.isdecimal() else 0,
            is_category=kind == CATEGORY,
        )

    def concept(self, subject: URIRef) -> Concept:
        self.only(subject, OF_CONCEPTS)
        labels = [
            Label(kind, " ".join(value.split()), value.language or "en")
            for kind, predicate in LABELS.items()
            for value in self.literals(subject, predicate)
        ]
        matches = [
            self.match(subject, relation, target)
            for relation in RELATIONS
            for target in self.graph.objects(subject, SKOS[relation])
        ]
        schemes = self.slugs(subject, SKOS.inScheme, TAXONOMY)
        if len(schemes) != 1:
            self.problem(subject, f"“{_slug(subject)}” has {len(schemes)} of skos:inScheme; it needs one.")
        return Concept(
            slug=_slug(subject),
            label=" ".join(self.text(subject, SKOS.prefLabel, needed=True).split()),
            scheme=schemes[0] if schemes else "",
            scope_note=self.text(subject, SKOS.scopeNote),
            labels=tuple(sorted(labels)),
            broader=self.slugs(subject, SKOS.broader, TAG),
            related=self.related(subject),
            matches=tuple(sorted(matches, key=match_order)),
        )

    def related(self, subject: URIRef) -> tuple[str, ...]:
        """skos:related holds in both directions, whichever one the file names."""
        others = self.graph.subjects(SKOS.related, subject)
        named = self.slugs(subject, SKOS.related, TAG)
        return tuple(sorted({*named, *(_slug(other) for other in others if str(other).startswith(TAG))}))

    def only(self, subject: URIRef, allowed: Iterable[Node]) -> None:
        for predicate in sorted(set(self.graph.predicates(subject)) - set(allowed), key=str):
            self.problem(subject, f"“{_slug(subject)}” has the property “{_short(predicate)}”, which is not kept here.")

    def literals(self, subject: Node, predicate: Node) -> list[Literal]:
        values = sorted(self.graph.objects(subject, predicate), key=lambda value: value.n3())
        for value in values:
            if not isinstance(value, Literal):
                self.problem(subject, f"The {_short(predicate)} of “{_slug(subject)}” has to be text in quotes.")
        return [value for value in values if isinstance(value, Literal)]

    def text(self, subject: Node, predicate: Node, *, needed: bool = False) -> str:
        """The one value of a property, in English."""
        values = self.literals(subject, predicate)
        if len(values) > 1 or (needed and not (values and values[0].strip())):
            count = "one" if needed else "one at most"
            self.problem(subject, f"“{_slug(subject)}” has {len(values)} of {_short(predicate)}; it needs {count}.")
        for value in values:
            if (value.language or "en") != "en":
                self.problem(subject, f"The {_short(predicate)} of “{_slug(subject)}” has to be in English (@en).")
        return str(values[0]) if values else ""

    def slugs(self, subject: Node, predicate: Node, namespace: Namespace) -> tuple[str, ...]:
        targets = sorted(self.graph.objects(subject, predicate), key=str)
        for target in targets:
            if (target, RDF.type, None) not in self.graph or not str(target).startswith(namespace):
                self.problem(
                    subject, f"“{_slug(subject)}” names “{_slug(target)}”, which is not described in this file."
                )
        return tuple(_slug(target) for target in targets)

    def match(self, subject: URIRef, relation: str, target: Node) -> Match:
        self.known.add(target)
        name = self.text(target, RDFS.label)
        for scheme, base in OTHERS.items():
            if str(target).startswith(base):
                return Match(relation, scheme, str(target).removeprefix(base), name)
        scheme, _, identifier = str(target).removeprefix(OTHER).partition(":")
        if not str(target).startswith(OTHER) or not identifier:
            places = ", ".join(OTHERS.values())
            self.problem(subject, f"“{_slug(subject)}” matches “{target}”; matches can lead to {places} and {OTHER}…")
        return Match(relation, unquote(scheme), unquote(identifier), name)

    def leftovers(self) -> None:
        for subject in sorted(set(self.graph.subjects()) - self.known, key=str):
            self.problem(subject, f"“{_slug(subject)}” is neither a skos:Concept nor a skos:ConceptScheme.")


def address(namespace: Namespace, slug: str) -> str:
    return f"{namespace}{quote(slug)}"


def _slug(node: Node) -> str:
    return unquote(str(node).rpartition(":")[2]) if str(node).startswith("urn:") else str(node)


def _short(predicate: Node) -> str:
    return next(
        (
            str(predicate).replace(base, f"{name}:")
            for name, base in PREFIXES.items()
            if str(predicate).startswith(base)
        ),
        str(predicate),
    )


def match_order(match: Match) -> tuple[int, str, str]:
    return RELATIONS.index(match.relation), match.scheme, match.identifier
