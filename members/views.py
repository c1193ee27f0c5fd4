"""The pages about accounts. The entrance (log-in, registration, codes, passwords) is allauth's, dressed and bounded."""

from typing import Any, Final

from allauth.account import views as library
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
    PasswordResetVerificationProcess,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import forms
from members.consent import give_consent, has_agreed
from members.entrance.evening import evened
from members.entrance.rate_limits import attempt, too_many_requests
from members.entrance.stages import awaited_address, pending_verification, resend_code, seconds_to_next_code
from members.entrance.who_asks import person, show_once_more
from members.models import User
from members.next_url import (
    account_page,
    nearest_for_visitors,
    next_page,
    redirect_pending,
    remember_typed_email,
    this_page,
    to_other_form,
    typed_email,
    with_next,
)
from members.personal_data import erase, everything_about
from members.providers.provider_adapter import logs_in_through_provider
from members.roles import role_of
from members.second_factor.required import has_second_factor

NO_CODE_AWAITED: Final = "No code is waited for here any more."
require_form_methods = require_http_methods(["GET", "HEAD", "POST"])


def entrance(request: HttpRequest) -> dict[str, Any]:
    """What every page of the entrance shows: where it leads back to, and where mail goes on a machine of one's own."""
    next_url = next_page(request)
    return {
        "next": next_url,
        "reset_url": with_next(reverse("account_reset_password"), next_url),
        "login_url": with_next(reverse("account_login"), next_url),
        "register_url": with_next(reverse("account_signup"), next_url),
        "minutes": settings.CODES_HOLD_FOR,
        "provider": provider_name(),
        "mail_folder": settings.EMAIL_FILE_PATH if settings.MAIL_STAYS_HERE else "",
    }


def provider_name() -> str:
    """Of the provider through which one may log in, if there is one."""
    return next((str(app["name"]) for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]), "")


def entrance_page(request: HttpRequest, page: type[View], **options: Any) -> HttpResponseBase:
    """`at` names the row that the page is about."""
    at = options.pop("at", {})
    return page.as_view(extra_context=entrance(request), **options)(request, **at)


@account_page
@evened(post=30)
@require_form_methods
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponseBase:
    if "other_form" in request.POST:
        return to_other_form(request, "account_signup")
    redirect_pending(request)
    response = entrance_page(request, library.LoginView, initial={"login": typed_email(request)})
    remember_typed_email(request)  # now: the library has set how long the session lasts, whatever the outcome
    return response


@account_page
@evened(post=52)
@require_form_methods
@sensitive_post_parameters("password1")
def register(request: HttpRequest) -> HttpResponseBase:
    if "other_form" in request.POST:
        return to_other_form(request, "account_login")
    if wait := attempt(request, "register"):
        return too_many_requests(request, wait=wait)
    redirect_pending(request)
    remember_typed_email(request)
    return entrance_page(request, library.SignupView, initial={"email": typed_email(request)})


@account_page
@evened(get=4, post=17)
@require_form_methods
def verify(request: HttpRequest) -> HttpResponseBase:
    """The code that was mailed after registration, or after the first log-in with an address that is not verified."""
    if request.user.is_authenticated:
        return verify_new_address(request)
    process = pending_verification(request)
    if process is None:
        messages.info(request, f"{NO_CODE_AWAITED} Log in or register again, and we send a new one.")
        return redirect("account_login")
    if request.POST.get("action") == "resend":
        return send_another_code(request, process)
    if not process.is_valid():
        return code_expired(request, process.email, "account_email_verification_sent")
    return entrance_page(request, library.ConfirmEmailVerificationCodeView, form_class=forms.VerificationCodeForm)


def verify_new_address(request: HttpRequest) -> HttpResponseBase:
    """The code that was mailed to the address with which somebody wants to replace theirs."""
    process = awaited_address(request)
    if process is None:
        return redirect(next_page(request) or "members:account")
    if request.POST.get("action") == "resend":
        return send_another_code(request, process)
    if not process.is_valid():
        return code_expired(request, process.email, "account_email")
    response = entrance_page(request, library.ConfirmEmailVerificationCodeView, form_class=forms.NewAddressCodeForm)
    if User.objects.is_called(request.user.pk, process.email):
        messages.success(request, f"Your e-mail address is {process.email} from now on.")
    return response


