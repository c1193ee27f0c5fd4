"""A query as a tree. It keeps how each part was written, so that the tree written out is the query again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Word:
    """One word as it was typed; with `is_prefix` every word that begins so."""

    text: str
    is_prefix: bool = False

    def __str__(self) -> str:
        return f"{self.text}*" if self.is_prefix else self.text


@dataclass(frozen=True)
class Phrase:
    """Words that have to stand side by side, in this order."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class Field:
    """A filter: `tag:methods`, `year:2015..2020`. `is_quoted`: the value stood in quotation marks; `written`: the name
    as it was typed, in whatever letters.
    """

    name: str
    value: str
    is_quoted: bool = False
    written: str = field(default="", compare=False)

    def __str__(self) -> str:
        value = f'"{self.value}"' if self.is_quoted else self.value
        return f"{self.written or self.name}:{value}"


@dataclass(frozen=True)
class Not:
    """What must not be there, with a hyphen before it or the word NOT."""

    part: "Node"
    is_word: bool = False

    def __str__(self) -> str:
        return f"NOT {self.part}" if self.is_word else f"-{self.part}"


@dataclass(frozen=True)
class Group:
    """Brackets."""

    part: "Node"

    def __str__(self) -> str:
        return f"({self.part})"


@dataclass(frozen=True)
class And:
    """Parts that all have to hold. `said[i]`: whether AND was written between the parts i and i + 1."""

    parts: tuple["Node", ...]
    said: tuple[bool, ...]

    def __str__(self) -> str:
        words = ["AND " if said else "" for said in (False, *self.said)]
        return " ".join(f"{word}{part}" for word, part in zip(words, self.parts, strict=True))


@dataclass(frozen=True)
class Or:
    """Parts of which one has to hold."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Node = Word | Phrase | Field | Not | Group | And | Or


def text_of(tree: "Node | None") -> str:
    """The query that a tree stands for."""
    return "" if tree is None else str(tree)


def joined(parts: Sequence[tuple[Node, bool]]) -> Node | None:
    """The parts side by side, each with whether AND is written before it; None when there are none.

    What binds less is put in brackets.
    """
    if len(parts) < 2:
        return parts[0][0] if parts else None
    bound = tuple(Group(part) if isinstance(part, Or) else part for part, _ in parts)
    return And(bound, tuple(is_said for _, is_said in parts[1:]))


def side_by_side(tree: Node | None) -> tuple[Node, ...]:
    """The parts that all have to hold, at the top of the tree."""
    if tree is None:
        return ()
    return tree.parts if isinstance(tree, And) else (tree,)


def with_said(tree: Node | None) -> list[tuple[Node, bool]]:
    """The same, each with whether AND is written before it."""
    said = (False, *tree.said) if isinstance(tree, And) else (False,)
    return list(zip(side_by_side(tree), said, strict=False))


def leaves(tree: Node) -> Iterator[tuple[Word | Phrase | Field, bool]]:
    """Every word, phrase and filter from left to right, and whether it is wanted (not under a NOT)."""
    waiting: list[tuple[Node, bool]] = [(tree, True)]
    while waiting:
        node, is_wanted = waiting.pop()
        if isinstance(node, Not):
            waiting.append((node.part, not is_wanted))
        elif isinstance(node, Group):
            waiting.append((node.part, is_wanted))
        elif isinstance(node, And | Or):
            waiting.extend((part, is_wanted) for part in reversed(node.parts))
        else:
            yield node, is_wanted
