"""Ways in beside the password: a code from the mail. And showing once more who one is, before what matters."""

from typing import Any

from allauth.account import views as library
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.mfa.base.views import ReauthenticateView as FactorOnceMoreView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.socialaccount.internal.flows.email_authentication import wipe_password
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from members.entrance.code_forms import AskForCodeForm, LogInCodeForm
from members.entrance.evening import evened
from members.forms import OnceMoreForm
from members.next_url import account_page, next_page, redirect_pending, remember_typed_email, typed_email
from members.views import NO_CODE_AWAITED, code_expired, entrance_page, require_form_methods


@account_page
@evened(post=29)
@require_form_methods
def ask_for_code(request: HttpRequest) -> HttpResponseBase:
    remember_typed_email(request)
    return entrance_page(
        request, library.RequestLoginCodeView, form_class=AskForCodeForm, initial={"email": typed_email(request)}
    )


class LogInByCodeView(library.ConfirmLoginCodeView):  # type: ignore[misc]
    def _verify_form_valid(self, form: LogInCodeForm) -> Any:
        """Who registered an address that they could not confirm knows the password of its account: not any more."""
        wipe_password(self.request, self._process.user, self._process.state["email"])
        return super()._verify_form_valid(form)


@account_page
@evened(get=5, post=5)
@require_form_methods
def log_in_by_code(request: HttpRequest) -> HttpResponseBase:
    redirect_pending(request)
    stage = get_pending_stage(request)
    if stage and stage.key == LoginByCodeStage.key:
        process = LoginCodeVerificationProcess(stage)
        if not process.is_valid():
            return code_expired(request, process.state["email"], "account_request_login_code")
    elif not request.user.is_authenticated:
        messages.info(request, f"{NO_CODE_AWAITED} Ask for a new one.")
        return redirect("account_request_login_code")
    if request.user.is_authenticated:
        return redirect(next_page(request) or "members:account")
    return entrance_page(request, LogInByCodeView, form_class=LogInCodeForm)


def once_more(request: HttpRequest, page: type[View], **options: Any) -> HttpResponseBase:
    """Whoever always comes through a provider has nothing of the kind here."""
    if not get_adapter().get_reauthentication_methods(request.user):
        return redirect(next_page(request) or "members:account")
    return entrance_page(request, page, **options)


@account_page
@login_required
@require_form_methods
@sensitive_post_parameters("password")
def password_once_more(request: HttpRequest) -> HttpResponseBase:
    return once_more(request, library.ReauthenticateView, form_class=OnceMoreForm)


@account_page
@login_required
@require_form_methods
def factor_once_more(request: HttpRequest) -> HttpResponseBase:
    return once_more(request, FactorOnceMoreView)


@account_page
@login_required
@require_form_methods
def passkey_once_more(request: HttpRequest) -> HttpResponseBase:
    return once_more(request, ReauthenticateWebAuthnView)