def code_expired(request: HttpRequest, email: str, offering: str) -> HttpResponse:
    """`offering` is the name of the page that sends a new code."""
    return render(request, "members/code_expired.html", {**entrance(request), "email": email, "offering": offering})


def send_another_code(request: HttpRequest, process: EmailVerificationProcess) -> HttpResponse:
    if not resend_code(request, process):
        return too_many_requests(request, wait=seconds_to_next_code(request, process))
    messages.success(request, f"A new code is on its way to {process.email}. The old one no longer works.")
    return redirect("account_email_verification_sent")


@account_page
@require_POST
def start_again(request: HttpRequest) -> HttpResponseBase:
    """Leave a registration or a log-in that waits for a code, to register another address, or to log in anew."""
    if not request.user.is_authenticated:
        logout(request)
    return redirect("account_login" if "log_in" in request.POST else "account_signup")


@account_page
@require_form_methods
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Whoever logs out stays where they are, as a visitor."""
    if request.method != "POST":
        return entrance_page(request, library.LogoutView)
    logout(request)
    return redirect(nearest_for_visitors(request, next_page(request) or this_page(request)))


@account_page
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Shown to a person whose account was closed, after the right password."""
    return render(request, "members/closed.html")


@account_page
@evened(post=29)
@require_form_methods
def reset_password(request: HttpRequest) -> HttpResponseBase:
    remember_typed_email(request)
    return entrance_page(
        request, library.PasswordResetView, form_class=forms.ResetPasswordForm, initial={"email": typed_email(request)}
    )


@account_page
@evened(post=2)
@require_form_methods
def confirm_reset_code(request: HttpRequest) -> HttpResponseBase:
    return reset_code_gone(request) or entrance_page(
        request, library.ConfirmPasswordResetCodeView, form_class=forms.ResetCodeForm
    )


def reset_code_gone(request: HttpRequest) -> HttpResponse | None:
    """What is said in place of the steps of a forgotten password when no code holds that could lead through them."""
    state = request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY)
    if state and PasswordResetVerificationProcess(request, state).is_valid():
        return None
    if state:
        return code_expired(request, state["email"], "account_reset_password")
    if request.user.is_authenticated:
        return redirect(next_page(request) or "members:account")
    messages.info(request, f"{NO_CODE_AWAITED} Ask for a new one.")
    return redirect("account_reset_password")


@account_page
@require_form_methods
@sensitive_post_parameters("password1")
def set_password(request: HttpRequest) -> HttpResponseBase:
    """The last step of a forgotten password."""
    return reset_code_gone(request) or entrance_page(
        request, library.CompletePasswordResetView, form_class=forms.NewPasswordForm
    )


@account_page
@login_required
@require_form_methods
@sensitive_post_parameters("oldpassword", "password1")
def change_password(request: HttpRequest) -> HttpResponseBase:
    if not person(request).has_usable_password():
        return redirect("account_reset_password")
    return entrance_page(request, library.PasswordChangeView, form_class=forms.ChangePasswordForm)


@account_page
@login_required
@require_form_methods
def consent(request: HttpRequest) -> HttpResponse:
    """Asked when the texts have changed since the person agreed."""
    user = person(request)
    form = forms.ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_consent(user, at=timezone.now())
    if has_agreed(user):
        return redirect(next_page(request) or "members:account")
    return render(request, "members/consent.html", {"form": form, "next": next_page(request)})


@account_page
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = person(request)
    shown = {"role": role_of(user), "has_second_factor": has_second_factor(user), "token_count": user.tokens.count()}
    if provider := provider_name():
        shown |= {"provider": provider, "is_connected": logs_in_through_provider(user)}
    return render(request, "members/account.html", shown)


@account_page
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about the person, as a file."""
    response = JsonResponse(everything_about(person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return response


@account_page
@login_required
@require_form_methods
@sensitive_post_parameters("password")
def erase_account(request: HttpRequest) -> HttpResponse:
    user = person(request)
    sent = request.POST if request.method == "POST" else None
    if not user.has_usable_password():
        show_once_more(request)
    form = forms.OnceMoreForm(sent, user=user) if user.has_usable_password() else forms.SureForm(sent)
    if request.method == "POST" and form.is_valid():
        logout(request, show_message=False)
        erase(user)
        messages.success(request, "Your account and what we kept about you are erased.")
        return redirect("home")
    return render(request, "members/erase.html", {"form": form})
