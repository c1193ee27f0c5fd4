"""Reading the filters off a page of search: each is a link to another query, with a number beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils.http import urlencode

from tests.page import Element, Page

COUNT = re.compile(r"([\d,]+) summar(?:y|ies)$")


@dataclass(frozen=True)
class Offer:
    """One value of a facet; `address` is empty where it is no link."""

    facet: str
    label: str
    count: int
    is_chosen: bool
    address: str


def offers_on(page: Page) -> list[Offer]:
    return list(_offers(page.elements))


def _offers(elements: list[Element]) -> Iterator[Offer]:
    facet = ""
    for element in elements:
        if "facet" in element.classes:
            facet = element.attributes["aria-labelledby"].removeprefix("legend-")
        if "opt" in element.classes:
            label, count = re.split(r"(?<=\D)(?=\d+ summar)", element.text.removeprefix("Remove filter: "))
            yield Offer(
                facet, label, count_in(count), "aria-current" in element.attributes, element.attributes.get("href", "")
            )


def count_in(text: str) -> int:
    found = COUNT.search(text)
    return int(found[1].replace(",", "")) if found else 0


def count_on(page: Page) -> int:
    """What the heading over the results says; 0 where it says that nothing was found."""
    return count_in(page.with_id("res-h")[0].text)


def searched(query: str, client: Client | None = None) -> Page:
    """The page of results for a query."""
    return at(f"/search/?{urlencode({'q': query})}", client)


def at(address: str, client: Client | None = None) -> Page:
    response: Any = (client or Client()).get(address)
    assert response.status_code == 200, address
    return Page.of(response)


def found_on(page: Page) -> list[str]:
    """The titles of the articles on the page."""
    return [heading.text for heading in page.with_tag("h3") if not heading.text.startswith("No summary has")]


def box_of(page: Page) -> str:
    """The query as it stands in the box."""
    return page.with_id("bigq")[0].attributes["value"]


def titles_behind(page: Page, client: Client | None = None) -> list[str]:
    """The titles on this page and all that follow it."""
    titles = found_on(page)
    while older := [a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("rel") == "next"]:
        page = at(f"/search/{older[0]}", client)
        titles += found_on(page)
    return titles


def texts_of(page: Page, name: str) -> list[str]:
    """What each element of a class says."""
    return [element.text for element in page.with_class(name)]


def marked_on(page: Page) -> list[str]:
    return [mark.text for mark in page.with_tag("mark")]
