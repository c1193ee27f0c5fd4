"""Settings of accounts, as `cbtneuro/settings.py` takes them in: log-in, codes, second factors, limits."""

from typing import Any

import environs

_env = environs.Env()

AUTH_USER_MODEL = "members.User"
SESSION_ENGINE = "members.entrance.sessions"
AUTHENTICATION_BACKENDS = ["members.entrance.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "members.entrance.passwords.CommonPasswordValidator"},
    {"NAME": "members.entrance.passwords.TypableValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members:account"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "cbtneuro.accounts.SiteAdapter"
ACCOUNT_FORMS = {
    "signup": "members.forms.SignupForm",
    "login": "members.forms.LoginForm",
    "reauthenticate": "members.forms.OnceMoreForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 100  # times; the limit on mail to one address is below
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True  # one address at a time: the new one takes over once its code is typed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for another address; for second factors it is the default
CODES_HOLD_FOR = 15  # minutes, which pages and mail name; three, a default of the library, are short for mail
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODES_HOLD_FOR * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODES_HOLD_FOR * 60
WAITING_SESSION_AGE = 60 * 60  # seconds for which what a visitor typed is kept, and a log-in that waits for its code
ACCOUNT_LOGIN_TIMEOUT = 14 * 24 * 60 * 60  # seconds; no limit of its own, the session ends before
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when the password has been changed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",  # 5 failures in 5 minutes per account, 10 a minute per network address
    "login": None,  # the right password is not limited
    "signup": None,
    "register": "300/m/ip",  # ours, in place of "signup": a class behind one network address registers together
    # Mail to one e-mail address, whoever asks for it: a code each time, and no flood.
    "confirm_email": "5/10m/key",
    "reset": "300/m/ip,5/10m/key",  # ours, in place of "reset_password", which refuses a class for its rush
    "code_log_in": "300/m/ip,5/10m/key",  # ours, in place of "request_login_code", for the same reason
    "reprint": "10/10m/user",  # ours: a PDF takes a second of computing
    "harvest": "120/m/ip",  # ours: a page of fifty records takes some tens of milliseconds
    "cite": "40/m/ip",  # ours: a bibliography of 200 works takes up to four seconds of computing
    "request_login_code": None,
    "reset_password": None,
    "reset_password_from_key": None,  # whoever comes this far had the code
}
# How many proxies of ours stand before the server: the address of a visitor is read that far from the right.
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int("TRUSTED_PROXY_COUNT", default=0)

# --- A second factor ----------------------------------------------------------------------------------------------

MFA_ADAPTER = "members.second_factor.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago or ahead: clocks of telephones differ
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a class logs in together, and a passkey cannot be guessed
MFA_FORMS = {
    "authenticate": "members.second_factor.factor_forms.FactorForm",
    "reauthenticate": "members.second_factor.factor_forms.FactorOnceMoreForm",
    "activate_totp": "members.second_factor.factor_forms.ActivateAppForm",
    "add_webauthn": "members.second_factor.factor_forms.AddPasskeyForm",
    "edit_webauthn": "members.second_factor.factor_forms.NamePasskeyForm",
}
# Whoever writes or edits has to have a second factor, and gets nowhere before it is set up.
REQUIRE_MFA_FOR_STAFF = _env.bool("REQUIRE_MFA_FOR_STAFF", default=False)
# The admin, where accounts are made and erased, wants one in any case, but on one's own machine.
REQUIRE_MFA_FOR_ADMIN = _env.bool("REQUIRE_MFA_FOR_ADMIN", default=not _env.bool("DEBUG", default=False))
# Whoever did nothing at the desk or in the admin for so many hours logs in anew to go on there; 0: never.
STAFF_IDLE_HOURS = _env.float("STAFF_IDLE_HOURS", default=12)

# --- Log-in through a provider (OpenID Connect) -------------------------------------------------------------------

OIDC_SERVER = _env.str("OIDC_SERVER", default="").rstrip("/")
OIDC_NAME = _env.str("OIDC_NAME", default="your institution")
SOCIALACCOUNT_ADAPTER = "members.providers.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"signup": "members.providers.provider_forms.ProviderSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # the terms are agreed to first
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address that the provider has verified is that of its account here
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_SERVER:
    _secret = {"client_id": _env.str("OIDC_CLIENT_ID"), "secret": _env.str("OIDC_CLIENT_SECRET")}
    _app = {"provider_id": "provider", "name": OIDC_NAME, "settings": {"server_url": OIDC_SERVER}}
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append({**_app, **_secret})
