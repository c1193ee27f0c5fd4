"""Every pair of colours that stands on the pages, computed from the tokens themselves, in both themes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from articles.site.tokens import tokens
from articles.site.values import PALETTE, SHAPES
from collection.contrast import contrast, too_faint
from collection.management.commands.load_collection import SHIPPED
from tests.databases import shipped_site

CSS: Final = Path(__file__).resolve().parents[2] / "static" / "css"


def faint(colours: Mapping[str, str]) -> list[str]:
    found = too_faint(colours, [f"f-{colour}" for colour in PALETTE])
    return [f"{front} on {ground}: {ratio:.2f}, not {least}" for (front, ground), ratio, least in found]


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_edge_and_shade_can_be_read_in_both_themes(theme: str) -> None:
    """Reading text has 7:1 on every ground, other text and glyphs 4.5:1, edges of controls and the focus ring 3:1."""
    assert faint(tokens(theme)) == []


@pytest.mark.parametrize(
    ("token", "colour", "fault"),
    [
        ("ink-2", "#777777", "ink-2 on paper: 4.27, not 7.0"),
        ("ink-3", "#8A8A8A", "ink-3 on surface: 3.45, not 4.5"),
        ("f-olive", "#B9CC74", "f-olive on soft: 1.54, not 4.5"),
        ("on-accent", "#6B1F5C", "on-accent on accent: 1.00, not 4.5"),
        ("mark", "#6B1F5C", "accent on mark: 1.00, not 4.5"),
        ("focus", "#DDDDDD", "focus on surface: 1.36, not 3.0"),
    ],
)
def test_a_colour_that_is_too_faint_would_be_named(token: str, colour: str, fault: str) -> None:
    found = faint({**tokens("light"), token: colour})
    assert fault in found, found


def test_every_taxonomy_has_a_colour_a_class_and_a_shape_of_its_own() -> None:
    base = (CSS / "base.css").read_text()
    glyph = (CSS.parents[1] / "templates" / "_glyph.html").read_text()
    assert [colour for colour in PALETTE if f".is-{colour} {{ --c: var(--f-{colour}); }}" not in base] == []
    shapes = re.findall(r'shape == "([\w-]+)" %}\s*(<[^>]+>)', glyph)
    assert {shape for shape, _ in shapes} == {*SHAPES} - {"ring"}
    assert len({drawn for _, drawn in shapes}) == len(shapes)
    looks = shipped_site().looks
    taxonomies = set(
        re.findall(r"^taxonomy:([\w-]+)\s+a skos:ConceptScheme", (SHIPPED / "taxonomy.ttl").read_text(), re.MULTILINE)
    )
    assert set(looks) == taxonomies
    assert len({look.shape for look in looks.values()}) == len({look.colour for look in looks.values()}) == len(looks)


def test_colours_are_named_in_the_tokens_and_nowhere_else() -> None:
    """A colour written in another file would escape both the dark theme and this test."""
    others = [path for path in CSS.glob("*.css") if path.name != "tokens.css"]
    stray = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", path.read_text()) for path in others}
    assert {name: found for name, found in stray.items() if found} == {}


def test_every_token_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in CSS.glob("*.css"))))
    used = {name for path in CSS.glob("*.css") for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - defined == set()
