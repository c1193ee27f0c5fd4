"""Whether the site can do its work, asked by machines that know it by its number alone.

Two questions: a process that does not answer `live` wants a new start; one that is not `ready` is sent nobody for a
while. So `live` touches nothing: a restart mends no database.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cbtneuro.middleware import View
from cbtneuro.outages.cache import RedisOrTable
from operations.release import migrations

OK: Final = "ok"
AWAY: Final = "away"
WAITING: Final = "waiting"
STANDING_IN: Final = "table"  # of the database, while Redis is away: no reader notices, so it is no reason for 503
FINE: Final = frozenset({OK, STANDING_IN})
LONGEST: Final = 0.9  # seconds for one look, with the end of another that is under way

States = dict[str, str]


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """This process answers. Nothing else is asked."""
    del request
    return JsonResponse({"process": OK})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and cache are as pages need them, else 503, both within two seconds."""
    del request
    found = in_time(states) or {"database": AWAY}
    if FINE.issuperset(found.values()):
        return JsonResponse(found)
    return JsonResponse(found, status=503, headers={"Retry-After": settings.RETRY_AFTER})


def answer_health_first(get_response: View) -> View:
    """A balancer asks by the machine's own number, and without TLS: before either is refused."""
    answers: dict[str, View] = {"/health/live": live, "/health/ready": ready, "/health/": ready}

    def middleware(request: HttpRequest) -> HttpResponse:
        return answers.get(request.path_info, get_response)(request)

    return middleware


looking: Final = threading.Lock()


def in_time(look: Callable[[], States]) -> States | None:
    """What a look finds, in a thread that is given up on: a machine that hangs answers nothing and breaks nothing.

    One at a time, so that what hangs holds one thread and one connection, however many ask.
    """
    came_at = monotonic()
    if not looking.acquire(timeout=LONGEST):
        return None
    found: list[States] = []

    def work() -> None:
        try:
            found.append(look())
        finally:
            connection.close()
            looking.release()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(max(0.0, came_at + LONGEST - monotonic()))
    return found[0] if found else None


def states() -> States:
    """Of each part. Where the database is away, nobody can say more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        return {"database": OK, "migrations": OK if is_migrated() else WAITING, "cache": state_of_cache()}
    except Error:
        return {"database": AWAY}


applied: Final = threading.Event()


def is_migrated() -> bool:
    """Asked until it is so: reading all migrations takes a tenth of a second, and none is taken back under a server."""
    if not applied.is_set():
        waiting, _ = migrations()
        if waiting:
            return False
        applied.set()
    return True


def state_of_cache() -> str:
    try:
        cache.get("health")
    except Error:
        return AWAY
    return STANDING_IN if RedisOrTable.away_until else OK
