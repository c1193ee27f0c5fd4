"""What this site does differently from allauth's defaults."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from members.entrance.arrivals import completed
from members.entrance.passwords import opaque_string
from members.entrance.rate_limits import count, refuse_while_shut
from members.entrance.sessions import leave_session
from members.models import User
from members.next_url import forget_typed_email, is_next_url, next_page, say_at, with_next
from members.origin import origin_of
from members.roles import admit

logger = logging.getLogger(__name__)

# What is said after an act, under the names that allauth has for its own texts. It says nothing else.
SAID: Mapping[str, str] = {
    "account/messages/email_confirmation_failed.txt": "This address belongs to another account by now.",
    "account/messages/logged_out.txt": "You are logged out.",
    "account/messages/password_changed.txt": "Your new password is saved.",
    "usersessions/messages/sessions_logged_out.txt": "You are logged out everywhere else.",
    "socialaccount/messages/account_disconnected.txt": "You have parted from it. It logs in to your account no more.",
    "mfa/messages/totp_activated.txt": "The app is set up: from now on, log-in asks for its code.",
    "mfa/messages/totp_deactivated.txt": "The app is removed. Log-in asks for no code of it any more.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed. You may delete it on your device, too.",
}

NO_NOTICE: Final = "The mail that tells you of it could not be sent."
IN_PLACE_OF_A_CODE: Final = frozenset({"account/email/account_already_exists", "account/email/unknown_account"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your present password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This is not the code from our newest mail. Check it and try again.",
        "too_many_login_attempts": "That was tried too often: this code no longer works. Log in, or ask for a new one.",
        "email_taken": "This address belongs to another account by now.",
        "duplicate_email": "This is your address already.",
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: there is one answer to a form, the page."""
        del request
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_next_url(url)

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The rules look at a new password as it will be stored."""
        return str(super().clean_password(opaque_string(password), user))

    def get_login_stages(self) -> list[str]:
        """A code from the mail is a log-in of its own; the second factor comes after all that a first one is."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "members.entrance.stages.EmailCodeStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account alone. The library's key holds the Host header too, and with it a fresh count for every port."""
        del request
        return User.objects.normalize_email(credentials.get("email"))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        refuse_while_shut(request, "login_failed", key)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Only failures count, when they are known; what simultaneous attempts beyond the limit found out is not said.

        So it is as if one attempt had come after the other, and nobody waits for anybody.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user:
            self.pre_authenticate(request, **credentials)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        count(request, "login_failed", self._get_login_attempts_cache_key(request, **credentials))

    def login(self, request: HttpRequest, user: User) -> None:
        """Nobody gets here before their address is verified; the first time, that makes a reader a member."""
        if user.last_login is None:
            admit(user)
        if not request.user.is_authenticated:
            leave_session(request)
        super().login(request, user)
        forget_typed_email(request)

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        landing = response.url if isinstance(response, HttpResponseRedirect) else ""
        text = "You are logged in." + " Here is the full post." * landing.endswith("#full")
        say_at(landing, request, messages.SUCCESS, text)
        return completed(request, response)

    def respond_email_verification_sent(self, request: HttpRequest, user: User | None) -> HttpResponse:
        del user
        return HttpResponseRedirect(with_next(reverse("account_email_verification_sent"), next_page(request)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        del request
        return reverse("members:account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        del message_context
        if text := message or SAID.get(message_template or ""):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def site_name(self) -> str:
        """How mail names this site; what stands above this room may know better."""
        return str(settings.SITE_NAME)

    def format_email_subject(self, subject: str) -> str:
        """On one line, as a header is, whatever name a collection has given."""
        return " ".join(f"{self.site_name()}: {subject}".split())

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Says that no person wrote it, so that no machine answers (RFC 3834)."""
        sent = {**(headers or {}), "Auto-Submitted": "auto-generated"}
        message: EmailMessage = super().render_mail(template_prefix, email, context, sent)
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail names this site, and speaks of a closed account as such. When it cannot be sent, the page says why."""
        request: HttpRequest = current.request
        context = {
            **context,
            "site_name": self.site_name(),
            "site_url": origin_of(request),
            "minutes": settings.CODES_HOLD_FOR,
            "contact": settings.CONTACT_EMAIL,
        }
        if template_prefix in IN_PLACE_OF_A_CODE and User.objects.filter(email=email, is_active=False).exists():
            template_prefix = "account/email/account_closed"
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.exception("Mail could not be sent: %s", template_prefix)
            raise ImmediateHttpResponse(mail_failed(request, email, error)) from None

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What it tells of is done and stays done: when it cannot be sent, the page says only that."""
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except ImmediateHttpResponse:
            messages.warning(self.request, NO_NOTICE)


def mail_failed(request: HttpRequest, email: str, error: SMTPException | OSError) -> HttpResponse:
    """A mail server that refuses the address for good (5xx, RFC 5321) is not one that did not answer or is busy."""
    codes = [code for code, _ in error.recipients.values()] if isinstance(error, SMTPRecipientsRefused) else [0]
    is_refused = all(500 <= code < 600 for code in codes)
    context = {"email": email, "is_refused": is_refused}
    return render(request, "members/mail_failed.html", context, status=422 if is_refused else 503)
