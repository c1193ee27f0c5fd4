"""The drawing of a taxonomy, taken apart: which shapes stand for which tags, and what is drawn around them.

A shape stands right in the outermost element, is a path, a group or any other element that draws, and has the slug of
its tag as its `id`. Nothing else has one.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString

from articles.documents.slots import as_html

DRAWS: Final = frozenset({"g", "path", "rect", "circle", "ellipse", "polyline", "polygon"})


@dataclass(frozen=True)
class Drawn:
    """A piece of the drawing, in its order: the shape of the tag with this slug, or what stands for none."""

    slug: str
    markup: SafeString


@lru_cache(maxsize=8)
def taken_apart(svg: str) -> tuple[str, tuple[Drawn, ...]]:
    """The view box of a sanitised drawing, and its pieces."""
    root = ET.fromstring(svg)  # noqa: S314  sanitised when it was stored
    pieces = []
    for element in root:
        slug = element.attrib.pop("id", "")
        pieces.append(Drawn(slug, as_html(ET.tostring(element, encoding="unicode").strip())))
    return root.get("viewBox", ""), tuple(pieces)


def slugs_of(svg: str) -> tuple[str, ...]:
    return tuple(piece.slug for piece in taken_apart(svg)[1] if piece.slug)


def problems_of(svg: str) -> Iterator[tuple[str, str]]:
    """What a sanitised drawing does that a map may not: an `id`, and why it cannot stand where it does."""
    root = ET.fromstring(svg)  # noqa: S314  sanitised before
    shapes = list(root)
    for element in root.iter():
        slug = element.get("id", "")
        if slug and element not in shapes:
            yield slug, f"“{slug}” stands inside another element; a shape stands right in <svg>, and only it has an id."
        elif slug and element.tag not in DRAWS:
            yield slug, f"“{slug}” is <{element.tag}>; a shape is one of: {', '.join(sorted(DRAWS))}."
    for slug, times in Counter(element.get("id", "") for element in shapes).items():
        if slug and times > 1:
            yield slug, f"“{slug}” has two shapes; put them into one <g>."


def renamed(svg: str, slugs: Mapping[str, str]) -> str:
    """With other ids: each shape that `slugs` does not name stands for no tag any more."""
    root = ET.fromstring(svg)  # noqa: S314  sanitised when it was stored
    for element in root:
        if slug := slugs.get(element.attrib.pop("id", "")):
            element.set("id", slug)
    return ET.tostring(root, encoding="unicode").strip()
