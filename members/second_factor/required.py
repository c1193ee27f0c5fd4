"""Where REQUIRE_MFA_FOR_STAFF is on, whoever writes or edits gets nowhere before they have a second factor; where
REQUIRE_MFA_FOR_ADMIN is, administrators do not get into the admin.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from members.models import User
from members.next_url import this_page

Answer = Callable[[HttpRequest], HttpResponse]

# What stays open: one's account with all that sets the factor up, the texts about the site, and what is no page.
ACCOUNTS: Final = ("account_", "members:", "mfa_", "usersessions_")
ADMIN: Final = "admin"
PROGRAMS: Final = ("api:", "api-document", "api-nowhere")  # `api.asking` asks the same of the person of a token
OPEN: Final = frozenset(
    {"terms", "privacy", "about", "accessibility", "site-css", "robots", "health", "health-live", "health-ready",
     "security-txt", "change-password", "insights:count"}
)  # fmt: skip


def has_second_factor(user: User | AnonymousUser) -> bool:
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether it is required of them, and missing: of all who come to the desk, and owners. A query more for these."""
    if not settings.REQUIRE_MFA_FOR_STAFF or not isinstance(user, User):
        return False
    return user.has_perm("articles.change_article") and not has_second_factor(user)


def may_not_administer(user: User | AnonymousUser) -> bool:
    """Whether it is missing of somebody whom the admin would let in."""
    return settings.REQUIRE_MFA_FOR_ADMIN and user.is_staff and not has_second_factor(user)


def ask_for_second_factor(get_response: Answer) -> Answer:
    """Lead to the page that sets one up, and from there back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: object) -> HttpResponse | None:
        del view
        match = request.resolver_match
        if match is None or match.view_name in OPEN or match.view_name.startswith((*ACCOUNTS, *PROGRAMS)):
            return None
        if not (settings.REQUIRE_MFA_FOR_STAFF and lacks_second_factor(request.user)) and not (
            match.namespace == ADMIN and may_not_administer(request.user)
        ):
            return None
        return HttpResponseRedirect(f"{reverse('mfa_index')}?{urlencode({'next': this_page(request)})}")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
