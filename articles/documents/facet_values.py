"""Facets and their values, of which there are hundreds on a page: made once, and filled in with their counts."""

from functools import lru_cache
from html import escape
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.browse.facets import Facet, FilterPanel, Offer, Option
from articles.documents.kept import KeptForSite
from articles.documents.slots import SLOTS, filled, joined, parted
from articles.site.values import Site
from tags.text.plurals import noun

KEPT: Final = 20_000  # values of three kinds, some 400 bytes each
_frames = KeptForSite()
CHOSEN: Final = {"box": "checked", "link": 'aria-current="true"'}


def facets_of(panel: FilterPanel) -> SafeString:
    return joined(facet_of(panel, *facet) for facet in panel.facets)


def facet_of(panel: FilterPanel, facet: Facet, first: list[Offer], more: list[Offer]) -> SafeString:
    opened = " open" if panel.unfolded == facet.name else ""
    on = f' <span class="on">{facet.chosen} on</span>' if facet.chosen else ""
    fold = ""
    if more or facet.is_cut:
        left_out = render_to_string("_left_out.html", {"facet": facet, "panel": panel}) if facet.is_cut else ""
        folded = {"open": opened, "number": str(len(more)), "more": values_of(panel, facet, more), "left_out": left_out}
        fold = filled(frame_of("_facet_fold", facet), folded)
    parts = {"open": opened, "on": on, "first": values_of(panel, facet, first), "fold": fold}
    return filled(frame_of("_facet", facet), parts)


def frame_of(template: str, facet: Facet) -> tuple[str, ...]:
    has_tags = facet.options[0].filter_value.tag is not None

    def made(site: Site) -> tuple[str, ...]:
        context = {"slot": SLOTS, "SITE": site, "facet": facet, "has_tags": has_tags}
        return parted(render_to_string(f"articles/{template}.html", context))

    return _frames.get((template, facet.name, facet.label, has_tags), made)


def values_of(panel: FilterPanel, facet: Facet, offers: list[Offer]) -> SafeString:
    return joined(value_of(panel, facet, *offer) for offer in offers)


def value_of(panel: FilterPanel, facet: Facet, option: Option, address: str) -> SafeString:
    value, count, is_chosen = option.filter_value, option.count, option.is_chosen
    kind = "box" if panel.is_form else "link" if address else "rest"
    parts = {
        "zero": "" if count else " zero",
        "state": CHOSEN.get(kind, "") if is_chosen else "" if count else "disabled",
        "count": str(count),
        "unit": noun(count, "summary", "summaries"),
        "address": escape(address),
    }
    if is_chosen and kind == "link":
        parts |= {"tick": tick(), "removing": '<span class="vh">Remove filter: </span>'}
    return filled(made(kind, facet.name, value.value, value.label), parts)


@lru_cache(maxsize=KEPT)
def made(kind: str, name: str, value: str, label: str) -> tuple[str, ...]:
    context = {"slot": SLOTS, "name": name, "value": value, "label": label}
    return parted(render_to_string(f"articles/_facet_{kind}.html", context))


@lru_cache(maxsize=1)
def tick() -> str:
    return render_to_string("_icon.html", {"name": "tick"})
