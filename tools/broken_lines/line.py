"""One line that can be broken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`text` stands in the file exactly once. `tests`: ids of pytest, each of one function or one of its cases."""

    name: str
    path: str
    text: str
    becomes: str
    tests: tuple[str, ...]


def line(name: str, path: str, text: str, becomes: str, *tests: str) -> Mutant:
    return Mutant(name, path, text, becomes, tests)
