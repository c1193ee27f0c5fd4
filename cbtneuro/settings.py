"""Settings, all of them, read from the environment. README.md lists the variables.

With `DEBUG=1` every variable has a default that suits a first start on one machine. Without it, whatever
protects people (`SECRET_KEY`) or names this site to the world has to be given, and a missing one stops the
start with a message that names it.
"""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from articles.images.media.bucket_address import sources_at, storage_at
from cbtneuro.outages.engine_options import databases

django_stubs_ext.monkeypatch()  # lets classes like ModelAdmin and Feed say what they are about: ModelAdmin[Article]

BASE_DIR = Path(__file__).resolve().parent.parent
env = environs.Env()

DEBUG = env.bool("DEBUG", default=False)
if not DEBUG:
    missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL") if not env.str(name, "")]
    if missing:
        raise ImproperlyConfigured(
            f"Set {', '.join(missing)} in the environment (or DEBUG=1 on your own machine). README.md shows an example."
        )

SECRET_KEY = env.str("SECRET_KEY", default="only-for-debug-never-in-production")
SECRET_KEY_SINCE = env.date("SECRET_KEY_SINCE", default=None)  # `check --deploy` warns of an old one
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])  # former ones: they still open
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_NAME = env.str("SITE_NAME", default="")  # in place of the name that the collection gives
HOUSE_STYLE = "articles.site.snapshot.citation_style"  # who says in which style references are printed
SITE_KEPT_FOR = 10  # seconds for which a process keeps what the collection says of the site
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
WEBHOOK_PRIVATE_HOSTS: list[str] = env.list("WEBHOOK_PRIVATE_HOSTS", default=[])  # inside; over HTTP, too
REVIEW_BY_ANOTHER = env.bool("REVIEW_BY_ANOTHER", default=False)  # nobody approves, or publishes, their own alone
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="editors@localhost")
METADATA_LOOKUP = env.bool("METADATA_LOOKUP", default=False)  # imports ask these for DOIs and PubMed numbers
METADATA_SERVERS = {
    "crossref": "https://api.crossref.org",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
}
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
if DEBUG:
    DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- The house: our rooms from the lowest up, then what they stand on -------------------------------------------

INSTALLED_APPS = [
    "members",
    "tags",
    "bibliography",
    "articles",
    "lists",
    "harvesting",
    "collection",
    "library",
    "desk",
    "insights",
    "webhooks",
    "api",
    "operations",
    "cbtneuro",
    "tools.related_quality",  # a command for developers, without models or pages
    "taggit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "cbtneuro.apps.EditingConfig",  # django.contrib.admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operations.metrics.middleware.measure",
    "cbtneuro.access_log.requests.note_reader",
    "django.middleware.security.SecurityMiddleware",
    "cbtneuro.page_cache.static_files.StaticFilesMiddleware",
    "cbtneuro.page_cache.compressing.compress",
    "cbtneuro.middleware.keep_private",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cbtneuro.middleware.refuse_malformed_requests",
    "cbtneuro.outages.health.answer_health_first",  # before anything that asks for a host, a session or a form
    "cbtneuro.outages.maintenance.refuse_changes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cbtneuro.kept_forms.keep_forms",
    "members.middleware.ask_for_consent",
    "members.second_factor.required.ask_for_second_factor",
]

CSRF_FAILURE_VIEW = "cbtneuro.kept_forms.csrf_failure"

ROOT_URLCONF = "cbtneuro.urls"
WSGI_APPLICATION = "cbtneuro.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cbtneuro.context.site",
            ],
            "builtins": ["articles.templatetags.site_tags"],  # colours and shapes of topics stand in small inline parts
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------------------------

# Seconds for which a request waits for the database before it answers 503; commands have time.
DATABASE_WAIT = env.float("DATABASE_WAIT", default=20)
RETRY_AFTER = 5  # seconds, said with 503
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'cbtneuro.sqlite3'}")
DATABASES = databases(
    DATABASE_URL,
    standbys=env.str("DATABASE_REPLICAS", default=""),  # visitors' pages are made from one of them
    wait=DATABASE_WAIT,
    most=env.int("DATABASE_POOL_SIZE", default=16),
    prepares=env.bool("DATABASE_PREPARE", default=True),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SERIALIZATION_MODULES = {"json": "cbtneuro.dumps"}  # of dumpdata

# Rate limits live in the cache, so it must be one that all processes share: a table of the database, unless told.
# The table drops live entries beyond this number; every attempt to log in is an entry for five minutes.
CACHE_TABLE_ENTRIES = 50_000
CACHE_URL = env.str("CACHE_URL", default=f"db://cache?max_entries={CACHE_TABLE_ENTRIES}")
if CACHE_URL.startswith(("redis://", "rediss://")):  # its client reads the whole address, with user and options
    CACHES: dict[str, Any] = {
        "default": {"BACKEND": "cbtneuro.outages.cache.RedisOrTable", "LOCATION": CACHE_URL},
        "pages": {"BACKEND": "cbtneuro.outages.cache.RedisOrNothing", "LOCATION": CACHE_URL, "KEY_PREFIX": "pages"},
    }
else:
    CACHES = {
        "default": env.dj_cache_url("CACHE_URL", default=CACHE_URL),
        "pages": {  # only what several processes were about to make at once
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "kept_pages",
            "OPTIONS": {"MAX_ENTRIES": 300},
        },
    }

TASKS = {"default": {"BACKEND": "jobs.backend.KeyedBackend"}}
JOBS_IN_SERVER = env.bool("JOBS_IN_SERVER", default=True)  # False where `manage.py db_worker` runs

# What every visitor gets alike is kept in the memory of each process; 0 keeps nothing.
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=0 if DEBUG else 64)
PAGES_KEPT_BY_PROXIES = env.int("PAGES_KEPT_BY_PROXIES", default=5)  # seconds

MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MEDIA_S3 = env.str("MEDIA_S3", default="")  # https://host/bucket; images are kept there in place of MEDIA_ROOT
MEDIA_SIGNED_SECONDS = env.int("MEDIA_SIGNED_SECONDS", default=60)  # 0: the site sends all of them itself
STATIC_ROOT = env.str("STATIC_ROOT", default=str(DATA_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": storage_at(MEDIA_S3, MEDIA_SIGNED_SECONDS),
    "staticfiles": {"BACKEND": "cbtneuro.page_cache.static_files.StaticFilesStorage"},
}
PURGED_BESIDE = ["bibliography.importing.batches.expiry.purge_imports"]  # by `purge_expired`: of higher rooms
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; the longest article is a tenth of that
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Mail ---------------------------------------------------------------------------------------------------------

MAIL_ROOT = env.str("MAIL_ROOT", default=str(DATA_DIR / "mail"))
EMAIL_URL = env.str("EMAIL_URL", default="terminal:")
MAIL_STAYS_HERE = EMAIL_URL == "terminal:"  # on one's own machine
if MAIL_STAYS_HERE:
    EMAIL_BACKEND = "cbtneuro.mail.TerminalAndFolderBackend"
    EMAIL_FILE_PATH = MAIL_ROOT
else:
    email = env.dj_email_url("EMAIL_URL")
    if "EMAIL_BACKEND" not in email:
        raise ImproperlyConfigured("EMAIL_URL has to begin with submission:// or smtps://. README.md has more.")
    EMAIL_BACKEND = email["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = email["EMAIL_HOST"], email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]
    EMAIL_FILE_PATH = email["EMAIL_FILE_PATH"] or MAIL_ROOT
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL)
EMAIL_TIMEOUT = 10  # seconds

# --- People -------------------------------------------------------------------------------------------------------

from members.entrance.account_settings import *  # noqa: E402, F403

API_REQUESTS_BY_ADDRESS = env.int("API_REQUESTS_BY_ADDRESS", default=300)  # in a minute, of who shows no token
API_REQUESTS_BY_TOKEN = env.int("API_REQUESTS_BY_TOKEN", default=600)

# --- Operation ----------------------------------------------------------------------------------------------------

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # who sends it reads /metrics; nothing is counted without it
METRICS_DIR = DATA_DIR / "metrics"
if METRICS_TOKEN:  # read when prometheus_client is imported; one folder for the processes of one server
    from operations.metrics.runs import name_of_run

    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(METRICS_DIR / name_of_run(os.getppid())))

SENTRY_DSN = env.str("SENTRY_DSN", default="")  # what sentry-sdk needs is imported only where it is set
if SENTRY_DSN:
    try:
        from cbtneuro.outages.sentry import begin as begin_to_report
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured("SENTRY_DSN wants what requirements-sentry.lock installs.") from error
    rooms = frozenset(app for app in INSTALLED_APPS if "." not in app)
    names = {"release": env.str("SENTRY_RELEASE", ""), "environment": env.str("SENTRY_ENVIRONMENT", "production")}
    begin_to_report(SENTRY_DSN, rooms, **names)

# --- Safety -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *sources_at(MEDIA_S3, MEDIA_SIGNED_SECONDS)],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", default=False)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT or BEHIND_TLS_PROXY
    if BEHIND_TLS_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_WHOLE_DOMAIN", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)  # hard to take back: only when asked for
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # which wants that
    SECURE_REDIRECT_EXEMPT = [r"^health/(?:live|ready)?$"]

# --- Words, time, tags --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = False
FORMAT_MODULE_PATH = "cbtneuro.printed"  # how dates are printed
TAGGIT_CASE_INSENSITIVE = True

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured("LOG_FORMAT is line or json.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "cbtneuro.access_log.json_lines.JsonLines"},
    },
    "filters": {"outage": {"()": "cbtneuro.outages.logs.OutageInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR", "filters": ["outage"]},  # a page that is not there is a reader's matter
        "cbtneuro.access": {"level": "INFO"},  # written to where LOG_FORMAT is json: cbtneuro/wsgi.py
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
if LOG_FORMAT == "json":  # what granian says in a worker, too; it has a handler of its own
    LOGGING["loggers"]["_granian"] = {"handlers": ["console"], "propagate": False}
