"""The statements of a graph as a reader asks for them, with an account of those that it used."""

from typing import Final

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from members.characters import cleaned
from tags.skos.concepts import DEFAULT_LANGUAGE, STRING
from tags.skos.namespaces import RELATIVE, SKOSXL, short
from tags.skos.parsing import Triples
from tags.skos.problems import Problem

LABELS: Final = ("prefLabel", "altLabel", "hiddenLabel")

Statement = tuple[Node, Node, Node]


class Statements:
    """`used` holds those that are kept."""

    def __init__(self, triples: Triples) -> None:
        self.graph, self.lines = triples.graph, triples.lines
        self.used: set[Statement] = set()
        self.problems: list[Problem] = []
        self.read_xl_labels()

    def subjects(self, kind: Node) -> list[str]:
        """The addresses of all that is of this kind. What has none that holds everywhere is refused."""
        found = []
        for node in sorted(self.graph.subjects(RDF.type, kind), key=str):
            self.used.add((node, RDF.type, kind))
            if is_uri(node) and not str(node).startswith(RELATIVE):
                found.append(str(node))
            else:
                what = f"“{str(node).removeprefix(RELATIVE)}” has no whole address" if is_uri(node) else "has none"
                message = f"Every {short(kind)} needs an address of its own; one {what}."
                self.problems.append(Problem("no-address", self.lines.get(str(node), 1), message))
        return found

    def read_xl_labels(self) -> None:
        """The literal form of a label that is a thing of its own is a plain label too (SKOS-XL, S55 to S57)."""
        for name in LABELS:
            for node, label in list(self.graph.subject_objects(SKOSXL[name])):
                for form in list(self.graph.objects(label, SKOSXL.literalForm)):
                    self.graph.add((node, SKOS[name], form))
                    self.used.add((node, SKOSXL[name], label))
                    self.used.update({(label, SKOSXL.literalForm, form), (label, RDF.type, SKOSXL.Label)})

    def literals(self, node: str, predicate: URIRef) -> list[Literal]:
        """Texts with or without a language. Using one is for the caller to note."""
        values = (value for value in self.graph.objects(URIRef(node), predicate) if isinstance(value, Literal))
        return sorted((v for v in values if str(v.datatype or STRING) == STRING), key=lambda value: value.n3())

    def use(self, node: str, predicate: URIRef, *targets: Node) -> None:
        self.used.update((URIRef(node), predicate, target) for target in targets)

    def texts(self, node: str, predicate: URIRef) -> list[Literal]:
        found = self.literals(node, predicate)
        self.use(node, predicate, *found)
        return found

    def plain(self, node: str, predicate: URIRef) -> list[str]:
        return [str(value) for value in self.texts(node, predicate)]

    def one(self, node: str, *predicates: URIRef) -> str:
        """The text of the first of these properties, in English before any other language."""
        for predicate in predicates:
            values = sorted(self.literals(node, predicate), key=lambda v: (v.language != DEFAULT_LANGUAGE, v.n3()))
            if values:
                for other in predicates:
                    self.use(node, other, *(v for v in self.literals(node, other) if str(v) == str(values[0])))
                return str(cleaned(str(values[0])))
        return ""


def is_uri(node: Node) -> bool:
    return isinstance(node, URIRef)
