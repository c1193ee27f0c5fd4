"""Whether colours can be read: the ratios that the pages' own tokens keep (static/css), asked of a site's own too."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from articles.site.tokens import sheet

GROUNDS: Final = ("paper", "surface", "sunken", "soft")
READING: Final = ("ink", "ink-2")
EDGES: Final = ("rule-2", "focus")
OTHER_TEXT: Final = ("ink-3", "accent", "accent-press", "danger", "warn", "ok")
ON_COLOUR: Final = (
    ("on-accent", "accent"), ("on-accent", "accent-press"), ("ink", "mark"), ("paper", "ink"), ("accent", "mark"),
    ("ink-2", "mark"),
)  # fmt: skip
SHADE: Final = re.compile(r"\.l(\d) \{ --shade: (\d+)%; --on: var\(--([\w-]+)\); \}")

Pair = tuple[str, str]  # what is written, and the ground it stands on


def shades() -> list[tuple[float, str]]:
    """How much of the accent each shade of the matrix and of maps holds, and what is written on it."""
    return [(int(share) / 100, ink) for _, share, ink in SHADE.findall(sheet("shades"))]


def too_faint(colours: Mapping[str, str], facets: Iterable[str]) -> Iterator[tuple[Pair, float, float]]:
    """The pairs that cannot be read, with their ratio and the one they need. `facets` name colours of taxonomies."""
    text = [(front, ground) for front in (*OTHER_TEXT, *facets) for ground in GROUNDS]
    wanted = [
        *(((front, ground), 7.0) for front in READING for ground in GROUNDS),
        *((pair, 4.5) for pair in (*text, *ON_COLOUR)),
        *(((front, ground), 3.0) for front in EDGES for ground in GROUNDS),
    ]
    for pair, least in wanted:
        if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < least:
            yield pair, ratio, least
    for share, ink in shades():
        if (ratio := contrast(colours[ink], mixed(colours["accent"], colours["paper"], share))) < 4.5:
            yield (ink, f"{share:.0%} of the accent"), ratio, 4.5


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, share: float) -> str:
    """`color-mix` in srgb: so much of the one, the rest of the other."""
    both = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (first * share + second * (1 - share))):02X}" for first, second in both)


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
