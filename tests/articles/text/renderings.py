"""Texts rendered as an article's would be, by a renderer that knows a few things."""

from articles.models import Image
from articles.text.addresses import Addresses
from articles.text.rendering import Rendered, Renderer
from tests.page import Page

SVG = '<svg viewBox="0 0 4 2"><path d="M0 0h4" /></svg>'
KNOWN = Addresses({"the-slug": "the-slug", "old-slug": "the-slug"}, {"fear": "fear", "dread": "fear", "größe": "größe"})
DRAWING = Image(pk=1, name="loop", svg=SVG, alt="A loop", credit="An atlas")


def renderer() -> Renderer:
    """It knows the references a, b and c and the image called loop."""
    return Renderer({"a", "b", "c"}, {"loop": DRAWING}, KNOWN)


def rendered(text: str, *, prefix: str = "") -> Rendered:
    return renderer().render(text, prefix=prefix)


def page(text: str) -> Page:
    return Page(f"<body>{rendered(text).html}</body>")
