"""A drawing as a file of its own: the colours of the site in both themes, and the same drawing when it comes back."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from articles.images.standalone import hash_of_style, lines_of_style, rules_of_figures, standalone
from articles.images.svg import DrawingRefused, sanitised
from articles.models import Image
from articles.site.values import DEFAULT, Colour
from tests.factories import make_article, make_drawing

SVG = """\
<svg viewBox="0 0 400 200">
  <path class="fig-ci" d="M0 0h4" />
  <text class="fig-small fig-strong">x</text>
</svg>"""
EVERY_CLASS = {name for selectors, _ in rules_of_figures() for name in re.findall(r"\.([\w-]+)", " ".join(selectors))}


def style_of(classes: set[str], accent: Colour | None = None) -> tuple[str, str]:
    """What it says in the light theme, and what in the dark one."""
    site = replace(DEFAULT, colours={"accent": accent} if accent else {})
    light, _, dark = "\n".join(lines_of_style(classes, site)).partition("@media (prefers-color-scheme: dark)")
    return light, dark


@pytest.mark.parametrize("svg", [SVG, SVG.replace("\n", ""), '<svg viewBox="0 0 4 2" />'])
def test_what_was_added_comes_off_again_and_nothing_else(svg: str) -> None:
    alone = standalone(sanitised(standalone(svg, DEFAULT)), DEFAULT)
    assert "xmlns=" in alone
    assert sanitised(alone) == svg


def test_it_says_what_its_own_classes_look_like_and_no_others() -> None:
    light, dark = style_of({"fig-ci", "fig-small", "fig-strong"})
    assert set(re.findall(r"fig-[\w-]+", light + dark)) == {"fig-ci", "fig-small", "fig-strong"}
    assert "stroke: #6B1F5C; stroke-width: 2;" in light
    assert "stroke: #E5A9D8;" in dark


def test_every_class_of_drawings_is_written_out_in_both_themes() -> None:
    light, dark = style_of(EVERY_CLASS)
    assert len(EVERY_CLASS) > 20
    assert "var(" not in light + dark
    for name in EVERY_CLASS:
        assert re.search(rf"\.{name}\b[^{{]*{{[^}}]*#", light), name
        assert re.search(rf"\.{name}\b[^{{]*{{[^}}]*#", dark), name


def test_it_wears_the_accent_of_the_site() -> None:
    light, dark = style_of({"fig-pt"}, Colour("#0F4C8A", "#9CC4FF"))
    assert ".fig-pt { fill: #0F4C8A; stroke: none; }" in light
    assert ".fig-pt { fill: #9CC4FF; }" in dark


@pytest.mark.parametrize(
    "added",
    ["<style>path {}</style>", '<style class="colours"><path/></style>', '<style class="colours" media="all"></style>'],
)
def test_another_style_is_refused(added: str) -> None:
    with pytest.raises(DrawingRefused, match="<style> may not stand in a drawing"):
        sanitised(standalone(SVG, DEFAULT).replace("<path", f"{added}<path"))


@pytest.mark.django_db
def test_a_drawing_has_an_address_whose_policy_allows_its_colours_alone(client: Client) -> None:
    make_article(image=make_drawing("boxes"))
    shown = client.get(f"/images/{Image.objects.get().pk}/drawing.svg")
    assert shown["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert shown["Content-Disposition"] == 'inline; filename="boxes.svg"'
    assert shown["Content-Security-Policy"] == f"default-src 'none'; style-src {hash_of_style(shown.text)}"
    assert sanitised(shown.text) == Image.objects.get().svg
