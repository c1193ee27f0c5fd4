"""Reading the filters off the page of a topic: what they offer, and what one gets by taking an offer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.http import urlencode

from articles.models import Article, CategorisedArticle, TaggedArticle
from tags.models import Closure, Tag
from tests.page import Page

COUNT = re.compile(r"(\d+) summar(?:y|ies)$")


@dataclass(frozen=True)
class Offer:
    """A checkbox: the filter that it puts on, and the number of articles beside it."""

    facet: str
    value: str
    count: int
    is_chosen: bool
    is_disabled: bool

    def query(self, *others: "Offer") -> str:
        return urlencode([(offer.facet, offer.value) for offer in (self, *others)])


def at(query: str = "", address: str = "/tags/fear/") -> Page:
    response = Client().get(f"{address}{query}")
    assert response.status_code == 200, query
    return Page.of(response)


def hrefs(page: Page) -> list[str]:
    return [a.attributes["href"] for a in page.with_tag("a")]


def offers_on(page: Page) -> list[Offer]:
    boxes = [
        box for box in page.with_tag("input") if box.attributes.get("type") == "checkbox" and "name" in box.attributes
    ]
    labels = page.with_class("opt")
    assert len(boxes) == len(labels)
    return [offer(box.attributes, label.text) for box, label in zip(boxes, labels, strict=True)]


def offer(box: dict[str, str], label: str) -> Offer:
    found = COUNT.search(label)
    assert found, label
    return Offer(box["name"], box["value"], int(found[1]), "checked" in box, "disabled" in box)


def count_on(page: Page) -> int:
    """What the heading over the results says."""
    found = COUNT.search(page.with_id("res-h")[0].text)
    return int(found[1]) if found else 0


def titles_on(page: Page) -> list[str]:
    """The articles that the page lists."""
    return [heading.text for heading in page.with_tag("h3") if not heading.text.startswith("No summary has")]


def pages_from(address: str, client: Client) -> Iterator[Page]:
    """The page at the address, and all that follow it."""
    wanted: str | None = address
    while wanted:
        response: Any = client.get(wanted)
        assert response.status_code == 200, wanted
        page = Page.of(response)
        yield page
        older = [a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("rel", "").startswith("next")]
        wanted = address.partition("?")[0] + older[0] if older else None


def articles_behind(address: str, client: Client) -> list[str]:
    return [title for page in pages_from(address, client) for title in titles_on(page)]


def truth() -> tuple[dict[str, set[int]], dict[tuple[str, str], set[int]]]:
    """Read row by row: the published articles under each tag by its address, and behind each value of each facet."""
    tags = {tag.pk: tag for tag in Tag.objects.select_related("taxonomy")}
    above: dict[int, set[int]] = {}
    for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
        above.setdefault(descendant, set()).add(ancestor)
    under: dict[str, set[int]] = {tag.slug: set() for tag in tags.values()}
    values: dict[tuple[str, str], set[int]] = {}
    filed: dict[int, set[int]] = {}
    for model in (TaggedArticle, CategorisedArticle):
        for article_pk, pk in model.objects.values_list("content_object_id", "tag_id"):
            filed.setdefault(article_pk, set()).add(pk)
    for article in Article.objects.visible_to(AnonymousUser()).select_related("paper"):
        if article.paper:
            values.setdefault(("year", str(article.paper.year)), set()).add(article.pk)
        for tag in {tags[pk] for one in filed.get(article.pk, ()) for pk in above[one]}:
            under[tag.slug].add(article.pk)
            values.setdefault((tag.taxonomy.slug, tag.slug), set()).add(article.pk)
        values.setdefault(("kind", article.kind), set()).add(article.pk)
        values.setdefault(("access", article.access), set()).add(article.pk)
    return under, values


def expected_at(address: str, under: dict[str, set[int]], values: dict[tuple[str, str], set[int]]) -> set[int]:
    """What `truth` says of the list of a topic at this address, with its filters."""
    path, _, query = address.partition("?")
    found = under[path.split("/")[2]]
    asked = parse_qs(query)
    if years := [int(asked.pop(end)[0]) for end in ("from", "to") if end in asked]:
        asked["year"] = [str(year) for year in range(years[0], years[-1] + 1)]
    for facet, chosen in asked.items():
        found = found & set().union(*(values.get((facet, value), set()) for value in chosen))
    return found
