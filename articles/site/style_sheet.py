"""The colours of a site that has its own, as one small style sheet behind those that everybody has."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from articles.site.values import Colour, Look, Site

OWN: Final = "own-"  # begins the class of a taxonomy whose colour is not one of the palette


def style_sheet(site: Site) -> str:
    """Empty when the site has the colours that it comes with."""
    tokens = [f"  --{name}: {light_dark(colour)};" for name, colour in sorted(with_press(site).items())]
    rules = list(_rules(site))
    parts = [
        *(["@layer tokens {", ":root {", *tokens, "}", "}"] if tokens else []),
        *(["@layer components {", *rules, "}"] if rules else []),
    ]
    return "\n".join([*parts, ""]) if parts else ""


def with_press(site: Site) -> dict[str, Colour]:
    """The colours that are set. An accent of one's own is pressed without a change, unless that has its own colour."""
    colours = dict(site.colours)
    if "accent" in colours:
        colours.setdefault("accent-press", colours["accent"])
    return colours


def _rules(site: Site) -> Iterator[str]:
    for slug, look in sorted(site.looks.items()):
        if look.own:
            yield f".is-{OWN}{escaped(slug)} {{ --c: {light_dark(look.own)}; }}"


def escaped(slug: str) -> str:
    """As a selector names it: letters that are not plain by their number, which no reader of style sheets mistakes."""
    return re.sub(r"[^a-zA-Z0-9_-]", lambda letter: f"\\{ord(letter[0]):x} ", slug)


def light_dark(colour: Colour) -> str:
    return f"light-dark({colour.light},{colour.dark})"


def version(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]


def hue(slug: str, site: Site) -> str:
    """What follows `is-` in the class of a taxonomy, or of another facet, which has no colour."""
    look = site.looks.get(slug, Look())
    return f"{OWN}{slug}" if look.own else look.colour or slug
