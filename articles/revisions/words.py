"""Two texts compared word by word, and where they are long, what neither changed folded away."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import time
from typing import Final, Literal

from diff_match_patch import diff_match_patch

State = Literal["kept", "added", "removed"]
STATES: Final[dict[int, State]] = {-1: "removed", 0: "kept", 1: "added"}
LONGEST: Final = 1.0  # second: after that the rest is told as taken out and put in
UNITS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\s+|.", re.DOTALL)  # words, space, and each sign by itself
FIRST: Final = 0xF0000  # private characters, one for each unit, so that none is taken for a letter or a space


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `text` of what was added or removed stands in one version alone."""

    state: State
    text: str


@dataclass(frozen=True)
class Block:
    """Paragraphs that stand together: either with changes, or unchanged and folded."""

    pieces: tuple[Piece, ...]
    paragraphs: int = 1

    @property
    def is_changed(self) -> bool:
        return any(piece.state != "kept" for piece in self.pieces)


def compare_words(before: str, after: str, *, at_most: float = LONGEST) -> list[Piece]:
    """In the order of reading. Takes `at_most` so many seconds, roughly."""
    known: dict[str, str] = {}
    one, other = (
        "".join(known.setdefault(unit, chr(FIRST + len(known))) for unit in UNITS.findall(text))
        for text in (before, after)
    )
    units = {sign: unit for unit, sign in known.items()}
    engine = diff_match_patch()
    found = engine.diff_main(one, other, False, time() + at_most)
    engine.diff_cleanupSemantic(found)
    return [Piece(STATES[state], "".join(units[sign] for sign in signs)) for state, signs in found]


def folded(pieces: Iterable[Piece]) -> list[Block]:
    """Paragraph by paragraph; those in a row that nobody changed are one block."""
    blocks: list[Block] = []
    for paragraph in paragraphs_of(pieces):
        block = Block(tuple(paragraph))
        if blocks and not block.is_changed and not blocks[-1].is_changed:
            blocks[-1] = Block((*blocks[-1].pieces, *block.pieces), blocks[-1].paragraphs + 1)
        else:
            blocks.append(block)
    return blocks


def paragraphs_of(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Parted where both versions have an empty line."""
    paragraph: list[Piece] = []
    for piece in pieces:
        if piece.state != "kept":
            paragraph.append(piece)
            continue
        first, *rest = re.split(r"\n{2,}", piece.text)
        paragraph += [Piece("kept", first)] if first else []
        for text in rest:
            if paragraph:
                yield paragraph
            paragraph = [Piece("kept", text)] if text else []
    if paragraph:
        yield paragraph


def count_words(pieces: Iterable[Piece], state: State) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.state == state)
