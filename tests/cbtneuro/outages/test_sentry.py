"""Nothing that somebody wrote, and nothing that opens a door, leaves with a report of a fault."""

import ast
import json
import os
import subprocess
import sys
from typing import Any, Final
from unittest.mock import Mock

import pytest
from django.conf import settings

from cbtneuro.outages.sentry import what_may_leave
from tests.source import in_rooms

ROOMS: Final = frozenset({"members"})
SECRETS: Final = (
    "full-post-words", "searched-words", "ada@example.org", "ada%40example.org", "cookie-of-a-session", "bearer-token",
    "482913", "body-of-a-form", "203.0.113.77", "argument-of-a-log", "from-another-library",
)  # fmt: skip

PROGRAM: Final = """
import json, logging, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
assert "sentry_sdk" not in sys.modules
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from sentry_sdk.transport import Transport
from cbtneuro.outages.sentry import begin

sent = []
class Kept(Transport):
    def capture_envelope(self, envelope):
        sent.append(envelope.serialize().decode("utf-8", "replace"))

begin("https://key@127.0.0.1/1", frozenset({"members"}), release="1", environment="test", transport=Kept)
from django.core.handlers.wsgi import WSGIHandler

def breaks(request, text):
    full_post = request.POST["full"]
    code = request.POST["code"]
    logging.getLogger("members.adapter").error("A mail to %s could not be sent.", request.POST["to"])
    logging.getLogger("library").error(request.POST["said"])
    try:
        raise LookupError(f"Key (email)=({text}) {code}")
    except LookupError as error:
        raise ValueError(full_post + request.GET["q"]) from error

urlpatterns = [path("breaks/<str:text>/", breaks)]
handler500 = lambda request: HttpResponse(status=500)
settings.ROOT_URLCONF, settings.MIDDLEWARE = "__main__", []
environ = RequestFactory().post(
    "/breaks/ada%40example.org/?q=searched-words",
    {"code": "482913", "text": "body-of-a-form", "full": "full-post-words", "to": "argument-of-a-log", "said":
     "from-another-library"},
    HTTP_COOKIE="sessionid=cookie-of-a-session", HTTP_AUTHORIZATION="Bearer bearer-token",
    REMOTE_ADDR="203.0.113.77", HTTP_X_FORWARDED_FOR="203.0.113.77",
    HTTP_REFERER="http://testserver/?q=searched-words",
).environ
status = []
b"".join(WSGIHandler()(environ, lambda line, headers: status.append(line[:3])))
assert status == ["500"], status
print(json.dumps(sent))
"""


def test_a_fault_is_reported_with_its_lines_of_code_and_nothing_of_anybody() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=settings.BASE_DIR, env=os.environ, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    sent: list[str] = json.loads(found.stdout.splitlines()[-1])
    items = [json.loads(line) for envelope in sent for line in envelope.splitlines()]
    events = [item for item in items if "level" in item]
    assert [event.get("logger") for event in events][:2] == ["members.adapter", "library"]
    assert events[0]["logentry"] == {"message": "A mail to %s could not be sent."}
    assert "logentry" not in events[1]
    fault = next(event for event in events if "exception" in event)
    assert [value["type"] for value in fault["exception"]["values"]] == ["LookupError", "ValueError"]
    assert fault["exception"]["values"][1]["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert fault["request"] == {"method": "POST", "url": "/breaks/…/"}
    assert not [secret for secret in SECRETS if secret in found.stdout]


def test_an_event_is_put_together_anew_of_what_may_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbtneuro.outages.sentry.of_this_request", Mock(get=lambda: ""))
    frame = {"function": "f", "lineno": 1, "vars": {"a": SECRETS[0]}}
    event: dict[str, Any] = {
        "level": "error", "logger": "members", "transaction": "/articles/ada@example.org/",
        "logentry": {"message": "Said.", "params": [SECRETS[0]], "formatted": SECRETS[1]},
        "exception": {"values": [{"type": "E", "value": SECRETS[0], "stacktrace": {"frames": [frame]}}]},
        "request": {"method": "GET", "url": "https://h/a%40b.c/?q=1#x", "data": 1, "cookies": 1, "env": 1},
        "user": {"email": SECRETS[2]}, "extra": {"sys.argv": 1}, "breadcrumbs": {"values": [1]}, "modules": {"a": "1"},
        "server_name": "h", "contexts": {"runtime": {"name": "CPython"}, "trace": {"data": SECRETS[0]}},
        "tags": {"a": 1},
        "threads": {"values": [1]}, "something new": SECRETS[0],
    }  # fmt: skip
    assert what_may_leave(event, ROOMS) == {
        "level": "error",
        "logger": "members",
        "logentry": {"message": "Said."},
        "exception": {"values": [{"type": "E", "stacktrace": {"frames": [{"function": "f", "lineno": 1}]}}]},
        "request": {"method": "GET", "url": "/…/"},
        "contexts": {"runtime": {"name": "CPython"}},
    }


def test_what_loggers_of_this_site_say_stands_in_the_code() -> None:
    """So that it may leave: what is put in is handed over apart."""
    said = [
        f"{module.place}:{node.lineno}"
        for module in in_rooms()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "logger"
        and not isinstance(node.args[0], ast.Constant | ast.Name | ast.Attribute)
    ]
    assert not said
