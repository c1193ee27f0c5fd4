"""Faults of the server, told to Sentry where SENTRY_DSN says so: which kind, at which lines of code, and nothing else.

What people write, search for and read here is about illness, so an event is put together anew of what may leave. Not
among it: messages of exceptions (databases and forms quote what was typed), values of variables, bodies, queries,
cookies, headers, addresses, who asked. The log of the server has the message, under the same id of the request.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from cbtneuro.access_log.paths import loggable
from cbtneuro.access_log.request_ids import of_this_request

KEPT: Final = ("event_id", "timestamp", "level", "platform", "release", "environment", "logger", "sdk")
OF_FRAME: Final = (
    "filename", "module", "function", "lineno", "context_line", "pre_context", "post_context", "in_app",
)  # fmt: skip
OF_EXCEPTION: Final = ("type", "module")
RUNTIME: Final = "runtime"


def begin(dsn: str, rooms: frozenset[str], *, release: str, environment: str, **options: Any) -> None:
    """`rooms`: whose loggers say what stands in the code; of others only the name is told."""

    def before_send(event: Any, hint: Any) -> Any:
        del hint
        return what_may_leave(event, rooms)

    sentry_sdk.init(
        dsn,
        release=release,
        environment=environment,
        before_send=before_send,
        before_send_transaction=nothing,
        before_breadcrumb=nothing,
        integrations=[DjangoIntegration(transaction_style="function_name", signals_spans=False)],
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        propagate_traces=False,
        spotlight=False,
        server_name="",
        **options,
    )


def nothing(event: Any, hint: Any) -> None:
    """What is no fault does not leave."""
    del event, hint


def what_may_leave(event: Mapping[str, Any], rooms: frozenset[str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: event[name] for name in KEPT if name in event}
    if values := (event.get("exception") or {}).get("values"):
        told["exception"] = {"values": [exception(value) for value in values]}
    logger = str(event.get("logger", ""))
    if logger.partition(".")[0] in rooms and (said := (event.get("logentry") or {}).get("message")):
        told["logentry"] = {"message": said}  # as it stands in the code, without what is put in
    if not (view := str(event.get("transaction") or "/")).startswith("/"):  # else it is a path
        told["transaction"] = view
    if RUNTIME in (event.get("contexts") or {}):
        told["contexts"] = {RUNTIME: event["contexts"][RUNTIME]}
    if request := event.get("request"):
        told["request"] = {"method": request.get("method"), "url": loggable(path_of(request.get("url") or ""))}
    if name := of_this_request.get():
        told["tags"] = {"request_id": name}
    return told


def exception(value: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: value[name] for name in OF_EXCEPTION if name in value}
    frames = (value.get("stacktrace") or {}).get("frames") or []
    told["stacktrace"] = {"frames": [{name: frame[name] for name in OF_FRAME if name in frame} for frame in frames]}
    return told


def path_of(url: str) -> str:
    """Without scheme, host and query, as WSGI has it."""
    path = url.partition("://")[2].partition("?")[0].partition("#")[0]
    return unquote_to_bytes(f"/{path.partition('/')[2]}").decode("latin-1")
