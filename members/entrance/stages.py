"""The step between password and log-in: the code that proves that the e-mail address is one's own.

A person without an account (somebody registered an address that is known already) passes through the same step with the
same work and the same answers; only no code that they type is ever right.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import (
    consume_email_verification_rate_limit,
    get_address_for_login,
)
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import Login
from allauth.account.stages import EmailVerificationStage
from allauth.account.utils import has_verified_email
from django.http import HttpRequest, HttpResponse

from members.entrance.rate_limits import seconds_shut

REPEATED = "repeated"  # in `Login.state`: a registration of an address that has an account


class EmailCodeStage(EmailVerificationStage):  # type: ignore[misc]
    """Asks for a code unless the address is verified.

    Where the library answers 429 when mail to one address comes too fast, this shows the page for the code and holds
    the mail back: of several simultaneous registrations of one address each gets the same page. The first mail of a new
    account is never held back.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if has_verified_email(self.login.user, self.login.email):
            return None, True
        start_verification(self.request, self.login)
        return get_adapter().respond_email_verification_sent(self.request, self.login.user), True

    def abort(self) -> HttpResponse:
        """After the right code for an address that could not be marked as verified.

        Where it was verified a moment ago, by the same form sent twice, the log-in goes on as the first one did.
        """
        is_verified = has_verified_email(self.login.user, self.login.email)
        response: HttpResponse = self.exit() if is_verified else super().abort()
        return response


def start_verification(request: HttpRequest, login: Login) -> None:
    email = get_address_for_login(login).email if login.user else login.email
    state = EmailVerificationProcess.initial_state(login.user, email)
    process = EmailVerificationProcess(request, state, login.user)
    process.generate_code()
    is_new = login.user and login.signup and REPEATED not in login.state
    if consume_email_verification_rate_limit(request, email) or is_new:
        mail_code(request, process)
    process.persist()


def pending_verification(request: HttpRequest) -> EmailVerificationProcess | None:
    """What waits for a code here, whether the code still holds or not (`is_valid`).

    The library's own `resume` forgets a code that has expired, and the log-in that waits for it.
    """
    state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY)
    return EmailVerificationProcess(request, state) if state and get_pending_stage(request) else None


def awaited_address(request: HttpRequest) -> EmailVerificationProcess | None:
    """What waits for the code that was mailed to a new address, of the one who is logged in."""
    state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY)
    process = EmailVerificationProcess(request, state) if state else None
    return process if process and process.user == request.user else None


def resend_code(request: HttpRequest, process: EmailVerificationProcess) -> bool:
    """A new code in place of the old one, for its full time. False when this address has had its share of mail."""
    if not process.can_resend or not consume_email_verification_rate_limit(request, process.email):
        return False
    process.generate_code()
    mail_code(request, process)
    process.record_resend()
    process.state["at"] = time.time()
    process.persist()
    return True


def seconds_to_next_code(request: HttpRequest, process: EmailVerificationProcess) -> int:
    return seconds_shut(request, "confirm_email", process.email)


def mail_code(request: HttpRequest, process: EmailVerificationProcess) -> None:
    """The owner of a known address is told that they have an account, in place of a code."""
    if process.user:
        get_adapter().send_confirmation_mail(request, process, signup=process.user.last_login is None)
    else:
        get_adapter().send_account_already_exists_mail(process.email)
