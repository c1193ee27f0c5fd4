"""Where pasted links lead: without the detours of mail programs and search engines, and by name where it is here."""

import re
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from django.urls import Resolver404, resolve

from members.origin import origin_in

OURS: Final = {"articles:detail": "article", "tags:detail": "tag"}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
DETOURS: Final = (  # the host, the path, and the part of the query that holds the address
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("q", "url")),
    (re.compile(r"(?:[a-z0-9]+\.)?safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"l\.facebook\.com"), "/l.php", ("u",)),
)
MOST_DETOURS: Final = 3


def target_of(href: str, origin: str) -> str:
    """What stands in the brackets of a link; "" where it leads nowhere that outlives the page it was copied from."""
    address = "".join(href.split())
    for _ in range(MOST_DETOURS):
        address = without_detour(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or not (parts.netloc or parts.scheme.lower() == "mailto"):
        return ""
    return named_here(address, origin) or quote(address, safe="/:?#@!$&'*+,;=%~-._")


def without_detour(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    for host, path, names in DETOURS:
        if host.fullmatch(parts.netloc.lower()) and parts.path == path:
            asked = parse_qs(parts.query)
            return next(("".join(asked[name][0].split()) for name in names if asked.get(name)), address)
    return address


def named_here(address: str, origin: str) -> str:
    """`article:slug` or `tag:slug` for a page of this site."""
    if not origin or origin_in(address) != origin.rstrip("/").lower():
        return ""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    scheme = OURS.get(match.view_name)
    return f"{scheme}:{match.kwargs['slug']}" if scheme else ""
