"""Who sends a request: the person, a script or a page, and the way to the log-in for who has to show it first."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse

from members.models import User


def person(request: HttpRequest) -> User:
    """The one who is logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def show_once_more(request: HttpRequest) -> None:
    """Before what cannot be undone: raises `ReauthenticationRequired`, unless they did so within the last five minutes.

    It leads to the question who they are, and back to what they were doing.
    """
    raise_if_reauthentication_required(request, app="allauth.account")


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def log_in_first(request: HttpRequest) -> HttpResponseBase:
    """A page is sent there; a script is told where to send its person, and keeps what it had."""
    if wants_json(request):
        return JsonResponse({"login": reverse("account_login")}, status=401)
    return redirect_to_login(request.get_full_path())
