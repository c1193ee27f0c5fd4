"""The private names of allauth that accounts stand on. A new version may move or change any of them without a word."""

import ast
import inspect
import re
from pkgutil import resolve_name
from typing import Any, Final

import allauth
import pytest
from allauth.account.forms import BaseSignupForm
from allauth.account.views import ConfirmLoginCodeView

from tests.source import ROOT, Module, imports, in_rooms

CODE: Final = "allauth.account.internal.flows.email_verification_by_code:EmailVerificationProcess"
RESET: Final = "allauth.account.internal.flows.password_reset_by_code:PasswordResetVerificationProcess"
BY_CODE: Final = "allauth.account.internal.flows.login_by_code:LoginCodeVerificationProcess"
ADAPTER: Final = "allauth.account.adapter:DefaultAccountAdapter"
# What we import, call or take the place of, with what it takes.
PRIVATE: Final = {
    "allauth.core.internal.ratelimit:Rate": "(amount, duration, per)",
    "allauth.core.internal.ratelimit:consume": (
        "(request, *, app, action, config=None, key=None, user=None, dry_run=False, limit_get=False, "
        "raise_exception=False)"
    ),
    "allauth.core.internal.ratelimit:get_cache_key": "(request, *, app, action, rate, key=None, user=None)",
    "allauth.core.internal.ratelimit:get_rates": "(*, app, action, config=None)",
    "allauth.account.internal.stagekit:get_pending_stage": "(request)",
    "allauth.account.internal.stagekit:stash_login": "(request, login)",
    "allauth.account.internal.flows.login:perform_login": "(request, login)",
    "allauth.account.internal.flows.logout:logout": "(request, *, show_message=True)",
    "allauth.account.internal.flows.email_verification:consume_email_verification_rate_limit": (
        "(request, email, dry_run=False, raise_exception=False)"
    ),
    "allauth.account.internal.flows.email_verification:get_address_for_login": "(login)",
    CODE: "(request, state, user=None)",
    f"{CODE}.initial_state": "(user, email=None, phone=None)",
    f"{CODE}.is_valid": "(self)",
    f"{CODE}.generate_code": "(self)",
    f"{CODE}.persist": "(self)",
    f"{CODE}.record_resend": "(self)",
    f"{CODE}.can_resend": "a property",
    f"{CODE}.email": "a property",
    f"{CODE}.user": "a property",
    "allauth.account.internal.flows.email_verification_by_code:EMAIL_VERIFICATION_CODE_SESSION_KEY": "a text",
    RESET: "(request, state, user=None)",
    f"{RESET}.is_valid": "(self)",
    "allauth.account.internal.flows.password_reset_by_code:PASSWORD_RESET_VERIFICATION_SESSION_KEY": "a text",
    f"{ADAPTER}._get_login_attempts_cache_key": "(self, request, **credentials)",
    "allauth.account.auth_backends:AuthenticationBackend._get_user_permissions": "(self, user_obj)",
    "allauth.account.auth_backends:AuthenticationBackend._mitigate_timing_attack": "(self, password)",
    # No underscore, and in no documentation:
    f"{ADAPTER}.pre_authenticate": "(self, request, **credentials)",
    f"{ADAPTER}.authenticate": "(self, request, **credentials)",
    f"{ADAPTER}.authentication_failed": "(self, request, **credentials)",
    f"{ADAPTER}.get_login_stages": "(self)",
    f"{ADAPTER}.respond_email_verification_sent": "(self, request, user)",
    f"{ADAPTER}.send_confirmation_mail": "(self, request, emailconfirmation, signup)",
    f"{ADAPTER}.send_account_already_exists_mail": "(self, email)",
    "allauth.account.stages:EmailVerificationStage": "(controller, request, login)",
    "allauth.account.stages:EmailVerificationStage.handle": "(self)",
    "allauth.account.stages:EmailVerificationStage.exit": "(self)",
    "allauth.account.stages:EmailVerificationStage.abort": "(self)",
    "allauth.account.forms:SignupForm.try_save": "(self, request)",
    f"{ADAPTER}.get_reauthentication_methods": "(self, user)",
    "allauth.account.forms:BaseConfirmCodeForm.clean_code": "(self)",
    "allauth.account.internal.flows.reauthentication:suspend_request": "(request, redirect_to)",
    "allauth.account.internal.flows.reauthentication:raise_if_reauthentication_required": "(request, *, app)",
    BY_CODE: "(stage)",
    f"{BY_CODE}.is_valid": "(self)",
    "allauth.account.views:ConfirmLoginCodeView._verify_form_valid": "(self, form)",
    "allauth.account.views:EmailView.form_valid": "(self, form)",
    "allauth.mfa.totp.internal.auth:generate_totp_secret": "(length=20)",
    "allauth.mfa.webauthn.internal.auth:begin_authentication": "(user=None)",
    "allauth.usersessions.internal.flows.sessions:end_other_sessions": "(request, user)",
    "allauth.usersessions.internal.flows.sessions:end_sessions": "(request, sessions)",
    "allauth.socialaccount.internal.flows.email_authentication:wipe_password": "(request, user, email)",
    "allauth.socialaccount.internal.flows.signup:get_pending_signup": "(request)",
    "allauth.socialaccount.adapter:DefaultSocialAccountAdapter.populate_user": "(self, request, sociallogin, data)",
    "allauth.account.models:Login": (
        "(user=None, email_verification=None, redirect_url=None, signal_kwargs=None, signup=False, email=None, "
        "state=None, initiated_at=None, phone=None)"
    ),
}
# Django's, that of named tuples, that of django-csp, and what allauth's view of a code keeps its process in.
OURS: Final = {"_db", "_meta", "_group_perm_cache", "_replace", "_csp_update", "_process"}


