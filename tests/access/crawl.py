"""Walks the site as a reader does: along every link, and beside the links along every pattern of the URL resolver."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit
from uuid import uuid4

from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.models import Article, FormerSlug, Image, Rendition
from bibliography.models import Reference
from desk.acts import ACTS as DESK_ACTS
from lists.models import ReadingList
from tags.models import Tag, Taxonomy
from tests.access.matrix import Kind, address_of, every_address
from tests.page import Page

OWN_HOSTS = ("", "testserver")
WORKSPACE = "/admin/"
LINK_IN_FEED = re.compile(r"(?:href=\"|<loc>|<id>)([^\"<]+)")
# Tokens of forms and searches, what a passkey is to sign, and times that are always now: of a feed without entries,
# until when security.txt holds.
CHANGING = re.compile(
    r"""(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<=<updated>)[^<]*|(?<=Last-Modified: ).*|(?<=Expires: ).*"""
    r"""|(?<=RateLimit: ).*|(?<=Retry-After: ).*"""
    r"""|(?<=data-asked="asked=)[^"]*|(?<="challenge": ")[^"]*|(?<=<responseDate>)[^<]*"""
)


@dataclass
class Crawl:
    """What a walk found: the answers by address, in the order in which they came."""

    client: Client
    answers: dict[str, Any] = field(default_factory=dict)

    def along_links(self, start: Iterable[str]) -> "Crawl":
        """Fetch these addresses and all that they lead to on this site. Forms that change something are not sent.

        Links into the workspace are left: its lists sort and filter without end. `of_workspace` names its addresses.
        """
        waiting = list(start)
        while waiting:
            address = urldefrag(waiting.pop())[0].partition("?next=")[0]  # the log-in of each page would be another
            address = address.removeprefix("http://testserver")
            if address in self.answers or not is_ours(address):
                continue
            self.answers[address] = response = self.client.get(address)
            waiting.extend(link for link in led_to(response) if not urlsplit(link).path.startswith(WORKSPACE))
        return self


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    is_page = parts.scheme in ("", "http", "https") and parts.hostname in (None, *OWN_HOSTS)
    return is_page and not parts.path.startswith("/static/")


def led_to(response: Any) -> list[str]:
    if response.status_code in (301, 302, 303):
        return [response["Location"]]
    kind = response.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        return [link for link in Page.of(response).links() if "style=" not in link]  # the same works, printed otherwise
    if kind in ("application/xml", "application/atom+xml", "text/plain"):
        return LINK_IN_FEED.findall(response.content.decode())
    return []


def body(response: Any) -> str:
    """What came back, as text, with the headers; images as bytes that stand for themselves."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n\n{content.decode('utf-8', 'replace')}"


def steady(response: Any) -> str:
    """The same, without what differs from one answer to the next."""
    return CHANGING.sub("", body(response))


def by_pattern() -> list[str]:
    """Each pattern of the resolver with every key that stands in the database, and with one that does not.

    Of the formats of records only BibTeX; the matrix asks for the others.
    """
    articles = [
        *Article.objects.values_list("slug", flat=True),
        *FormerSlug.objects.values_list("slug", flat=True),
        "no",
    ]
    tags = [*Tag.objects.values_list("slug", flat=True), "no"]
    renditions = Rendition.objects.all()
    lists = [*ReadingList.objects.values_list("slug", flat=True), "no"]
    arguments: dict[str, list[list[Any]]] = {
        "articles:detail": [[slug] for slug in articles],
        "articles:cite": [[slug, "bib"] for slug in articles],
        "articles:paper": [[slug, "bib"] for slug in articles],
        **cited(articles, tags, lists),
        "articles:drawing": [[pk] for pk in Image.objects.values_list("pk", flat=True)],
        "articles:image": [list(row) for row in renditions.values_list("image", "image__digest", "width", "format")],
        "articles:image-as-it-is-now": [list(row) for row in renditions.values_list("image", "width", "format")],
        "sitemap-part": [["articles", "1"], ["no", "1"]],
        "tags:concept": [*([identity] for identity in Tag.objects.values_list("identity", flat=True)), [uuid4()]],
        "tags:taxonomy_address": [*([slug] for slug in Taxonomy.objects.values_list("slug", flat=True)), ["no"]],
        "tags:detail": [[slug] for slug in tags],
        "tags:feed": [[slug] for slug in tags],
        "tags:json-feed": [[slug] for slug in tags],
        **{name: [[slug] for slug in lists] for name in ("lists:feed", "lists:json-feed")},
        **followed(articles, tags, lists),
        **for_programs(articles, tags, lists),
        "lists:detail": [[slug] for slug in lists],
        **shown_elsewhere(lists),
        "library:article": [[slug] for slug in articles],
        "library:act": [[slug, "save"] for slug in articles],
        **{name: [["no"]] for name in ("previews:page", "shared:list")},
        "previews:image": [["no", 1, "0" * 12, 480, "webp"]],
    }
    names = [address.name for address in every_address() if address.kind is not Kind.STAFF]
    found = [reverse(name, args=values) for name, every in arguments.items() for values in every]
    return [*found, *(address_of(name) for name in names if name not in arguments)]


