"""Triples from a file that somebody gives us: Turtle, RDF/XML or JSON-LD. Nothing else is ever opened or fetched."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NoReturn
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException

from rdflib import Graph
from rdflib.exceptions import Error, ParserError
from rdflib.parser import InputSource
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.plugins.shared.jsonld.errors import JSONLDException
from rdflib.term import Node

from tags.management.progress import Begin, silently
from tags.skos.namespaces import RELATIVE

LARGEST: Final = 50 * 1024 * 1024  # bytes
SUFFIXES: Final = {
    ".ttl": "turtle", ".turtle": "turtle", ".n3": "turtle", ".nt": "turtle", ".rdf": "xml", ".xml": "xml",
    ".owl": "xml", ".jsonld": "json-ld", ".json": "json-ld",
}  # fmt: skip
OF_XML: Final = {"amp", "apos", "gt", "lt", "quot"}  # entities that every file has
FORMATS: Final = ("turtle", "xml", "json-ld")


class RdfRefused(Exception):
    """Raised with every problem of a file: (line or 0, what to mend). Nothing was written."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"line {line}: {message}" if line else message for line, message in problems))


@dataclass(frozen=True)
class Triples:
    """What a file says, and the line at which it begins to speak of each address; known for Turtle alone."""

    graph: Graph
    lines: dict[str, int] = field(default_factory=dict)


def read_file(path: Path, format: str = "") -> tuple[bytes, str]:
    """The bytes of a file and its format: the one that is named, else that of its suffix. Raises `RdfRefused`."""
    format = format or SUFFIXES.get(path.suffix.lower(), "")
    if format not in FORMATS:
        raise RdfRefused([(0, f"The ending of “{path.name}” names no format; say --format {', '.join(FORMATS)}.")])
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise RdfRefused([(0, f"“{path}” cannot be read: {error.strerror}.")]) from error
    if len(data) > LARGEST:
        raise RdfRefused([(0, f"The file has more than {LARGEST // 1024 // 1024} MB.")])
    return data, format


def triples(data: bytes, format: str, begin: Begin = silently) -> Triples:
    """What a file says. Raises `RdfRefused` with the line where it is known."""
    if format == "xml":
        return Triples(_from_xml(data, begin))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RdfRefused([(line, "This is not UTF-8.")]) from error
    return Triples(_from_json(text)) if format == "json-ld" else from_turtle(text, begin)


class _Parser(SinkParser):
    """That of rdflib, which tells neither where a subject stands nor, of most faults, where they are."""

    def __init__(self, sink: RDFSink, more: Callable[[int], None]) -> None:
        super().__init__(sink, baseURI=RELATIVE, turtle=True)
        self.more, self.told = more, 0
        self.at = 0  # where the statement or text begins that is being read
        self.starts: dict[str, int] = {}

    def statement(self, argstr: str, i: int) -> int:
        self.more(i - self.told)
        self.at = self.told = i
        return super().statement(argstr, i)

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        self.starts.setdefault(str(subj), i)
        return super().property_list(argstr, i, subj)

    def strconst(self, argstr: str, i: int, delim: str) -> tuple[int, str]:
        self.at = i
        return super().strconst(argstr, i, delim)


def from_turtle(text: str, begin: Begin = silently) -> Triples:
    """Raises `RdfRefused` for what is no Turtle, whatever way the parser says so."""
    graph = Graph()
    parser = _Parser(RDFSink(graph), begin("Reading", len(text)))
    try:
        parser.loadBuf(text + "\n")
    except BadSyntax as error:
        raise _not_turtle(text, error._i, error._why) from error  # its own count takes “\\n” for a line break
    except IndexError as error:
        raise _not_turtle(text, len(text.rstrip()), "the file ends in the middle of a statement") from error
    except AssertionError as error:
        raise _not_turtle(text, parser.at, "a quotation mark or an escape is wrong") from error
    except RecursionError as error:
        raise _not_turtle(text, parser.at, "brackets are nested too deep") from error
    parser.more(len(text) - parser.told)
    lines, line, before = {}, 1, 0
    for subject, at in parser.starts.items():
        line, before = line + text.count("\n", before, at), at
        lines[subject] = line
    return Triples(graph, lines)


def _not_turtle(text: str, at: int, reason: str) -> RdfRefused:
    return RdfRefused([(text.count("\n", 0, at) + 1, f"This is not Turtle: {reason}.")])


