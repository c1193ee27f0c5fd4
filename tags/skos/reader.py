"""Reading SKOS as anybody writes it: a graph into plain values, and an account of every statement that is not kept."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SKOS, Literal, URIRef

from members.characters import cleaned
from tags.management.progress import Begin, silently
from tags.skos.concepts import (
    NOTES,
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
    address,
    main_language,
    match_to,
    vocabulary,
)
from tags.skos.namespaces import CATEGORY, OWN, SCHEMA, short
from tags.skos.naming import Names
from tags.skos.parsing import Triples
from tags.skos.problems import Problem
from tags.skos.statements import Statement, Statements, is_uri
from tags.skos.web_addresses import UUID, identity_in
from tags.text.label_rules import as_stored

TITLES: Final = (DCTERMS.title, DC.title, SKOS.prefLabel, RDFS.label)
SYNONYMS: Final = {"alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}
NOT_BESIDE_EXACT: Final = ("broadMatch", "narrowMatch", "relatedMatch")
FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class ReadGraph:
    """What a graph says, which of its statements would be lost, and what is wrong with it."""

    vocabulary: Vocabulary
    unkept: set[Statement]
    problems: list[Problem]

    def unkept_by_property(self) -> Counter[str]:
        return Counter(
            f"rdf:type {short(target)}" if predicate == RDF.type else short(predicate)
            for _, predicate, target in self.unkept
        )


def read_graph(triples: Triples, stored: Vocabulary, *, taxonomy: str = "", begin: Begin = silently) -> ReadGraph:
    """`stored` gives tags that were brought in before their slugs again.

    `taxonomy`: slug or name of the taxonomy for tags that are in none, or in one without a title.
    """
    return _Reader(triples, stored, taxonomy).read(begin)


class _Reader(Statements):
    """One reading."""

    def __init__(self, triples: Triples, stored: Vocabulary, taxonomy: str) -> None:
        super().__init__(triples)
        self.stored = {concept.slug: concept for concept in stored.concepts}
        self.names = Names(stored, taxonomy)
        self.nodes = self.subjects(SKOS.Concept)
        named = [*self.graph.objects(None, SKOS.inScheme), *self.graph.objects(None, SKOS.topConceptOf)]
        named += self.graph.subjects(SKOS.hasTopConcept)
        said = {str(node) for node in named if is_uri(node)}.difference(self.nodes)  # a tag is no taxonomy
        self.scheme_nodes = sorted(said.union(self.subjects(SKOS.ConceptScheme)))
        titles = {node: self.title(node) for node in self.scheme_nodes}
        labels = {node: self.preferred(node) for node in self.nodes}
        wished = {node: next(iter(self.plain(node, OWN.slug)), "") for node in (*self.nodes, *self.scheme_nodes)}
        self.tags = self.names.of_tags(
            {n: (labels[n].get(main_language(labels[n]), ""), wished[n]) for n in self.nodes}
        )
        self.schemes = self.names.of_schemes({node: (titles[node], wished[node]) for node in self.scheme_nodes})

    def read(self, begin: Begin) -> ReadGraph:
        schemes = [self.scheme(node) for node in self.scheme_nodes if self.is_described(node)]
        concepts, more = [], begin("Reading tags", len(self.nodes))
        for node in self.nodes:
            self.refuse_other_kinds(node)
            concepts.append(self.concept(node))
            more(1)
        asked_for = self.names.new_taxonomy
        if asked_for.slug in {c.scheme for c in concepts} - {"", *(scheme.slug for scheme in schemes)}:
            schemes.append(asked_for)
        self.mark_tops(concepts)
        lines = {address(TAG, slug): self.lines[node] for node, slug in self.tags.items() if node in self.lines}
        lines |= {address(TAXONOMY, s): self.lines[node] for node, s in self.schemes.items() if node in self.lines}
        return ReadGraph(vocabulary(schemes, concepts, lines), set(self.graph) - self.used, self.problems)

    def problem(self, code: str, node: str, message: str) -> None:
        self.problems.append(Problem(code, self.lines.get(node, 1), message, (self.tags.get(node, node),)))

    def refuse_other_kinds(self, node: str) -> None:
        """SKOS S9 and S37: a concept is neither a scheme nor a collection."""
        kinds = set(self.graph.objects(URIRef(node), RDF.type))
        if SKOS.ConceptScheme in kinds:
            self.problem("concept-and-scheme", node, f"“{node}” is a skos:Concept and a skos:ConceptScheme at once.")
        if kinds & {SKOS.Collection, SKOS.OrderedCollection}:
            self.problem("concept-and-collection", node, f"“{node}” is a skos:Concept and a skos:Collection at once.")

    def tidied(self, node: str, name: str) -> str:
        """Spaces folded; under an address of ours everything is as it was stored here."""
        return name if node.startswith((TAG, TAXONOMY)) or self.names.is_ours(node) else as_stored(name)

    def elsewhere(self, node: str, ours: str) -> str:
        """The address elsewhere: the one it stands under, or what an address of ours names as its source."""
        if not node.startswith(ours):
            return "" if self.names.is_ours(node) else node
        sources = sorted(str(source) for source in self.graph.objects(URIRef(node), DCTERMS.source) if is_uri(source))
        self.use(node, DCTERMS.source, *map(URIRef, sources[:1]))
        return sources[0] if sources else ""

    # --- Taxonomies -------------------------------------------------------------------------------------------

    def title(self, node: str) -> str:
        return self.tidied(node, self.one(node, *TITLES))

    def is_described(self, node: str) -> bool:
        """A taxonomy that stands here already need not be described."""
        is_stored = self.schemes[node] in self.names.stored_schemes
        return not is_stored or (URIRef(node), RDF.type, SKOS.ConceptScheme) in self.graph

    def scheme(self, node: str) -> Scheme:
        """What only this site says of a taxonomy stays as it is here when the file does not speak of it."""
        slug = self.schemes[node]
        before = self.names.stored_schemes.get(slug, Scheme(slug, ""))
        position = next((v for v in self.graph.objects(URIRef(node), SCHEMA.position) if str(v).isdecimal()), None)
        is_ours = position is not None
        kinds = [value for value in self.literals(node, DCTERMS.type) if str(value) == CATEGORY]
        self.use(node, SCHEMA.position, *([position] if position is not None else []))
        self.use(node, DCTERMS.type, *kinds)
        return Scheme(
            slug,
            name=self.title(node) or before.name or self.names.name_of_scheme(node),
            description=self.one(node, DCTERMS.description, DC.description) or ("" if is_ours else before.description),
            position=min(int(str(position)), 9999) if is_ours else before.position,
            is_category=bool(kinds) or (not is_ours and before.is_category),
            uri=self.elsewhere(node, TAXONOMY) or before.uri,
        )

    # --- Tags -------------------------------------------------------------------------------------------------

    def preferred(self, node: str) -> dict[str, str]:
        """The first of each language; where there are more, the others are found to be too many."""
        values = reversed(self.literals(node, SKOS.prefLabel))
        return {value.language or "": as_stored(value) for value in values}

    def concept(self, node: str) -> Concept:
        preferred = self.preferred(node)
        said = [value for value in self.literals(node, DCTERMS.language) if str(value) in preferred][:1]
        self.use(node, DCTERMS.language, *said)
        language = str(said[0]) if said else main_language(preferred)
        labels = [Label("pref", as_stored(v), v.language or "") for v in self.texts(node, SKOS.prefLabel)]
        main = Label("pref", preferred.get(language, ""), language)
        labels = [label for label in labels if label != main]
        deprecated = [v for v in self.graph.objects(URIRef(node), OWL.deprecated) if str(v) in FLAGS]
        self.use(node, OWL.deprecated, *deprecated)
        before = self.stored.get(self.tags[node])
        former = self.plain(node, OWN.formerSlug)  # for another site, which may be what the tag still has here
        return Concept(
            slug=self.tags[node],
            label=main.name,
            scheme=self.taxonomy(node, before.scheme if before else ""),
            labels=(*labels, *self.synonyms(node)),
            broader=self.broader(node),
            related=self.related(node),
            matches=tuple(self.matches(node)),
            language=language,
            notes=tuple(
                Note(kind, cleaned(str(v)), v.language or "") for kind in NOTES for v in self.texts(node, SKOS[kind])
            ),
            notations=tuple(self.notations(node)),
            uri=self.elsewhere(node, TAG),
            is_deprecated=any(FLAGS[str(value)] for value in deprecated),
            replaced_by=next(iter(self.slugs(node, DCTERMS.isReplacedBy, most=1)), ""),
            former=tuple(slug for slug in former if node.startswith(TAG) or slug != self.tags[node]),
            identity=self.identity(node),
            replaced=tuple(self.replaced(node)),
        )

    def identity(self, node: str) -> str:
        """What an address for machines says, of whatever site; else what the file says."""
        said = [text for text in self.literals(node, OWN.identity) if re.fullmatch(UUID, str(text))][:1]
        self.use(node, OWN.identity, *said)
        return identity_in(node) or "".join(map(str, said))

    def replaced(self, node: str) -> Iterator[str]:
        """The identities of tags that became part of this one. Those that the file describes say so themselves."""
        for former in sorted(self.graph.objects(URIRef(node), DCTERMS.replaces), key=str):
            if identity := identity_in(str(former)):
                self.use(node, DCTERMS.replaces, former)
                self.use(str(former), DCTERMS.isReplacedBy, URIRef(node))
                self.use(str(former), OWL.deprecated, *self.graph.objects(former, OWL.deprecated))
                if str(former) not in self.tags:
                    yield identity

    def synonyms(self, node: str) -> list[Label]:
        """Those that only spaces tell from another label are one with it; what is the same twice is for the checks."""
        spelled = {(v.language or "", as_stored(v)): str(v) for v in self.literals(node, SKOS.prefLabel)}
        kept = []
        for kind, predicate in SYNONYMS.items():
            for value in self.literals(node, predicate):
                label = Label(kind, as_stored(value), value.language or "")
                if spelled.setdefault((label.language, label.name), str(value)) == str(value):
                    self.use(node, predicate, value)
                    kept.append(label)
        return kept

    def notations(self, node: str) -> list[Notation]:
        values = [value for value in self.graph.objects(URIRef(node), SKOS.notation) if isinstance(value, Literal)]
        coded = [value for value in values if not value.language]
        self.use(node, SKOS.notation, *coded)
        return [Notation(cleaned(str(value)), str(value.datatype or "")) for value in coded]

    def taxonomy(self, node: str, before: str) -> str:
        """One only: the one that the tag is in already, else the first by address."""
        named = [*self.graph.objects(URIRef(node), SKOS.inScheme), *self.graph.objects(URIRef(node), SKOS.topConceptOf)]
        named += self.graph.subjects(SKOS.hasTopConcept, URIRef(node))
        found = sorted({str(target) for target in named if str(target) in self.schemes})
        chosen = next((target for target in found if self.schemes[target] == before), next(iter(found), ""))
        if chosen:
            self.use(node, SKOS.inScheme, URIRef(chosen))
            return self.schemes[chosen]
        if slug := self.names.taxonomy or before:
            return slug
        if len(self.schemes) == 1:
            return next(iter(self.schemes.values()))
        self.problem("no-taxonomy", node, f"“{node}” is in no skos:ConceptScheme; name a taxonomy for it (--taxonomy).")
        return ""

    def known(self, node: str) -> str:
        """The slug of a tag of this file, or of one that stands here already; nothing for any other address."""
        return self.tags.get(node) or self.names.known(node)

    def slugs(self, node: str, predicate: URIRef, *, most: int = 0) -> list[str]:
        """What is named here. A file may be an extract: references out of it are told, and not kept."""
        targets = sorted(self.graph.objects(URIRef(node), predicate), key=str)[: most or None]
        self.use(node, predicate, *targets)
        for target in targets:
            if not self.known(str(target)):
                message = f"“{self.tags[node]}” names “{target}” by {short(predicate)}, which is not described."
                self.problem("reference-left-out", node, f"{message} The reference is left out.")
        return [slug for target in targets if (slug := self.known(str(target)))]

    def broader(self, node: str) -> tuple[str, ...]:
        self.slugs(node, SKOS.narrower)
        below = sorted(self.graph.subjects(SKOS.narrower, URIRef(node)), key=str)
        return (*self.slugs(node, SKOS.broader), *(slug for other in below if (slug := self.known(str(other)))))

    def related(self, node: str) -> tuple[str, ...]:
        others = sorted(str(o) for o in self.graph.subjects(SKOS.related, URIRef(node)) if str(o) in self.tags)
        return (*self.slugs(node, SKOS.related), *(self.tags[other] for other in others))

    def matches(self, node: str) -> list[Match]:
        """One for each concept elsewhere, the closest. SKOS S46: what is the same is not also broader or related."""
        found: dict[str, Match] = {}
        exact = {
            *self.graph.objects(URIRef(node), SKOS.exactMatch),
            *self.graph.subjects(SKOS.exactMatch, URIRef(node)),
        }
        for relation in NOT_BESIDE_EXACT if exact else ():
            for target in sorted(exact.intersection(self.graph.objects(URIRef(node), SKOS[relation])), key=str):
                message = (
                    f"“{self.tags[node]}” has “{target}” as skos:exactMatch and skos:{relation}; it can be one only."
                )
                self.problem("mapping-clash", node, message)
        for relation in RELATIONS:
            for target in sorted(self.graph.objects(URIRef(node), SKOS[relation]), key=str):
                if is_uri(target) and str(target) not in found:
                    self.use(node, SKOS[relation], target)
                    name = self.tidied(node, self.one(str(target), RDFS.label))
                    found[str(target)] = match_to(relation, str(target), name)
        return list(found.values())

    def mark_tops(self, concepts: list[Concept]) -> None:
        """What follows from the hierarchy is kept without being stored."""
        scheme_of = {concept.slug: concept.scheme for concept in (*self.stored.values(), *concepts)}
        node_of = {slug: node for node, slug in self.tags.items()}
        for concept in concepts:
            if concept.scheme not in {scheme_of.get(slug) for slug in concept.broader}:
                node = node_of[concept.slug]
                for scheme in (scheme for scheme, slug in self.schemes.items() if slug == concept.scheme):
                    self.use(node, SKOS.topConceptOf, URIRef(scheme))
                    self.use(scheme, SKOS.hasTopConcept, URIRef(node))
