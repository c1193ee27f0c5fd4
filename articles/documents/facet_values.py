"""The values of facets, of which there are hundreds on a page: made once, and filled in with their counts."""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.browse.facets import Facet, FilterPanel, Offer, Option
from articles.documents.slots import SLOTS, filled, joined

KEPT: Final = 20_000  # values of three kinds, some 400 bytes each
CHOSEN: Final = {"box": "checked", "link": 'aria-current="true"'}


def values_of(panel: FilterPanel, facet: Facet, offers: list[Offer]) -> SafeString:
    return joined(value_of(panel, facet, *offer) for offer in offers)


def value_of(panel: FilterPanel, facet: Facet, option: Option, address: str) -> SafeString:
    kind = "box" if panel.is_form else "link" if address else "rest"
    is_link_off = kind == "link" and option.is_chosen
    state = CHOSEN.get(kind, "") if option.is_chosen else "" if option.is_possible else "disabled"
    value = option.filter_value
    return filled(
        made(kind, facet.name, value.value, value.label),
        {
            "zero": "" if option.count else " zero",
            "state": state,
            "address": escape(address),
            "tick": tick() if is_link_off else "",
            "removing": '<span class="vh">Remove filter: </span>' if is_link_off else "",
            "count": str(option.count),
            "unit": "summary" if option.count == 1 else "summaries",
        },
    )


@lru_cache(maxsize=KEPT)
def made(kind: str, name: str, value: str, label: str) -> str:
    context = {"slot": SLOTS, "name": name, "value": value, "label": label}
    return render_to_string(f"articles/_facet_{kind}.html", context)


@lru_cache(maxsize=1)
def tick() -> str:
    return render_to_string("_icon.html", {"name": "tick"})
