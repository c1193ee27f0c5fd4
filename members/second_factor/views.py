"""The pages about second factors: an app that makes codes, passkeys, recovery codes. allauth's, dressed and bounded."""

from collections.abc import Callable

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views import View

from members.entrance.who_asks import person
from members.next_url import account_page, redirect_pending
from members.second_factor.required import has_second_factor, lacks_second_factor, may_not_administer
from members.views import entrance, entrance_page, require_form_methods

INDEX = reverse_lazy("mfa_index")


@account_page
@require_form_methods
def log_in_with_passkey(request: HttpRequest) -> HttpResponseBase:
    """The page of the log-in asks, as a script, what a passkey has to sign; its form brings what was signed."""
    if request.method == "POST" or request.user.is_authenticated:
        return entrance_page(request, passkeys.LoginWebAuthnView)
    return JsonResponse({"request_options": begin_authentication(None)})


@account_page
@require_form_methods
def second_step(request: HttpRequest) -> HttpResponseBase:
    """After the password, or a code from the mail: what one's second factor says."""
    redirect_pending(request)
    return entrance_page(request, AuthenticateView)


@account_page
@login_required
@require_form_methods
def overview(request: HttpRequest) -> HttpResponseBase:
    shown = {**entrance(request), "must_set_up": lacks_second_factor(request.user) or may_not_administer(request.user)}
    response: HttpResponseBase = IndexView.as_view(extra_context=shown)(request)
    return response


@account_page
@login_required
@require_form_methods
def set_up_app(request: HttpRequest) -> HttpResponseBase:
    return first_ends_others(request, lambda: entrance_page(request, app.ActivateTOTPView))


@account_page
@login_required
@require_form_methods
def add_passkey(request: HttpRequest) -> HttpResponseBase:
    return first_ends_others(request, lambda: entrance_page(request, passkeys.AddWebAuthnView))


def first_ends_others(request: HttpRequest, page: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Who was logged in elsewhere with the password alone has to log in anew once there is a second factor."""
    had = request.method == "POST" and has_second_factor(person(request))
    response = page()
    if request.method == "POST" and not had and has_second_factor(person(request)):
        end_other_sessions(request, request.user)
        messages.info(request, "Everywhere else you are logged out.")
    return response


def if_there(request: HttpRequest, page: type[View]) -> HttpResponseBase:
    """Of what is not set up the overview tells."""
    try:
        return entrance_page(request, page)
    except Http404:
        return redirect("mfa_index")


@account_page
@login_required
@require_form_methods
def remove_app(request: HttpRequest) -> HttpResponseBase:
    return if_there(request, app.DeactivateTOTPView)


@account_page
@login_required
@require_form_methods
def name_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    return entrance_page(request, passkeys.EditWebAuthnView, success_url=INDEX, at={"pk": pk})


@account_page
@login_required
@require_form_methods
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    return entrance_page(request, passkeys.RemoveWebAuthnView, success_url=INDEX, at={"pk": pk})


@account_page
@login_required
@require_form_methods
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    return if_there(request, recovery.ViewRecoveryCodesView)


@account_page
@login_required
@require_form_methods
def new_recovery_codes(request: HttpRequest) -> HttpResponseBase:
    return entrance_page(request, recovery.GenerateRecoveryCodesView)


@account_page
@login_required
@require_form_methods
def download_recovery_codes(request: HttpRequest) -> HttpResponseBase:
    return if_there(request, recovery.DownloadRecoveryCodesView)
