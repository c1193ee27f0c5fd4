"""The sheet that a drawing is put on from top to bottom: shapes, words, signs, and how wide words come out."""

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

Part = dict[str, Any]  # one part of a drawing as its data file has it

WIDE: Final = 400.0
EDGE: Final = 10.0
LABEL: Final = 14.0
SMALL: Final = 12.5
CLASS: Final = {
    "label": "fig-label",
    "small": "fig-small",
    "strong": "fig-strong",
    "small strong": "fig-small fig-strong",
}
# What each sign says where the data file has no words of its own for it.
SIGNS: Final = {
    "rise": "rose", "fall": "fell", "more": "more before: did better", "less": "less before: did better",
    "none": "no difference", "site": "stimulated here", "seen": "seen here", "link": "coupling",
}  # fmt: skip
# Widths of characters in shares of the size of the type, somewhat more than those of common typefaces.
NARROW: Final = dict.fromkeys("iljI.,:;'’|! ", 0.31) | dict.fromkeys("ftr()[]-–/", 0.42)
BROAD: Final = dict.fromkeys("mMWw%", 0.93) | dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ=≥−+", 0.70)
WIDTHS: Final = NARROW | BROAD


def size_of(look: str) -> float:
    return SMALL if "small" in look else LABEL


def width(words: str, look: str = "small") -> float:
    """About how wide these words come out."""
    em = size_of(look) * (1.12 if "strong" in look else 1.0)
    return sum(WIDTHS.get(character, 0.59) for character in words) * em


def wrapped(words: str, room: float, look: str = "small") -> list[str]:
    """The lines that fit into this room; a word that is longer stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and width(f"{lines[-1]} {word}", look) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Sheet:
    """Collects what is drawn; `y` is how far down it is full."""

    def __init__(self, name: str, words: dict[str, str]) -> None:
        self.name = name
        self.y = EDGE
        self.words = words
        self.drawn: list[str] = []
        self.used: list[str] = []
        self.markers: set[str] = set()

    def shape(self, tag: str, look: str, **places: float | str) -> None:
        told = "".join(
            f" {key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
            for key, value in places.items()
        )
        self.drawn.append(f'<{tag} class="{look}"{told} />')

    def path(self, look: str, d: str, **ends: str) -> None:
        self.shape("path", look, d=d, **ends)

    def text(self, words: str, x: float, y: float, look: str = "small", anchor: str = "start") -> None:
        if words:
            placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
            at = f'x="{number(x)}" y="{number(y)}"'
            self.drawn.append(f'<text class="{CLASS[look]}" {at}{placed}>{escape(words)}</text>')

    def lines(self, words: str, x: float, room: float, look: str = "small", anchor: str = "start") -> None:
        """Wrapped text from `y` on."""
        for line in wrapped(words, room, look):
            self.y += size_of(look) + 3.5
            self.text(line, x, self.y - 3, look, anchor)

    def arrow(self, d: str, *, accent: bool = False, both: bool = False) -> None:
        look = "-accent" if accent else ""
        self.markers.add(look)
        end = f"url(#{self.name}-arrow{look})"
        ends = {"marker_end": end} | ({"marker_start": end} if both else {})
        self.path(f"fig-arrow{look}", d, **ends)

    def sign(self, sign: str, x: float, y: float, *, size: float = 6.5) -> None:
        """A sign around this point; the key explains it below."""
        if sign not in SIGNS:
            raise ValueError(f"{self.name}: no sign is called {sign}")
        if sign not in self.used:
            self.used.append(sign)
        left, right, up, down = (number(v) for v in (x - size, x + size, y - size * 0.9, y + size * 0.9))
        middle = number(x)
        if sign == "rise":
            self.path("fig-up", f"M{left} {down}L{middle} {up}L{right} {down}z")
        elif sign == "fall":
            self.path("fig-down", f"M{left} {up}L{middle} {down}L{right} {up}z")
        elif sign == "site":
            self.path("fig-accent", f"M{left} {number(y)}L{middle} {up}L{right} {number(y)}L{middle} {down}z")
        elif sign == "none":
            for off in (-2.5, 2.5):
                self.path("fig-line", f"M{left} {number(y + off)}H{right}")
        elif sign == "link":
            self.path("fig-line-accent", f"M{left} {number(y)}H{right}")
        else:
            look = {"more": "fig-up", "less": "fig-down", "seen": "fig-head"}[sign]
            self.shape("circle", look, cx=x, cy=y, r=size * 0.85)

    def key(self) -> None:
        """What the signs mean, in as many lines as it takes."""
        told = [(sign, self.words.get(sign, SIGNS[sign])) for sign in self.used]
        told = [(sign, words) for sign, words in told if words]
        if not told:
            return
        self.y += 12
        self.path("fig-line-soft", f"M{EDGE:.0f} {number(self.y)}H{WIDE - EDGE:.0f}")
        self.y += 20
        x = EDGE + 6
        for sign, words in told:
            wide = 16 + width(words)
            if x > EDGE + 6 and x + wide > WIDE - EDGE:
                x, self.y = EDGE + 6, self.y + 20
            self.sign(sign, x + 1, self.y - 4)
            self.text(words, x + 14, self.y)
            x += wide + 14

    def svg(self, title: str) -> str:
        heads = {"": "fig-head", "-accent": "fig-head-accent"}
        markers = "".join(
            f'<marker id="{self.name}-arrow{look}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
            f'markerHeight="7" orient="auto-start-reverse"><path class="{heads[look]}" d="M0 0L10 5L0 10z" /></marker>'
            for look in sorted(self.markers)
        )
        defs = [f"<defs>{markers}</defs>"] if markers else []
        inner = "\n  ".join([f"<title>{escape(title)}</title>", *defs, *self.drawn])
        high = number(round(self.y + EDGE))
        start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:.0f} {high}">'
        return f"{start}\n  {inner}\n</svg>"
