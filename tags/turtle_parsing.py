"""Parsing Turtle with line numbers: of what is no Turtle, and of each subject for those who check further."""

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

import rdflib
from rdflib import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # a code that is no number is told by none but its owner
rdflib.NORMALIZE_LITERALS = False  # a notation "007" stays as it is written, whatever its datatype
RELATIVE: Final = "http://relative.invalid/"  # where addresses lead that do not say where they begin


class TurtleRefused(Exception):
    """Raised with every problem of a file: (line, what to mend)."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"line {line}: {message}" for line, message in problems))


def parsed(turtle: str) -> Graph:
    """The triples of a file. Raises `TurtleRefused` for what is no Turtle, whatever way the parser says so."""
    try:
        return Graph().parse(data=turtle + "\n", format="turtle", publicID=RELATIVE)
    except BadSyntax as error:
        line = error._str.decode()[: error._i].count("\n") + 1  # its own count takes “\\n” in a text for a line break
        raise TurtleRefused([(line, f"This is not Turtle: {error._why}.")]) from error
    except IndexError as error:
        line = turtle.rstrip().count("\n") + 1
        raise TurtleRefused([(line, "This is not Turtle: the file ends in the middle of a statement.")]) from error
    except (AssertionError, RecursionError) as error:
        line = _first_line_with(turtle.split("\n"), type(error))
        reason = (
            "a quotation mark or an escape is wrong"
            if isinstance(error, AssertionError)
            else "brackets are nested too deep"
        )
        raise TurtleRefused([(line, f"This is not Turtle: {reason}.")]) from error


def _first_line_with(lines: list[str], failure: type[Exception]) -> int:
    """The number of the first line that makes the parser fail so, found by halving."""

    def fails(count: int) -> bool:
        try:
            Graph().parse(data="\n".join(lines[:count]) + "\n", format="turtle")
        except (BadSyntax, IndexError, AssertionError, RecursionError) as error:
            return isinstance(error, failure)
        return False

    return bisect_left(range(len(lines)), True, lo=1, key=fails)


def subject_lines(graph: Graph, turtle: str) -> Iterator[tuple[str, int]]:
    """Where each subject stands at the beginning of a line, as `<address>` or as `prefix:name`."""
    prefixes = {prefix: str(base) for prefix, base in graph.namespaces()}
    seen: set[str] = set()
    for number, line in enumerate(turtle.split("\n"), start=1):
        if found := re.match(r"\s*(?:<([^<>\s]*)>|([\w-]*):([\w.-]*))\s", line + " "):
            subject = found[1] or prefixes.get(found[2] or "", "") + (found[3] or "")
            if subject not in seen:
                seen.add(subject)
                yield subject, number
