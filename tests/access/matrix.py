"""Every address of the site, and what stands behind it. An address that is missing here fails the build."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse


class Kind(Enum):
    """What decides who sees an address."""

    ARTICLE = auto()  # the article's own page: the summary, and the gate or the full post
    RECORD = auto()  # a record about an article, to those who may see that it exists
    CITATIONS = auto()  # what an article cites, as far as its reader may read it
    IMAGE = auto()  # a rendition or a drawing, to those who may see a page that shows it
    CARD = auto()  # what other sites show of it, as long as every visitor sees it, whoever asks
    READING_LIST = auto()  # one list, to those who may see that it exists
    LISTING = auto()  # a page that names articles, each to those who may see that it exists
    FEED = auto()  # the same for machines, and the same for everybody
    HARVEST = auto()  # records of what every visitor sees, the same for everybody, by GET and POST
    PREVIEW = auto()  # what a preview link opens: to whoever has it, as long as it holds
    PLAIN = auto()  # nothing of any article
    ENTRANCE = auto()  # the way in: open to visitors, never stored
    OWN = auto()  # a person's own pages: visitors are sent to the log-in
    OWN_OF = auto()  # the same about one article, list or topic, or an act: `tests/library/`
    SECRET = auto()  # to whoever has the address, logged in or not, and nothing of any article
    LIBRARY = auto()  # what a member keeps: theirs alone, whatever the address names
    STAFF = auto()  # the editors' workspace
    API = auto()  # to programs, as far as the token and the role of its person go: `tests/access/test_api.py`
    OPERATOR = auto()  # to programs of the operator, by a token from the environment: `tests/operations/metrics/`
    TOLD = auto()  # takes what a page tells of itself, and answers with nothing


ADDRESSES: Final[dict[str, Kind]] = {
    "home": Kind.LISTING,
    "articles:latest": Kind.LISTING,
    "articles:search": Kind.LISTING,
    "articles:suggest": Kind.LISTING,
    "articles:opensearch": Kind.PLAIN,
    "articles:feed": Kind.FEED,
    "articles:json-feed": Kind.FEED,
    "articles:detail": Kind.ARTICLE,
    "articles:cite": Kind.RECORD,
    "articles:paper": Kind.RECORD,
    "articles:references": Kind.CITATIONS,
    "articles:cite-page": Kind.CITATIONS,
    "articles:search-cite": Kind.LISTING,
    "articles:search-references": Kind.LISTING,
    "articles:drawing": Kind.IMAGE,
    "articles:image": Kind.IMAGE,
    "articles:image-as-it-is-now": Kind.IMAGE,
    "articles:card": Kind.CARD,
    "articles:topic-card": Kind.PLAIN,
    "articles:site-card": Kind.PLAIN,
    "lists:card": Kind.CARD,
    "oembed": Kind.CARD,
    "harvest": Kind.HARVEST,
    "tags:index": Kind.LISTING,
    "tags:detail": Kind.LISTING,
    "tags:narrower": Kind.LISTING,
    "tags:cite-page": Kind.LISTING,
    "tags:references": Kind.LISTING,
    "tags:matrix": Kind.LISTING,
    "tags:matrix_csv": Kind.LISTING,
    "tags:feed": Kind.FEED,
    "tags:json-feed": Kind.FEED,
    "tags:taxonomy": Kind.PLAIN,
    "tags:taxonomy_rdf": Kind.PLAIN,
    "tags:taxonomy_jsonld": Kind.PLAIN,
    "tags:concept": Kind.PLAIN,
    "tags:taxonomy_address": Kind.PLAIN,
    "lists:index": Kind.LISTING,
    "lists:detail": Kind.READING_LIST,
    "lists:cite": Kind.READING_LIST,
    "lists:cite-page": Kind.READING_LIST,
    "lists:cite-list": Kind.READING_LIST,
    "lists:feed": Kind.FEED,
    "lists:json-feed": Kind.FEED,
    "previews:page": Kind.PREVIEW,
    "previews:image": Kind.PREVIEW,
    "shared:list": Kind.PREVIEW,
    "sitemap": Kind.FEED,
    "sitemap-part": Kind.FEED,
    "about": Kind.PLAIN,
    "terms": Kind.PLAIN,
    "privacy": Kind.PLAIN,
    "accessibility": Kind.PLAIN,
    "offline": Kind.PLAIN,
    "service-worker": Kind.PLAIN,
    "api-docs": Kind.PLAIN,
    "api-document": Kind.PLAIN,
    "api-nowhere": Kind.PLAIN,
    "site-css": Kind.PLAIN,
    "robots": Kind.PLAIN,
    "metrics": Kind.OPERATOR,
    "health": Kind.PLAIN,
    "health-live": Kind.PLAIN,
    "health-ready": Kind.PLAIN,
    "change-password": Kind.PLAIN,
    "security-txt": Kind.PLAIN,
    "account_login": Kind.ENTRANCE,
    "account_inactive": Kind.ENTRANCE,
    "account_signup": Kind.ENTRANCE,
    "account_email_verification_sent": Kind.ENTRANCE,
    "account_logout": Kind.ENTRANCE,
    "account_reset_password": Kind.ENTRANCE,
    "account_confirm_password_reset_code": Kind.ENTRANCE,
    "account_complete_password_reset": Kind.ENTRANCE,
    "members:start_again": Kind.ENTRANCE,
    "account_request_login_code": Kind.ENTRANCE,
    "account_confirm_login_code": Kind.ENTRANCE,
    "mfa_login_webauthn": Kind.ENTRANCE,
    "mfa_authenticate": Kind.ENTRANCE,
    "openid_connect_login": Kind.ENTRANCE,
    "openid_connect_callback": Kind.ENTRANCE,
    "socialaccount_signup": Kind.ENTRANCE,
    "account_change_password": Kind.OWN,
    "account_email": Kind.OWN,
    "account_reauthenticate": Kind.OWN,
    "mfa_reauthenticate": Kind.OWN,
    "mfa_reauthenticate_webauthn": Kind.OWN,
    "usersessions_list": Kind.OWN,
    "members:end-log-in": Kind.OWN,
    "socialaccount_connections": Kind.OWN,
    "mfa_index": Kind.OWN,
    "mfa_activate_totp": Kind.OWN,
    "mfa_deactivate_totp": Kind.OWN,
    "mfa_add_webauthn": Kind.OWN,
    "mfa_edit_webauthn": Kind.OWN,
    "mfa_remove_webauthn": Kind.OWN,
    "mfa_view_recovery_codes": Kind.OWN,
    "mfa_generate_recovery_codes": Kind.OWN,
    "mfa_download_recovery_codes": Kind.OWN,
    "members:name": Kind.OWN,
    "members:tokens": Kind.OWN,
    "members:new-token": Kind.OWN,
    "members:end-token": Kind.OWN_OF,
    "members:account": Kind.OWN,
    "members:data": Kind.OWN,
    "members:erase": Kind.OWN,
    "members:consent": Kind.OWN,
    "following:page": Kind.OWN,
    "following:new": Kind.OWN,
    "following:opml": Kind.OWN,
    "following:undo": Kind.OWN_OF,
    "following:mail": Kind.OWN_OF,
    "following:changed": Kind.OWN_OF,
    "following:follow-topic": Kind.OWN_OF,
    "following:follow-list": Kind.OWN_OF,
    "following:follow-article": Kind.OWN_OF,
    "following:stop-mail": Kind.SECRET,
    "insights:count": Kind.TOLD,
    "insights:page": Kind.STAFF,
    "insights:csv": Kind.STAFF,
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URL resolver: its name with namespaces, its route, its view."""

    name: str
    route: str
    view: Any

    @property
    def kind(self) -> Kind | None:
        whole = {
            "admin": Kind.STAFF,
            "desk": Kind.STAFF,
            "library": Kind.LIBRARY,
            "webhooks": Kind.STAFF,
            "api": Kind.API,
        }
        return ADDRESSES.get(self.name, whole.get(self.name.partition(":")[0]))


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, whole, inner)
        else:
            yield Address(f"{namespace}{pattern.name or ''}", whole, pattern.callback)


# By converter of a route; else "no".
OF_NOTHING: Final[dict[str, Any]] = {"int": 999_999_999, "key": 999_999_999, "digest": "0" * 12, "uuid": UUID(int=1)}


def address_of(name: str) -> str:
    """With what names nothing, where the address wants a name."""
    route = next(address.route for address in every_address() if address.name == name)
    wanted = re.findall(r"<(\w+):(\w+)>", route)
    return reverse(name, kwargs={word: OF_NOTHING.get(converter, "no") for converter, word in wanted})


def named(*kinds: Kind) -> list[str]:
    return [name for name, kind in ADDRESSES.items() if kind in kinds]
