"""The site's own settings under test: the engine comes from DATABASE_URL, hashing is quick, mail stays in memory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.clock import set_clock

CLOCK = set_clock()  # before any module is imported that reads it

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "a-key-for-tests-only-" + "0" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("EMAIL_URL", "memory:")
os.environ.setdefault("SECURE_SSL_REDIRECT", "0")
os.environ.setdefault("REQUIRE_MFA_FOR_ADMIN", "0")
os.environ.setdefault("DATABASE_URL", "sqlite:///" + os.path.join(tempfile.gettempdir(), "cbtneuro.sqlite3"))

from cbtneuro.settings import *  # noqa: E402, F403
from cbtneuro.settings import DATABASES, STORAGES  # noqa: E402

if "TEST_RUN_FOLDER" not in os.environ:  # this is the first process of a run; those that it starts find it named
    os.environ["TEST_RUN_FOLDER"] = tempfile.mkdtemp(prefix="cbtneuro-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN_FOLDER"], ignore_errors=True)
TEST_RUN_FOLDER = Path(os.environ["TEST_RUN_FOLDER"])  # what the processes of a run share: tests/databases.py
_folder = tempfile.mkdtemp(dir=TEST_RUN_FOLDER)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_RUN_FOLDER / "test.sqlite3")}
else:
    name = os.environ.get("TEST_DATABASE_NAME") or TEST_RUN_FOLDER.name.replace("-", "_")
    DATABASES["default"]["TEST"] = {"NAME": name}
MEDIA_ROOT = os.path.join(_folder, "media")
STATIC_ROOT = os.path.join(_folder, "static")
os.makedirs(STATIC_ROOT)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
API_REQUESTS_BY_ADDRESS = API_REQUESTS_BY_TOKEN = 1_000_000  # a minute of tests holds thousands
SITE_KEPT_FOR = 3600  # no test counts a query more because it is slow
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
