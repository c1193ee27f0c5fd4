"""Log-in through the provider that the settings name. Without one these pages lead to the log-in."""

import logging

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.internal.flows.signup import get_pending_signup
from allauth.socialaccount.providers.openid_connect import views as library
from allauth.socialaccount.views import ConnectionsView, SignupView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from members.next_url import account_page, with_next
from members.views import entrance, entrance_page, provider_name, require_form_methods

logger = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponseBase:
    logger.exception("The provider of log-ins did not answer")
    return render(request, "socialaccount/authentication_error.html", entrance(request), status=503)


@account_page
@require_POST
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if not provider_name():
        return redirect("account_login")
    try:
        response: HttpResponseBase = library.login(request, provider_id)
    except RequestException:
        response = failed(request)
    return response


@account_page
@require_safe
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Takes only what was begun in this browser: the state in the address is that of its session."""
    if not provider_name():
        return redirect("account_login")
    try:
        response: HttpResponseBase = library.callback(request, provider_id)
    except RequestException:
        return failed(request)
    joining = get_pending_signup(request)
    if joining and isinstance(response, HttpResponseRedirect):
        response["Location"] = with_next(response.url, joining.state.get("next") or "")
    return response


@account_page
@require_form_methods
def join(request: HttpRequest) -> HttpResponseBase:
    return entrance_page(request, SignupView)


@account_page
@login_required
@require_form_methods
def connected(request: HttpRequest) -> HttpResponseBase:
    """What at the provider logs in to this account. Whoever has a password may part from it."""
    if not provider_name():
        return redirect("members:account")
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    return entrance_page(request, ConnectionsView, success_url=reverse_lazy("members:account"))
