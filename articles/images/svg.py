"""Drawings: SVG that may stand inside a page. Only shapes, text and our own classes get through."""

import re
import xml.etree.ElementTree as ET
from typing import Final

from django.db import transaction

from articles.images.media.store import take_away
from articles.images.uploads import files_of
from articles.models import Image

SVG: Final = "{http://www.w3.org/2000/svg}"
ELEMENTS: Final = frozenset([
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
    "desc", "defs", "marker",
])  # fmt: skip
ATTRIBUTES: Final = frozenset([
    "class", "id", "viewBox", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx",
    "dy", "d", "points", "width", "height", "pathLength", "preserveAspectRatio", "text-anchor", "dominant-baseline",
    "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight", "markerUnits", "refX", "refY",
    "orient",
])  # fmt: skip
NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'  # in files, but not in the database: pages need none
STYLE: Final = 'style class="colours"'  # begins what `articles.images.standalone` adds to a file
LARGEST: Final = 200_000  # bytes
DEEPEST: Final = 30  # elements inside each other; writing them out again recurses
MARKER: Final = re.compile(r"url\(#[\w-]+\)|none", re.ASCII)


class DrawingRefused(Exception):
    """Raised with the line and what may not stand in a drawing."""


def sanitised(source: str) -> str:
    """The drawing in one canonical spelling, or `DrawingRefused`.

    Nothing is dropped silently but what a file of its own adds: namespace and colours.
    """
    if len(source.encode()) > LARGEST:
        raise DrawingRefused(f"The drawing is larger than {LARGEST:,} bytes.")
    if "<!" in source.replace("<!--", ""):
        raise DrawingRefused("A drawing may not declare a document type or entities.")
    try:
        root = ET.fromstring(source)  # noqa: S314  entities are refused above
    except ET.ParseError as error:
        raise DrawingRefused(f"line {error.position[0]}: this is not well-formed XML ({error}).") from error
    if root.tag != f"{SVG}svg" or not root.get("viewBox"):
        raise DrawingRefused("The outermost element has to be <svg> in the SVG namespace, with a viewBox.")
    if depth(root) > DEEPEST:
        raise DrawingRefused(f"No more than {DEEPEST} elements may stand inside each other.")
    take_off_colours(root)
    for element in root.iter():
        check(element)
    ET.register_namespace("", SVG[1:-1])
    return ET.tostring(root, encoding="unicode").replace(NAMESPACE, "").strip()


def with_namespace(svg: str) -> str:
    """As a file has it."""
    return svg.replace("<svg", f"<svg{NAMESPACE}", 1)


def take_off_colours(root: ET.Element) -> None:
    first = next(iter(root), None)
    if first is not None and first.tag == f"{SVG}style" and first.attrib == {"class": "colours"} and not len(first):
        root.text = first.tail
        root.remove(first)


def depth(root: ET.Element) -> int:
    """How many elements stand inside each other."""
    deepest, level = 0, [root]
    while level:
        deepest, level = deepest + 1, [child for element in level for child in element]
    return deepest


def check(element: ET.Element) -> None:
    name = str(element.tag).removeprefix(SVG)
    if name not in ELEMENTS:
        raise DrawingRefused(f"<{name}> may not stand in a drawing. Allowed: {', '.join(sorted(ELEMENTS))}.")
    for attribute, value in element.attrib.items():
        if attribute not in ATTRIBUTES:
            raise DrawingRefused(f"The attribute {attribute} of <{name}> may not stand in a drawing; use a class.")
        if attribute.startswith("marker-") and not MARKER.fullmatch(value):
            raise DrawingRefused(f"The attribute {attribute} of <{name}> has to be url(#id), a marker here.")
        if not attribute.startswith("marker-") and ("url(" in value.lower() or "\\" in value):
            raise DrawingRefused(f"The attribute {attribute} of <{name}> points outside the drawing.")


@transaction.atomic
def save_drawing(name: str, source: str, *, alt: str, decorative: bool, credit: str, numbers: str = "") -> Image:
    """Store the drawing under its name. Written only when something changed. Raises `DrawingRefused`.

    A photograph that had this name gives way with its renditions.
    """
    wanted = {"svg": sanitised(source), "alt": alt, "decorative": decorative, "credit": credit, "numbers": numbers}
    image = Image.objects.filter(name=name).first() or Image(name=name)
    if image.pk is None or any(getattr(image, column) != value for column, value in wanted.items()):
        for column, value in wanted.items():
            setattr(image, column, value)
        replaced = files_of(image)
        image.original, image.width, image.height = "", 0, 0
        image.full_clean(exclude=["original"])
        image.save()
        image.renditions.all().delete()
        transaction.on_commit(lambda: take_away(replaced))
    return image
