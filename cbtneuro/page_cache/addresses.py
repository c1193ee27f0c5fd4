"""Which requests have one answer for everybody: what is asked, by what name it is kept, and what Django gets to see."""

from typing import Any, Final

from django.conf import settings
from django.urls import Resolver404, resolve

from cbtneuro.page_cache.memory import Key

Environ = dict[str, Any]

KEPT: Final = frozenset(
    {
        "home", "about", "terms", "privacy", "accessibility", "sitemap",
        "articles:latest", "articles:detail", "articles:feed", "articles:json-feed",
        "tags:index", "tags:detail", "tags:narrower", "tags:feed", "tags:json-feed", "tags:matrix",
        "lists:index", "lists:detail", "lists:feed", "lists:json-feed",
    }
)  # fmt: skip
TOLD: Final = (
    "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR",
    "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST",
)  # fmt: skip
OF_LINKS: Final = ("utm_", "mtm_", "pk_")  # what newsletters and search engines hang on a link says nothing to a page
OF_CLICKS: Final = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid"})
MACHINE_FORMATS: Final = ("turtle", "rdf", "ld+json")
OWN_WAYS: Final = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


def key_of(environ: Environ) -> Key | None:
    """The name of the answer that every visitor gets, or None where Django has to decide."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or has_session(environ.get("HTTP_COOKIE", "")):
        return None
    if any(name in environ for name in OWN_WAYS) or not wants_page(environ.get("HTTP_ACCEPT", "")):
        return None
    host = environ.get("HTTP_HOST", "")
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "") or environ["wsgi.url_scheme"]
    query = without_campaigns(environ.get("QUERY_STRING", ""))
    return (scheme, host, environ.get("PATH_INFO", ""), query) if host else None


def has_session(cookies: str) -> bool:
    """Only this cookie says who somebody is. Whatever else a browser carries changes nothing."""
    name = f"{settings.SESSION_COOKIE_NAME}="
    return name in cookies and any(cookie.strip().startswith(name) for cookie in cookies.split(";"))


def wants_page(accept: str) -> bool:
    if accept in ("", "*/*"):
        return True
    kinds = accept.lower()
    return ("text/html" in kinds or "*/*" in kinds) and not any(kind in kinds for kind in MACHINE_FORMATS)


def without_campaigns(query: str) -> str:
    if not query:
        return ""
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair and not is_of_campaign(pair.partition("=")[0].lower()))


def is_of_campaign(name: str) -> bool:
    return name.startswith(OF_LINKS) or name in OF_CLICKS


def is_kept(path: str) -> bool:
    """Whether answers of the view at this path are kept. `path` as WSGI has it: bytes in Latin-1."""
    try:
        return resolve(path.encode("latin-1").decode()).view_name in KEPT
    except (Resolver404, UnicodeError):
        return False


def for_visitor(environ: Environ, key: Key) -> Environ:
    """The request as Django gets it: without anything that only this one visitor sent."""
    told: Environ = {name: environ[name] for name in TOLD if name in environ}
    of_wsgi = {name: value for name, value in environ.items() if name.startswith("wsgi.")}
    return {**told, **of_wsgi, "REQUEST_METHOD": "GET", "QUERY_STRING": key[3]}
