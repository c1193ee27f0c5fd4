"""The namespaces of files, the short names of what stands in them, and how rdflib has to take values."""

import logging
from typing import Final

import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Namespace
from rdflib.term import Node

from tags.skos.concepts import OTHERS, TAG, TAXONOMY

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # a code that is no number is told by none but its owner
rdflib.NORMALIZE_LITERALS = False  # a notation "007" stays as it is written, whatever its datatype
SCHEMA: Final = Namespace("https://schema.org/")
OWN: Final = Namespace("urn:cbtneuro:property:")  # what only this site says of a tag
CATEGORY: Final = "category"  # the dcterms:type of the scheme whose tags stand above a title
RELATIVE: Final = "http://relative.invalid/"  # where addresses lead that do not say where they begin
OF_PROPERTIES: Final = {
    "cbtneuro": str(OWN), "dcterms": str(DCTERMS), "owl": str(OWL), "rdf": str(RDF), "rdfs": str(RDFS),
    "schema": str(SCHEMA), "skos": str(SKOS),
}  # fmt: skip
PREFIXES: Final = {**OF_PROPERTIES, "mesh": OTHERS["mesh"], "tag": TAG, "taxonomy": TAXONOMY}
SKOSXL: Final = Namespace("http://www.w3.org/2008/05/skos-xl#")  # labels that are things of their own
KNOWN: Final = {**PREFIXES, "skosxl": str(SKOSXL)}


def short(predicate: Node) -> str:
    """A property as one writes it, such as skos:broader; the whole address of one that is not known here."""
    name, base = next(((name, base) for name, base in KNOWN.items() if str(predicate).startswith(base)), ("", ""))
    return f"{name}:{str(predicate).removeprefix(base)}" if name else str(predicate)