def shown_elsewhere(lists: list[str]) -> dict[str, list[list[Any]]]:
    """Records of lists, and cards beside links. These lead on to what they are now."""
    return {
        "lists:cite": [[slug, "bib"] for slug in lists],
        "lists:cite-list": [[slug, "bib"] for slug in lists],
        "articles:card": [[pk, "0" * 12] for pk in Article.objects.values_list("pk", flat=True)],
        "lists:card": [[pk, "0" * 12] for pk in ReadingList.objects.values_list("pk", flat=True)],
    }


def cited(articles: list[str], tags: list[str], lists: list[str]) -> dict[str, list[list[Any]]]:
    """Citations, and branches of topics."""
    return {
        "articles:cite-page": [[slug] for slug in articles],
        "articles:references": [[slug, form] for slug in articles for form in ("bib", "html")],
        "articles:search-references": [["bib"]],
        "library:references": [["bib"]],
        "tags:cite-page": [[slug] for slug in tags],
        "tags:references": [[slug, "bib"] for slug in tags],
        "lists:cite-page": [[slug] for slug in lists],
        "tags:narrower": [[slug] for slug in tags],
    }


def for_programs(articles: list[str], tags: list[str], lists: list[str]) -> dict[str, list[list[Any]]]:
    keys = Article.objects.values_list("pk", flat=True)
    return {
        "api:article": [[slug] for slug in articles],
        "api:topic": [[slug] for slug in tags],
        "api:list": [[slug] for slug in lists],
        "api:reference": [[key] for key in (*Reference.objects.values_list("key", flat=True), "no")],
        "api:filing": [[slug, "spiders"] for slug in articles],
        "api:draft": [[pk] for pk in (*keys, 999_999_999)],
        "api:publication": [[pk] for pk in keys],
    }


def followed(articles: list[str], tags: list[str], lists: list[str]) -> dict[str, list[list[Any]]]:
    return {
        "following:changed": [[slug] for slug in articles],
        "following:follow-topic": [[slug] for slug in tags],
        "following:follow-list": [[slug] for slug in lists],
        "following:follow-article": [[slug] for slug in articles],
        "following:stop-mail": [["no"]],
        **for_programs(articles, tags, lists),
    }


def of_workspace() -> list[str]:
    """Each pattern of the editors' workspace, with the keys of articles that are hidden where it wants a key."""
    hidden = Article.objects.exclude(status="published").order_by("pk")
    keys = [str(pk) for pk in hidden.values_list("pk", flat=True)[:2]]
    names = [address.name for address in every_address() if address.kind is Kind.STAFF and address.name[-1] != ":"]
    found = ["/admin/no-such-page/"]
    for name in names:
        acts = [[keys[0], act] for act in DESK_ACTS]
        for values in ([], *([key] for key in keys), [keys[0], keys[0]], ["articles"], *acts):
            try:
                found.append(reverse(name, args=values))
            except NoReverseMatch:  # this pattern takes another number of parameters
                continue
    return list(dict.fromkeys(found))
