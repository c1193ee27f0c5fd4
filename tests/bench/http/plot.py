"""CPU of an answer as bars on a logarithmic scale, in a drawing (SVG) of our own."""

import math
from collections.abc import Sequence
from html import escape
from typing import Final

Bars = Sequence[tuple[str, float]]  # what is measured, and milliseconds

ROW: Final = 18  # pixels
GAP: Final = 12
LABELS: Final = 330
WIDTH: Final = 900
TOP: Final = 46
COLOURS: Final = {
    "bare": "#8a8f98",
    "kept": "#1b7f5c",
    "made": "#2f62b5",
    "member": "#a2541a",
}


def drawing(title: str, groups: Sequence[tuple[str, Bars]]) -> str:
    """`groups`: a page with its bars. A bar has the colour of the first word of `COLOURS` that is in its name."""
    values = [value for _, bars in groups for _, value in bars if value > 0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    height = TOP + sum(ROW * len(bars) + GAP for _, bars in groups) + 10

    def across(value: float) -> float:
        return LABELS + (math.log10(max(value, 10**low)) - low) / (high - low) * (WIDTH - LABELS - 70)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]
    for power in range(low, high + 1):
        x = across(10.0**power)
        parts.append(f'<path d="M{x:.1f} {TOP - 8}V{height - 10}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 12}" text-anchor="middle" fill="#555">{10.0**power:g} ms</text>')
    y = TOP
    for page, bars in groups:
        for name, value in bars:
            parts.append(bar(y, f"{page}, {name}", across(value), value))
            y += ROW
        y += GAP
    return "\n".join([*parts, "</svg>\n"])


def bar(y: float, label: str, end: float, value: float) -> str:
    colour = next((colour for word, colour in COLOURS.items() if word in label), "#555")
    return (
        f'<text x="{LABELS - 8}" y="{y + 13}" text-anchor="end" fill="#222">{escape(label)}</text>'
        f'<rect x="{LABELS}" y="{y + 2}" width="{end - LABELS:.1f}" height="{ROW - 5}" fill="{colour}"/>'
        f'<text x="{end + 5:.1f}" y="{y + 13}" fill="#222">{value:.3g}</text>'
    )
