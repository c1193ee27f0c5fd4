"""A page as tests look at it: its elements with their attributes and text, its links, its structured data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.http import HttpResponse

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """What it holds, with its descendants, in single spaces."""
        return " ".join("".join(self.pieces).split())


class Page(HTMLParser):
    """The elements of a page in the order in which they open. `address`: where relative links start from."""

    def __init__(self, html: str, address: str = "/") -> None:
        super().__init__()
        self.address = address
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()

    @classmethod
    def of(cls, response: Any) -> "Page":
        """The page that a response of the test client carries."""
        answer: HttpResponse = response
        return cls(answer.content.decode(), response.wsgi_request.path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, element in enumerate(self.open) if element.tag == tag]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)

    def with_tag(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def with_class(self, name: str) -> list[Element]:
        return [element for element in self.elements if name in element.classes]

    def with_id(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.attributes.get("id") == name]

    @property
    def text(self) -> str:
        return self.with_tag("body")[0].text

    @property
    def title(self) -> str:
        return self.with_tag("title")[0].text

    @property
    def structured_data(self) -> list[Any]:
        blocks = [
            script for script in self.with_tag("script") if script.attributes.get("type") == "application/ld+json"
        ]
        return [json.loads("".join(block.pieces)) for block in blocks]

    def links(self) -> Iterator[str]:
        """Every address that the page names, made absolute to the site."""
        for element in self.elements:
            named = [element.attributes.get(name) for name in ("href", "src", "action")]
            named += [part.split()[0] for part in element.attributes.get("srcset", "").split(",") if part.strip()]
            yield from (urljoin(self.address, address) for address in named if address is not None)
