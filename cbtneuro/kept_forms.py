"""A form that waited too long loses nothing: its fields are kept in the page, through the log-in if need be.

Its session may have ended, or its token may be older than the last log-in. The fields are sealed into the page that
answers and nowhere else. Once somebody is logged in they are offered to be sent again, and to no other account than the
one in which the form was opened. Forms about accounts, and all that ask for a password, are never kept.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure as refused_form

from members.forms import LoginForm
from members.models import User
from members.next_url import next_page
from members.views import entrance

KEPT: Final = "kept"  # the field that carries them through the log-in
OPENED_BY: Final = "opened_by"  # the field of a form that says, signed, in which account it was opened
OWN: Final = frozenset({KEPT, OPENED_BY, "csrfmiddlewaretoken"})
SALT: Final = "cbtneuro.kept_forms"
FROM_ELSEWHERE: Final = "checking failed"  # in what Django says when a form came from the page of another site
ABOUT_ACCOUNTS: Final = ("account_", "members:", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
ENTRANCE: Final = frozenset({"account_login", "account_signup"})

View = Callable[[HttpRequest], HttpResponse]


def opened_by(user: Any) -> str:
    return signing.dumps(user.pk, salt=SALT)


def unsealed(text: str) -> Any:
    """What was sealed, or None: it may have been changed, or made under another secret key."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


def opened_at(token: str) -> datetime | None:
    """When a form was opened, by what `opened_by` made for it."""
    if unsealed(token) is None:
        return None
    return datetime.fromtimestamp(signing.b62_decode(token.split(":")[-2]), tz=UTC)


def keep_forms(get_response: View) -> View:
    """Put the log-in itself in place of a redirect to it that would lose a form, and after it the form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
            return response
        if request.user.is_authenticated and view_name(request) == "account_login" and KEPT in request.POST:
            return offered(request, unsealed(request.POST[KEPT]), status=200) or response
        is_sent_to_log_in = response.url.partition("?")[0] in {reverse("account_login"), reverse("admin:login")}
        return (is_sent_to_log_in and not request.user.is_authenticated and log_in_first(request)) or response

    return middleware


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Called by Django for a form whose token is not that of the session. One of another site is never kept."""
    if FROM_ELSEWHERE not in reason:
        if request.user.is_authenticated and view_name(request) in ENTRANCE:
            return redirect(next_page(request) or settings.LOGIN_REDIRECT_URL)
        answer = offered(request, fields_of(request)) if request.user.is_authenticated else log_in_first(request)
        if answer:
            return answer
    return refused_form(request, reason)


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def fields_of(request: HttpRequest) -> dict[str, Any] | None:
    """Where the form was sent, what was written, and the key of the account in which it was opened, if it says that."""
    fields = [(name, values) for name, values in request.POST.lists() if name not in OWN]
    is_about_an_account = view_name(request).startswith(ABOUT_ACCOUNTS)
    if not fields or is_about_an_account or any("password" in name.lower() for name, _ in fields):
        return None
    return {
        "path": request.get_full_path(),
        "fields": fields,
        "account": unsealed(request.POST.get(OPENED_BY, "")),
        "files": list(request.FILES),
    }


def log_in_first(request: HttpRequest) -> HttpResponse | None:
    """The log-in, and sealed in it the form, if that says in which account it was opened."""
    kept = fields_of(request)
    if kept is None or kept["account"] is None:
        return None
    context = {
        **entrance(request),
        "action_url": reverse("account_login"),
        "next": kept["path"],
        "form": LoginForm(initial={KEPT: signing.dumps(kept, salt=SALT, compress=True)}),
        "files": kept["files"],
    }
    return never_stored(render(request, "account/login.html", context, status=403))


def offered(request: HttpRequest, kept: dict[str, Any] | None, *, status: int = 403) -> HttpResponse | None:
    """The form once more, to whom it belongs, with a button that sends it."""
    if kept is None or not isinstance(request.user, User):
        return None
    is_theirs = kept["account"] in (None, request.user.pk)
    shown = kept if is_theirs else {"path": kept["path"]}
    context = {**shown, "is_theirs": is_theirs, OPENED_BY: opened_by(request.user)}
    return never_stored(render(request, "kept_form.html", context, status=status))


def never_stored(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
