"""Where this site stands on the web: what links in mail, canonical addresses and citations begin with."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


def path_to(name: str, *args: str) -> str:
    """The address of a page on this site, put together once: a page has dozens of links."""
    return _path_to(get_script_prefix(), name, args)


@lru_cache(maxsize=20_000)
def _path_to(prefix: str, name: str, args: tuple[str, ...]) -> str:
    del prefix  # `reverse` begins with it
    return reverse(name, args=args)


def origin_in(address: str) -> str:
    """What an absolute address begins with, in lower case; "://" of a relative one. Raises `ValueError`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def origin_of(request: HttpRequest) -> str:
    """`https://www.example.org`: as the settings say, else as it was asked for.

    Empty for a Host that is not ours: the page that refuses it is rendered with this, too.
    """
    try:
        return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