def taken_by(thing: Any) -> str:
    if isinstance(thing, property):
        return "a property"
    if isinstance(thing, str):
        return "a text"
    signature = inspect.signature(thing)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def accounts() -> list[Module]:
    return [module for module in in_rooms() if any(name.startswith("allauth") for name, _ in imports(module))]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_name_of_allauth_is_there_and_takes_what_it_took(name: str) -> None:
    told = f"{name} is not in allauth {allauth.__version__} as members/ uses it. Read what changed, then mend members/."
    try:
        thing = resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{told} ({error})")
    assert taken_by(thing) == PRIVATE[name], told


def test_attributes_that_allauth_and_we_both_write_have_their_names() -> None:
    """Whether an address is known already, and the log-in by code that goes on."""
    assert "_process" in ConfirmLoginCodeView._verify_form_valid.__code__.co_names
    assert "account_already_exists" in BaseSignupForm.__init__.__code__.co_names


def test_every_private_name_that_is_used_stands_in_the_table() -> None:
    held = {name.replace(":", ".") for name in PRIVATE}
    inner = {name for module in in_rooms() for name, _ in imports(module) if name.startswith("allauth")}
    modules = {name.partition(":")[0] for name in PRIVATE}
    assert {name for name in inner if ".internal" in name or "._" in name} - modules <= held


def test_every_underscore_in_modules_about_allauth_stands_in_the_table() -> None:
    known = {*OURS, *(re.split(r"[.:]", name)[-1] for name in PRIVATE)}
    nodes = [node for module in accounts() for node in ast.walk(module.tree)]
    names = {str(getattr(node, "attr", None) or getattr(node, "name", None) or "") for node in nodes}
    assert {name for name in names if re.match(r"_[a-z]", name)} <= known


def test_allauth_stays_at_the_minor_version_that_was_read() -> None:
    asked = re.search(
        r'"django-allauth\[[a-z,]+\]>=(\d+)\.(\d+),<(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert asked, "Private names of allauth are used: pin its minor version."
    major, minor, below_major, below = map(int, asked.groups())
    assert (below_major, below) == (major, minor + 1)
    assert allauth.VERSION[:2] == (major, minor)
