"""A graph as Turtle, RDF/XML or JSON-LD: the same graph is the same bytes, and every value stays as it is.

rdflib writes some codes as numbers ("007" as 7) and its XML in an order that changes from process to process.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, Graph, Literal
from rdflib.term import Node

from tags.skos import PREFIXES, RARE_PREFIXES
from tags.turtle import quoted, subject_block, term

# A prefix such as tag: would catch other addresses in JSON-LD; these stand before properties alone.
OF_PROPERTIES: Final = {
    "rdf": str(RDF), **{name: PREFIXES[name] for name in ("dcterms", "rdfs", "schema", "skos")}, **RARE_PREFIXES,
}  # fmt: skip
NOT_IN_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def turtle(graph: Graph) -> str:
    def said(node: Node) -> str:
        if not isinstance(node, Literal):
            return term(str(node))
        kind = f"@{node.language}" if node.language else f"^^{term(str(node.datatype))}" if node.datatype else ""
        return quoted(str(node)) + kind

    prefixes = [f"@prefix {name}: <{base}> ." for name, base in sorted({**PREFIXES, **RARE_PREFIXES}.items())]
    blocks = []
    for subject in sorted(set(graph.subjects()), key=str):
        kinds = sorted(said(kind) for kind in graph.objects(subject, RDF.type))
        lines = [
            (said(predicate), sorted(said(target) for target in graph.objects(subject, predicate)))
            for predicate in sorted(set(graph.predicates(subject)) - {RDF.type}, key=str)
        ]
        blocks.append(subject_block(str(subject), [("a", kinds), *lines]))
    return "\n".join([*prefixes, ""]) + "".join(f"\n{block}\n" for block in blocks)


def xml(graph: Graph) -> str:
    """Characters that XML cannot hold are written as U+FFFD."""
    spaces = "".join(f"\n    xmlns:{name}={quoteattr(base)}" for name, base in sorted(OF_PROPERTIES.items()))
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{spaces}>"]
    for subject, statements in _sorted(graph):
        lines.append(f"  <rdf:Description rdf:about={quoteattr(subject)}>")
        for name, node in statements:
            if isinstance(node, Literal):
                said = {"xml:lang": node.language, "rdf:datatype": str(node.datatype) if node.datatype else None}
                kind = "".join(f" {key}={quoteattr(value)}" for key, value in said.items() if value)
                lines.append(f"    <{name}{kind}>{escape(str(node), {chr(13): '&#13;'})}</{name}>")
            else:
                lines.append(f"    <{name} rdf:resource={quoteattr(str(node))}/>")
        lines.append("  </rdf:Description>")
    return NOT_IN_XML.sub("\ufffd", "\n".join([*lines, "</rdf:RDF>", ""]))


def json_ld(graph: Graph) -> str:
    def value(node: Node) -> dict[str, Any]:
        if not isinstance(node, Literal):
            return {"@id": str(node)}
        said = {"@language": node.language, "@type": str(node.datatype) if node.datatype else None}
        return {"@value": str(node), **{key: of for key, of in said.items() if of}}

    nodes = []
    for subject, statements in _sorted(graph):
        described: dict[str, Any] = {"@id": subject}
        for name, node in statements:
            described.setdefault(name, []).append(value(node))
        nodes.append(described)
    return json.dumps({"@context": OF_PROPERTIES, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _sorted(graph: Graph) -> Iterator[tuple[str, list[tuple[str, Node]]]]:
    """Each subject with its properties by their short names, all of which are of `OF_PROPERTIES`."""
    for subject in sorted(set(graph.subjects()), key=str):
        pairs = sorted(graph.predicate_objects(subject), key=lambda pair: (str(pair[0]), pair[1].n3()))
        yield str(subject), [(_short(predicate), node) for predicate, node in pairs]


def _short(predicate: Node) -> str:
    name, base = next((name, base) for name, base in OF_PROPERTIES.items() if str(predicate).startswith(base))
    return f"{name}:{str(predicate).removeprefix(base)}"


WRITERS: Final[dict[str, Callable[[Graph], str]]] = {"turtle": turtle, "xml": xml, "json-ld": json_ld}
