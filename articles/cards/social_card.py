"""A social card as a drawing of 1200 by 630: title, topics with their shapes, and the drawing of an article.

All of it is what every visitor may read on the page itself. The colours are those of the light theme.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string

from articles.cards.card_fonts import SANS, SERIF, fitting, in_lines, shortened
from articles.cards.card_png import HEIGHT, WIDTH
from articles.documents.kept import KeptForSite
from articles.documents.slots import as_html
from articles.images.standalone import classes_in, colours_of, rules_for, written
from articles.site.snapshot import current_site, site_name
from articles.site.tokens import lengths_and_fonts, sheet, tokens
from articles.site.values import Look, Site

MARGIN: Final = 72
HALF: Final = 540  # of the width, beside a drawing
BESIDE_EMBLEM: Final = 730
MARK: Final = "mark"
LARGE: Final = (92, 84, 76, 70)
TITLES: Final = (64, 58, 52, 47, 42, 38, 34)
MOST_TOPICS: Final = 4
DIGITS: Final = 12  # of a version


@dataclass(frozen=True)
class Card:
    """`topics`: the name of each with its taxonomy. `drawing`: an SVG. `emblem`: a taxonomy, whose shape stands beside
    the `text`, or the mark of the site.
    """

    title: str
    above: str = ""
    text: str = ""
    topics: tuple[tuple[str, str], ...] = ()
    drawing: str = ""
    emblem: str = ""

    @property
    def own_mark(self) -> str:
        """Of what a page does not know that names the card: it is stored with what pages print."""
        return mark_of(self.above, self.drawing or self.emblem)


@dataclass(frozen=True)
class Line:
    text: str
    x: float
    y: float


def mark_of(above: str, drawing: str) -> str:
    return sha256(repr((above, drawing)).encode()).hexdigest()[:DIGITS]


def version(title: str, text: str, topics: Sequence[tuple[str, str]], own_mark: str) -> str:
    """It changes whenever the card would: with what stands on it, with the site, and with how it is drawn."""
    made_of = (title, text, tuple(topics)[:MOST_TOPICS], own_mark, made_with())
    return sha256(repr(made_of).encode()).hexdigest()[:DIGITS]


def version_of(card: Card) -> str:
    return version(card.title, card.text, card.topics, card.own_mark)


def made_with() -> str:
    return _made_with.get(site_name(), lambda site: sha256(repr((site, site_name(), ways())).encode()).hexdigest())


_made_with = KeptForSite()


@cache
def ways() -> str:
    """Of what draws a card."""
    templates = Path(settings.BASE_DIR) / "templates"
    files = (templates / "articles/social_card.svg", templates / "_glyph.html", Path(__file__))
    texts = [*(path.read_text(encoding="utf-8") for path in files), sheet("figures"), sheet("tokens")]
    return sha256("\0".join(texts).encode()).hexdigest()


def svg_of(card: Card) -> str:
    site = current_site()
    room = HALF if card.drawing else BESIDE_EMBLEM if card.emblem else WIDTH - 2 * MARGIN
    topics = card.topics[:MOST_TOPICS]
    free = HEIGHT - 2 * MARGIN - 62 - 40 * len(topics) - (44 if card.above else 0)
    sizes = (*LARGE, *TITLES) if card.emblem else TITLES
    size, title = fitting(card.title, "title", sizes, room, min(free, 240 if card.emblem else 322))
    top = MARGIN + (44 if card.above else 0) + size
    placed = [Line(line, MARGIN, round(top + number * size * 1.16, 1)) for number, line in enumerate(title)]
    text = text_below(card.text, placed[-1].y if placed else top) if card.emblem else []
    context = {
        "colours": {name.replace("-", "_"): value for name, value in colours_of(site, "light").items()},
        "serif": SERIF,
        "sans": SANS,
        "above": card.above and Line(shortened(card.above, "strong", 26, room), MARGIN, MARGIN + 22),
        "title_size": size,
        "title": placed,
        "text": text,
        "topics": topics_of(topics, site, room),
        "site_name": site_name(),
        "tagline": "" if card.drawing else shortened(site.tagline, "text", 26, 700),
        "emblem": card.emblem,
        "emblem_colour": colour_of(card.emblem, site),
        **drawing_of(card.drawing, site),
    }
    return render_to_string("articles/social_card.svg", {**context, "SITE": site})


def text_below(text: str, above: float) -> list[Line]:
    free = HEIGHT - MARGIN - 62 - above - 40
    held = in_lines(text, "text", 32, BESIDE_EMBLEM, int(free / 43)) if free >= 43 else []
    return [Line(line, MARGIN, round(above + 62 + number * 43, 1)) for number, line in enumerate(held)]


def topics_of(topics: Iterable[tuple[str, str]], site: Site, room: float) -> list[dict[str, Any]]:
    """Each on a line of its own, the last above the name of the site."""
    held = list(topics)
    first = HEIGHT - MARGIN - 66 - 40 * (len(held) - 1)
    return [
        {
            "name": shortened(name, "text", 27, room - 36),
            "taxonomy": taxonomy,
            "colour": colour_of(taxonomy, site),
            "y": first + 40 * place,
            "glyph_y": first + 40 * place - 20,
        }
        for place, (name, taxonomy) in enumerate(held)
    ]


def colour_of(taxonomy: str, site: Site) -> str:
    look = site.looks.get(taxonomy) or Look()
    return look.own.light if look.own else tokens("light").get(f"f-{look.colour}", tokens("light")["accent"])


def drawing_of(svg: str, site: Site) -> dict[str, Any]:
    """The drawing with its place in the card, and the style of its classes."""
    if not svg:
        return {}
    root = ET.fromstring(svg)  # noqa: S314  sanitised when it was saved
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    place = {"x": "668", "y": "72", "width": "464", "height": "486", "preserveAspectRatio": "xMidYMid meet"}
    root.attrib.update(place)
    fonts = {"sans": SANS, "serif": SERIF}
    values = {**lengths_and_fonts(), **colours_of(site, "light"), **fonts}
    style = "\n".join(written([(name, said) for name, said in rules_for(classes_in(svg))], values))
    return {"drawing": as_html(ET.tostring(root, encoding="unicode")), "style": as_html(style)}
