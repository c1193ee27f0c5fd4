"""Every pair of colours that stands on the pages, computed from the tokens themselves, in both themes."""

import re
from pathlib import Path
from typing import Final

import pytest

CSS: Final = Path(__file__).resolve().parents[2] / "static" / "css"
GROUNDS: Final = ("paper", "surface", "sunken", "soft")
FACETS: Final = (
    "disorder",
    "brain-region",
    "circuit",
    "neurotransmitter",
    "therapy",
    "process",
    "method",
    "evidence",
    "outcome",
    "context",
    "category",
)
AS_TEXT: Final = ("ink-3", "accent", "accent-press", "danger", "warn", "ok", *(f"f-{facet}" for facet in FACETS))
AS_SHAPE: Final = ("rule-2", "focus")
TOKEN: Final = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9A-F]{6}),\s*(#[0-9A-F]{6})\)", re.IGNORECASE)


def colours(theme: str) -> dict[str, str]:
    found = TOKEN.findall((CSS / "tokens.css").read_text())
    return {name: dark if theme == "dark" else light for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = colours(theme)
    ratios = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    return [f"{front} on {ground}: {ratio:.2f}" for (front, ground), ratio in ratios.items() if ratio < least]


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_reading_text_has_seven_to_one_on_every_ground(theme: str) -> None:
    assert too_faint(theme, [(ink, ground) for ink in ("ink", "ink-2") for ground in GROUNDS], 7) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_other_text_and_glyph_has_four_and_a_half_to_one(theme: str) -> None:
    pairs = [(text, ground) for text in AS_TEXT for ground in GROUNDS]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-press"), ("ink", "mark"), ("paper", "ink")]
    pairs += [("accent", "mark"), ("ink-2", "mark")]  # a note or reference that was jumped to
    assert too_faint(theme, pairs, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_have_three_to_one(theme: str) -> None:
    assert too_faint(theme, [(shape, ground) for shape in AS_SHAPE for ground in GROUNDS], 3) == []


def test_every_taxonomy_has_a_colour_a_class_and_a_shape_of_its_own() -> None:
    base = (CSS / "base.css").read_text()
    glyph = (CSS.parents[1] / "templates" / "_glyph.html").read_text()
    assert [facet for facet in FACETS if f".is-{facet} {{ --c: var(--f-{facet}); }}" not in base] == []
    shapes = re.findall(r'kind == "([\w-]+)" %}\s*(<[^>]+>)', glyph)
    assert {facet for facet, _ in shapes} == set(FACETS)
    assert len({shape for _, shape in shapes}) == len(FACETS)


def test_colours_are_named_in_the_tokens_and_nowhere_else() -> None:
    """A colour written in another file would escape both the dark theme and this test."""
    others = [path for path in CSS.glob("*.css") if path.name != "tokens.css"]
    stray = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", path.read_text()) for path in others}
    assert {name: found for name, found in stray.items() if found} == {}


def test_every_token_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in CSS.glob("*.css"))))
    used = {name for path in CSS.glob("*.css") for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - defined == set()
