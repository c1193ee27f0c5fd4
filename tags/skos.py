"""Reading the strict Turtle of a collection: what it would not keep, it refuses. `tags.turtle` writes it.

Every tag stands there under its own address; one that was brought in names its other address as `dcterms:source`.
Names of concepts in other vocabularies stand as `rdfs:label` on their own addresses. For SKOS as others write it see
`tags.rdf_reading`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tags.concepts import (
    DEFAULT_LANGUAGE,
    NOTES,
    OTHER,
    OTHERS,
    RELATIONS,
    TAG,
    TAXONOMY,
    Concept,
    Label,
    Match,
    Notation,
    Note,
    Scheme,
    Vocabulary,
    main_language,
    match_to,
    vocabulary,
)
from tags.turtle_parsing import TurtleRefused, parsed, subject_lines

SCHEMA: Final = Namespace("https://schema.org/")
OWN: Final = Namespace("urn:cbtneuro:property:")  # what only this site says of a tag
CATEGORY: Final = "category"  # the dcterms:type of the scheme whose tags stand above a title
PREFIXES: Final = {
    "dcterms": str(DCTERMS), "mesh": OTHERS["mesh"], "rdfs": str(RDFS), "schema": str(SCHEMA), "skos": str(SKOS),
    "tag": TAG, "taxonomy": TAXONOMY,
}  # fmt: skip
RARE_PREFIXES: Final = {"cbtneuro": str(OWN), "owl": str(OWL)}  # written where they are used
LABELS: Final = {"alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}
OF_SCHEMES: Final = {RDF.type, DCTERMS.title, DCTERMS.description, DCTERMS.type, DCTERMS.source, SCHEMA.position}
OF_CONCEPTS: Final = {
    RDF.type, SKOS.inScheme, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, SKOS.broader,
    SKOS.related, *(SKOS[note] for note in NOTES), *(SKOS[relation] for relation in RELATIONS), DCTERMS.language,
    DCTERMS.source, DCTERMS.isReplacedBy, OWL.deprecated, OWN.formerSlug,
}  # fmt: skip


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

    def subjects(self, kind: Node, namespace: str) -> Iterator[URIRef]:
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
            uri=self.source(subject),
        )

    def concept(self, subject: URIRef) -> Concept:
        self.only(subject, OF_CONCEPTS)
        schemes = self.slugs(subject, SKOS.inScheme, TAXONOMY)
        if len(schemes) != 1:
            self.problem(subject, f"“{_slug(subject)}” has {len(schemes)} of skos:inScheme; it needs one.")
        preferred = self.preferred(subject)
        is_said = (subject, DCTERMS.language, None) in self.graph
        language = self.text(subject, DCTERMS.language) if is_said else main_language(preferred)
        if preferred and language not in preferred:
            self.problem(subject, f"“{_slug(subject)}” has no skos:prefLabel in its dcterms:language “{language}”.")
        replaced_by = self.slugs(subject, DCTERMS.isReplacedBy, TAG)
        if len(replaced_by) > 1:
            self.problem(subject, f"“{_slug(subject)}” has {len(replaced_by)} of dcterms:isReplacedBy; one at most.")
        return Concept(
            slug=_slug(subject),
            label=preferred.get(language, ""),
            scheme=schemes[0] if schemes else "",
            labels=self.labels(subject, preferred, language),
            broader=self.slugs(subject, SKOS.broader, TAG),
            related=self.related(subject),
            matches=tuple(
                self.match(subject, relation, target)
                for relation in RELATIONS
                for target in self.graph.objects(subject, SKOS[relation])
            ),
            language=language,
            notes=tuple(
                Note(kind, str(value), value.language or "")
                for kind in NOTES
                for value in self.literals(subject, SKOS[kind])
            ),
            notations=tuple(
                Notation(str(value), str(value.datatype or "")) for value in self.literals(subject, SKOS.notation)
            ),
            uri=self.source(subject),
            is_deprecated=self.is_deprecated(subject),
            replaced_by=replaced_by[0] if replaced_by else "",
            former=tuple(str(value) for value in self.literals(subject, OWN.formerSlug)),
        )

    def preferred(self, subject: URIRef) -> dict[str, str]:
        """The preferred label of each language."""
        values = self.literals(subject, SKOS.prefLabel)
        found = {value.language or "": " ".join(value.split()) for value in values}
        if len(found) != len(values) or not values or not all(found.values()):
            self.problem(
                subject, f"“{_slug(subject)}” has {len(values)} of skos:prefLabel; it needs one in each language."
            )
        return found

    def labels(self, subject: URIRef, preferred: dict[str, str], language: str) -> tuple[Label, ...]:
        others = [Label("pref", name, of) for of, name in preferred.items() if of != language]
        synonyms = [
            Label(kind, " ".join(value.split()), value.language or "")
            for kind, predicate in LABELS.items()
            for value in self.literals(subject, predicate)
        ]
        return (*others, *synonyms)

    def is_deprecated(self, subject: URIRef) -> bool:
        value = self.text(subject, OWL.deprecated)
        if value not in {"", "true", "false"}:
            self.problem(subject, f"The owl:deprecated of “{_slug(subject)}” can only be true or false.")
        return value == "true"

    def source(self, subject: URIRef) -> str:
        sources = list(self.graph.objects(subject, DCTERMS.source))
        if len(sources) > 1 or not all(isinstance(source, URIRef) for source in sources):
            self.problem(subject, f"The dcterms:source of “{_slug(subject)}” has to be one address in <…>.")
        return str(sources[0]) if sources else ""

    def related(self, subject: URIRef) -> tuple[str, ...]:
        """skos:related holds in both directions, whichever one the file names."""
        others = self.graph.subjects(SKOS.related, subject)
        named = self.slugs(subject, SKOS.related, TAG)
        return tuple(sorted({*named, *(_slug(other) for other in others if str(other).startswith(TAG))}))

    def only(self, subject: URIRef, allowed: Iterable[Node]) -> None:
        for predicate in sorted(set(self.graph.predicates(subject)) - set(allowed), key=str):
            self.problem(subject, f"“{_slug(subject)}” has the property “{short(predicate)}”, which is not kept here.")

    def literals(self, subject: Node, predicate: Node) -> list[Literal]:
        values = sorted(self.graph.objects(subject, predicate), key=lambda value: value.n3())
        for value in values:
            if not isinstance(value, Literal):
                self.problem(subject, f"The {short(predicate)} of “{_slug(subject)}” has to be text in quotes.")
        return [value for value in values if isinstance(value, Literal)]

    def text(self, subject: Node, predicate: Node, *, needed: bool = False) -> str:
        """The one value of a property, in English."""
        values = self.literals(subject, predicate)
        if len(values) > 1 or (needed and not (values and values[0].strip())):
            count = "one" if needed else "one at most"
            self.problem(subject, f"“{_slug(subject)}” has {len(values)} of {short(predicate)}; it needs {count}.")
        for value in values:
            if (value.language or DEFAULT_LANGUAGE) != DEFAULT_LANGUAGE:
                self.problem(subject, f"The {short(predicate)} of “{_slug(subject)}” has to be in English (@en).")
        return str(values[0]) if values else ""

    def slugs(self, subject: Node, predicate: Node, namespace: str) -> tuple[str, ...]:
        targets = sorted(self.graph.objects(subject, predicate), key=str)
        for target in targets:
            if (target, RDF.type, None) not in self.graph or not str(target).startswith(namespace):
                self.problem(
                    subject, f"“{_slug(subject)}” names “{_slug(target)}”, which is not described in this file."
                )
        return tuple(_slug(target) for target in targets)

    def match(self, subject: URIRef, relation: str, target: Node) -> Match:
        """A slip in an address would be a match to nothing: only known vocabularies and `OTHER` are taken."""
        self.known.add(target)
        match = match_to(relation, str(target), self.text(target, RDFS.label))
        if match.identifier == str(target):
            places = ", ".join(OTHERS.values())
            self.problem(subject, f"“{_slug(subject)}” matches “{target}”; matches can lead to {places} and {OTHER}…")
        return match

    def leftovers(self) -> None:
        for subject in sorted(set(self.graph.subjects()) - self.known, key=str):
            self.problem(subject, f"“{_slug(subject)}” is neither a skos:Concept nor a skos:ConceptScheme.")


def _slug(node: Node) -> str:
    return unquote(str(node).rpartition(":")[2]) if str(node).startswith("urn:") else str(node)


def short(predicate: Node) -> str:
    """A property as one writes it, such as skos:broader."""
    known = {**PREFIXES, **RARE_PREFIXES, "rdf": str(RDF), "skosxl": "http://www.w3.org/2008/05/skos-xl#"}
    return next(
        (str(predicate).replace(base, f"{name}:") for name, base in known.items() if str(predicate).startswith(base)),
        str(predicate),
    )
