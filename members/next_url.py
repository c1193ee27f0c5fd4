"""The page that a person came from and goes back to (`next`), and the address that they have typed so far.

`next` travels in the address of every account page; the typed e-mail address travels in the session and is never seen
in an address. What is said on arrival stands at the part of the page that the address names.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, wraps
from io import BytesIO
from typing import Any, Final
from urllib.parse import parse_qs, unquote_to_bytes, urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.internal.stagekit import get_pending_stage, stash_login
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from members.addresses import WHICH, address_chosen
from members.origin import origin_in

LONGEST: Final = 2000  # characters; the longest address of this site is under 500
TYPED: Final = "typed_email"
PLACE: Final = "at-"  # before the id of a part of a page, in the tags of a message
CARRIERS: Final = (
    "account_login", "account_signup", "account_email_verification_sent", "account_reset_password",
    "account_confirm_password_reset_code", "account_complete_password_reset", "account_request_login_code",
    "account_confirm_login_code", "mfa_authenticate", "socialaccount_signup",
)  # fmt: skip
ONCE_MORE: Final = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
PROVIDER: Final = ("openid_connect_login", "openid_connect_callback")
ENTRANCE: Final = (
    *CARRIERS, *ONCE_MORE, *PROVIDER, "account_logout", "account_inactive", "members:start_again", "mfa_login_webauthn",
)  # fmt: skip
SETTING_UP: Final = ("mfa_index", "mfa_view_recovery_codes")  # a second factor, on the way to somewhere

OF_THIS_REQUEST: Final = frozenset(  # what a visitor who asks for another page does not send
    {"HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "CONTENT_LENGTH", "CONTENT_TYPE"}
)
DEEPEST: Final = 8  # parts of an address that are climbed


def is_next_url(url: str) -> bool:
    """Whether `url` is a page of this site, written without the host, to which one can go back.

    Everything else is refused as `next`. The pages through which one comes in or leaves lead on themselves: with one
    of them as `next` they would lead in a circle.
    """
    is_ours = url.startswith("/") and len(url) <= LONGEST and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return is_ours and urlsplit(url).path not in addresses_of(ENTRANCE)


@cache
def addresses_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(reverse, names))


def next_page(request: HttpRequest) -> str:
    """The carried `next` if it may be followed, else ""."""
    return get_next_redirect_url(request) or ""


def this_page(request: HttpRequest) -> str:
    """The page that the person is on: a form that was sent cannot be sent again, so the page that it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    page = came_from._replace(scheme="", netloc="", fragment="").geturl()
    return page if came_from.netloc == request.get_host() and is_next_url(page) else "/"


def with_next(url: str, next_url: str) -> str:
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url


def typed_email(request: HttpRequest) -> str:
    return str(request.session.get(TYPED, ""))


def remember_typed_email(request: HttpRequest) -> None:
    """For an hour: anybody may have typed it. Not of whoever is logged in, whose session lasts longer."""
    typed = request.POST.get("login") or request.POST.get("email") or ""
    email = address_chosen(typed, request.POST.get(WHICH, ""))
    if email and len(email) <= 254 and not request.user.is_authenticated:
        request.session[TYPED] = email
        request.session.set_expiry(settings.WAITING_SESSION_AGE)


def forget_typed_email(request: HttpRequest) -> None:
    request.session.pop(TYPED, None)
    request.session.set_expiry(None)


def to_other_form(request: HttpRequest, view_name: str) -> HttpResponse:
    """From one form to the other, taking along what was typed. The password is left behind."""
    remember_typed_email(request)
    return HttpResponseRedirect(with_next(reverse(view_name), next_page(request)))


def redirect_pending(request: HttpRequest) -> None:
    """A log-in that waits for its code ends where the person is heading now, not where they were heading before."""
    stage = get_pending_stage(request)
    next_url = next_page(request)
    if stage and next_url and stage.login.redirect_url != next_url:
        stage.login.redirect_url = next_url
        stash_login(request, stage.login)


View = Callable[..., HttpResponseBase]


def account_page(view: View) -> View:
    """Pages about accounts: never stored, never indexed, and `next` goes with every step from one to another.

    Where a page asks that the person show once more who they are, they are sent to do so, and come back.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            response = view(request, **arguments)
        except ReauthenticationRequired:
            response = suspend_request(request, get_adapter().get_reauthentication_methods(request.user)[0]["url"])
        except Http404 as missing:
            response = page_not_found(request, missing)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        if settings.OIDC_SERVER:
            response._csp_update = {"form-action": [origin_in(settings.OIDC_SERVER)]}  # type: ignore[attr-defined]
        if isinstance(response, HttpResponseRedirect):
            response["Location"] = carrying_next(response.url, next_page(request))
        return response

    return wrapped


def carrying_next(url: str, next_url: str) -> str:
    parts = urlsplit(url)
    leads_on = parts.path in addresses_of((*CARRIERS, *SETTING_UP)) and "next" not in parse_qs(parts.query)
    return with_next(url, next_url) if leads_on else url


def say_at(landing: str, request: HttpRequest, level: int, text: str) -> None:
    """Say `text` on the page at `landing`, the address that the person is sent to now."""
    part = urlsplit(landing).fragment
    messages.add_message(request, level, text, PLACE + part if re.fullmatch(r"[-\w]+", part) else "")


def said_at(said: Iterable[Message], part: str) -> list[Message]:
    return [message for message in said if message.extra_tags == PLACE + part]


def said_elsewhere(said: Iterable[Message], part: str) -> list[Message]:
    """What a page that has this part says at its top."""
    return [message for message in said if message.extra_tags != PLACE + part]


def nearest_for_visitors(request: HttpRequest, url: str) -> str:
    """`url`, a page of this site, if a visitor may see it; else the nearest page above it in its address."""
    path, _, query = url.partition("#")[0].partition("?")
    if is_open(request, path, query):
        return url
    parts = path.strip("/").split("/")[:DEEPEST]
    above = (f"/{'/'.join(parts[:number])}/" for number in range(len(parts), 0, -1))
    return next((page for page in above if is_open(request, page)), "/")


def is_open(request: HttpRequest, path: str, query: str = "") -> bool:
    """Whether a visitor gets this page: 200, and no way to log in. Costs what the page costs."""
    asking = {name: said for name, said in request.META.items() if name not in OF_THIS_REQUEST}
    asking |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "wsgi.input": BytesIO(),
    }
    return site_as_it_answers().get_response(WSGIRequest(asking)).status_code == 200


@cache
def site_as_it_answers() -> BaseHandler:
    """With all of its middleware, so that no second rule says what is open."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler
