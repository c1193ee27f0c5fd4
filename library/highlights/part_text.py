"""The plain text of a part of an article, as highlights are anchored in it, and the marks put around passages.

The text is what a reader sees: without numbers of references and notes, without drawings, white space as one space.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.safestring import SafeString

from articles.documents.slots import as_html

PIECES: Final = re.compile(r"""<(?:"[^"]*"|[^">])*>|&\#?\w+;|[\s\u2060]+|[^<&\s\u2060]+|.""", re.DOTALL)
SKIPPED: Final = re.compile(r'<(?:(sup) class="(?:cite|note)-ref"|(svg)\b|(b)>)')
WITHIN_A_LINE: Final = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup)\b")
WORD_JOINER: Final = "\u2060"


class Piece(NamedTuple):
    """`raw`: of the HTML; `shown`: what of it belongs to the text."""

    raw: str
    shown: str


def pieces(html: str) -> Iterator[Piece]:
    """All of `html`, in its order. Between blocks stands one space, whether or not the HTML has one there."""
    skipped, ends_in_space = "", True
    for raw in PIECES.findall(html):
        shown = ""
        if raw[0] == "<":
            if skipped:
                skipped = "" if raw.startswith(f"</{skipped}") else skipped
            elif opening := SKIPPED.match(raw):
                skipped = next(filter(None, opening.groups()))
            elif not WITHIN_A_LINE.match(raw):
                shown = " "
        elif not skipped:
            plain = unescape(raw).replace(WORD_JOINER, "")
            shown = " " if plain.isspace() else plain
        if shown == " " and ends_in_space:
            shown = ""
        if shown:
            ends_in_space = shown == " "
        yield Piece(raw, shown)


@dataclass(frozen=True)
class PartText:
    """`squeezed` has no spaces, as browsers and servers disagree about them; `places` leads back into `text`."""

    text: str

    @cached_property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:16]

    @cached_property
    def squeezed(self) -> str:
        return squeezed(self.text)

    @cached_property
    def places(self) -> list[int]:
        return [place for place, character in enumerate(self.text) if not character.isspace()]

    def cut(self, start: int, end: int) -> str:
        """The text from `start` to `end`, places in `squeezed`."""
        return self.text[self.places[start] : self.places[end - 1] + 1] if start < end else ""

    def before(self, start: int, since: int) -> str:
        """What stands in front of the passage at `start`, from `since` on, with the space between them."""
        return self.text[self.places[since] : self.places[start]]

    def behind(self, end: int, until: int) -> str:
        """What follows the passage that ends at `end`, with the space between them."""
        return self.text[self.places[end - 1] + 1 : self.places[until - 1] + 1]


def squeezed(text: str) -> str:
    return "".join(text.replace(WORD_JOINER, "").split())


def text_of(html: str) -> PartText:
    return shown_by(pieces(html))


def shown_by(parted: Iterable[Piece]) -> PartText:
    return PartText("".join(piece.shown for piece in parted))


class Passage(NamedTuple):
    """Where a highlight stands in the text, and by which key pages know it."""

    start: int
    end: int
    key: str


def marked(parted: Iterable[Piece], passages: Sequence[Passage]) -> SafeString:
    """The HTML of these pieces, which is safe already, with a `mark` around each stretch that highlights cover."""
    cuts = sorted({place for passage in passages for place in (passage.start, passage.end)})
    named: set[str] = set()
    covering: tuple[str, ...] = ()
    made, at = [], 0
    for piece in parted:
        stretches = divided(piece, at, cuts) if piece.raw[0] != "<" else [(at, piece.raw)]
        for place, raw in stretches:
            now = tuple(p.key for p in passages if p.start <= place < p.end) if is_text(piece) else ()
            if now != covering:
                made += ["</mark>" * bool(covering), opening_mark(now, named)]
                covering = now
            made.append(raw)
        at += len(piece.shown)
    return as_html("".join([*made, "</mark>" * bool(covering)]))


def is_text(piece: Piece) -> bool:
    return bool(piece.shown) and piece.raw[0] != "<"


def divided(piece: Piece, at: int, cuts: Sequence[int]) -> list[tuple[int, str]]:
    """The piece, which begins at `at`, parted where a highlight begins or ends in the middle of a word."""
    inner = [cut - at for cut in cuts if 0 < cut - at < len(piece.shown)] if piece.shown == piece.raw else []
    edges = [0, *inner, len(piece.raw)]
    return [(at + begin, piece.raw[begin:end]) for begin, end in pairwise(edges)]


def opening_mark(keys: tuple[str, ...], named: set[str]) -> str:
    """The first mark of a highlight has its id, so that links lead there."""
    if not keys:
        return ""
    first = next((key for key in keys if key not in named), "")
    named.update(keys)
    own = f' id="hl-{first}"' if first else ""
    return f'<mark class="hl"{own} data-highlights="{" ".join(keys)}">'
