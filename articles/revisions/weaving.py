"""Three texts into one: first line by line, and where both sides changed the same lines, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from merge3 import Merge3

WORDS: Final = re.compile(r"\S+\s*|\s+")  # each with the space behind it: neighbours that both changed are in conflict


@dataclass(frozen=True)
class Woven:
    """`text`: with the changes of both, and ours where they are in conflict; `both`: there, ours and then theirs."""

    text: str
    both: str
    is_clean: bool


@dataclass(frozen=True)
class WovenPoints:
    points: list[str]
    both: list[str]
    is_clean: bool


def weave(base: str, ours: str, theirs: str) -> Woven:
    texts = [closed(text) for text in (base, ours, theirs)]
    pieces = []
    for agreed, clash in groups(*(text.splitlines(keepends=True) for text in texts)):
        pieces.append(weave_words(*("".join(lines) for lines in clash)) if clash else plain("".join(agreed)))
    woven = put_together(pieces)
    if all(text.endswith("\n") for text in (base, ours, theirs) if text):
        return woven
    return Woven(woven.text.removesuffix("\n"), woven.both.removesuffix("\n"), woven.is_clean)


def weave_words(base: str, ours: str, theirs: str) -> Woven:
    pieces = []
    for agreed, clash in groups(*(WORDS.findall(text) for text in (base, ours, theirs))):
        pieces.append(clashing(*("".join(words) for words in clash[1:])) if clash else plain("".join(agreed)))
    return put_together(pieces)


def clashing(ours: str, theirs: str) -> Woven:
    """Where only the space differs, the longer one stands."""
    if ours.split() == theirs.split():
        return plain(max(ours, theirs, key=len))
    return Woven(ours, side_by_side(ours, theirs), is_clean=not ours and not theirs)


def side_by_side(ours: str, theirs: str) -> str:
    if not ours or not theirs:
        return ours + theirs
    if "\n" in ours + theirs:
        return f"{ours.rstrip()}\n\n{theirs.lstrip()}"
    return f"{ours.rstrip()} {theirs}"


def weave_points(base: list[str], ours: list[str], theirs: list[str]) -> WovenPoints:
    """Lists of short texts: a text by itself where as many stand there, else the lists."""
    points: list[str] = []
    both: list[str] = []
    is_clean = True
    for agreed, clash in groups(base, ours, theirs):
        if not clash:
            points += agreed
            both += agreed
            continue
        was, mine, other = clash
        if len(was) == len(mine) == len(other):
            woven = [weave_words(*texts) for texts in zip(was, mine, other, strict=True)]
            points += [one.text for one in woven]
            for one, *texts in zip(woven, mine, other, strict=True):
                both += [one.text] if one.is_clean else texts
            is_clean = is_clean and all(one.is_clean for one in woven)
        else:
            points += mine
            both += [*mine, *(point for point in other if point not in mine and point not in was)]
            is_clean = False
    return WovenPoints(points, both, is_clean)


def groups(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[list[str], tuple[list[str], ...]]]:
    """What one or both agree on, or else the three that do not agree."""
    for kind, *found in Merge3(base, ours, theirs).merge_groups():
        parts = [[str(item) for item in part] for part in found]
        yield ([], tuple(parts)) if kind == "conflict" else (parts[0], ())


def put_together(pieces: Sequence[Woven]) -> Woven:
    return Woven(
        "".join(piece.text for piece in pieces),
        "".join(piece.both for piece in pieces),
        all(piece.is_clean for piece in pieces),
    )


def plain(text: str) -> Woven:
    return Woven(text, text, is_clean=True)


def closed(text: str) -> str:
    """With an end to its last line, so that a line is the same whether something follows it or not."""
    return f"{text}\n" if text and not text.endswith("\n") else text