class _Told(BytesIO):
    """Bytes that tell how far they have been read."""

    more: Callable[[int], None]

    def read(self, size: int | None = -1, /) -> bytes:
        part = super().read(size)
        self.more(len(part))
        return part


def _from_xml(data: bytes, begin: Begin) -> Graph:
    """Another reader looks first at what could name other files, or grow without end."""
    guard = expat.ParserCreate()
    _guard_entities(guard, data)
    try:
        guard.Parse(data, True)
        source, stream = InputSource(RELATIVE), _Told(data)
        stream.more = begin("Reading", len(data))
        source.setByteStream(stream)
        return Graph().parse(source=source, format="xml", publicID=RELATIVE)
    except expat.ExpatError as error:
        raise RdfRefused([(error.lineno, f"This is not XML: {expat.ErrorString(error.code)}.")]) from error
    except SAXParseException as error:
        raise RdfRefused([(error.getLineNumber() or 0, f"This is not XML: {error.getMessage()}.")]) from error
    except (ParserError, SAXException) as error:
        found = re.match(r".*?:(\d+):\d+: (.*)", str(error), re.DOTALL)
        line, reason = (int(found[1]), found[2]) if found else (0, str(error))
        raise RdfRefused([(line, f"This is not RDF in XML: {reason}.")]) from error
    except (Error, LookupError, TypeError, ValueError, AttributeError, AssertionError, RecursionError) as error:
        raise RdfRefused([(0, f"This is no RDF in XML that can be read here ({error}).")]) from error


def _guard_entities(guard: expat.XMLParserType, data: bytes) -> None:
    """A document type may name texts of the file itself: all of them together make no more than a file may hold.

    What they can make is told before anything is expanded: as if every `&` were the longest of them.
    """
    sizes: dict[str, int] = {}

    def refuse(reason: str) -> NoReturn:
        raise RdfRefused([(guard.CurrentLineNumber, f"The document type (<!DOCTYPE …>) {reason}")])

    def begin(_name: str, system: str | None, public: str | None, _is_internal: int) -> None:
        if system or public:
            refuse("names another file; only entities of this file itself are read.")

    def declare(name: str, is_parameter: int, value: str | None, *_: object) -> None:
        if is_parameter or value is None:
            refuse(f"names another file or a part of itself by “{name}”; only plain entities are read.")
        inner = set(re.findall("&([^#;][^;]*);", value)) - OF_XML
        if any(other not in sizes for other in inner):
            refuse(f"has an entity “{name}” that names another before it is declared.")
        size = len(value) + sum(sizes[other] * value.count(f"&{other};") for other in inner)
        sizes[name] = max(sizes.get(name, 0), size)
        if size * data.count(b"&") > LARGEST:
            refuse(f"has an entity “{name}” that could make more than {LARGEST // 1024 // 1024} MB of this file.")

    def default(*_: object) -> None:
        refuse("sets values of attributes; only entities are read.")

    guard.StartDoctypeDeclHandler = begin
    guard.EntityDeclHandler = declare
    guard.AttlistDeclHandler = default


def _from_json(text: str) -> Graph:
    """What is parsed here is what rdflib gets, so that both see the same contexts."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict | list):
            raise RdfRefused([(1, "This is not JSON-LD: it has to be an object or a list of them.")])
        if remote := sorted(set(_remote(document))):
            names = ", ".join(f"“{name}”" for name in remote)
            raise RdfRefused([(0, f"The context {names} lies elsewhere and is not fetched; write it into the file.")])
        return Graph().parse(data=json.dumps(document), format="json-ld", publicID=RELATIVE)
    except json.JSONDecodeError as error:
        raise RdfRefused([(error.lineno, f"This is not JSON: {error.msg}.")]) from error
    except RecursionError as error:
        raise RdfRefused([(0, "This is not JSON-LD: brackets are nested too deep.")]) from error
    except (JSONLDException, Error, LookupError, TypeError, ValueError, AttributeError, AssertionError) as error:
        raise RdfRefused([(0, f"This is no JSON-LD that can be read here ({error}).")]) from error


def _remote(value: Any) -> list[str]:
    """Every context that is an address, at whatever depth."""
    if isinstance(value, list):
        return [name for item in value for name in _remote(item)]
    if not isinstance(value, dict):
        return []
    contexts = value.get("@context")
    named = [one for one in (contexts if isinstance(contexts, list) else [contexts]) if isinstance(one, str)]
    imported = [str(value["@import"])] if "@import" in value else []
    return [*named, *imported, *(name for inner in value.values() for name in _remote(inner))]
