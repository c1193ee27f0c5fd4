"""Pages of visitors made from a standby of PostgreSQL, once it has all that the primary had.

A page is kept under the version of the content that was read from the primary. Made from less than that, it would pass
for current until the next change; so the standby is asked first whether it has replayed the log up to where the primary
was then. It may well have more: then the version changes soon, and the page is made again.
"""

import logging
from time import monotonic
from typing import Any, Final

from django.db import Error, close_old_connections, connection, connections

from cbtneuro.page_cache.addresses import Environ
from cbtneuro.page_cache.rendering import Application, Whole, whole
from operations.backups.connecting import in_place

logger = logging.getLogger(__name__)

ALIAS: Final = "standby"
NOWHERE: Final = ""
WRITTEN_UP_TO: Final = "SELECT pg_current_wal_insert_lsn()::text"
HAS_ALL: Final = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"  # NULL where it is no standby
LEFT_ALONE_FOR: Final = 5.0  # seconds, once it did not answer


def primary_position() -> str:
    """Where the log of the primary is: whatever was seen of the content before stands in front of it."""
    if ALIAS not in connections.settings:
        return NOWHERE
    try:
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN_UP_TO)
            return str(cursor.fetchone()[0])
    finally:
        close_old_connections()


class Standby:
    def __init__(self) -> None:
        self.away_until = 0.0

    def page(self, application: Application, environ: Environ, position: str) -> Whole | None:
        """None where the primary has to make it: there is no standby, it is away or behind, the page broke on it, or it
        lacks what the primary would make and store for all later ones.
        """
        if position == NOWHERE or monotonic() < self.away_until:
            return None
        try:
            return self.made(application, environ, position)
        except Error as error:
            self.away_until = monotonic() + LEFT_ALONE_FOR
            logger.warning("The standby is left alone for %d seconds: %s", LEFT_ALONE_FOR, error)
            return None

    def made(self, application: Application, environ: Environ, position: str) -> Whole | None:
        """On one connection, as another may be to another standby: what Django closes between requests stays open."""
        own: Any = connections[ALIAS]
        with in_place(own):
            try:
                own.ensure_connection()
                own.close_at, own.lacks_documents = None, False
                found = whole(application, environ) if has_all(position) else None
            finally:
                own.close()
        return None if found is None or found.status.startswith("5") or own.lacks_documents else found


def has_all(position: str) -> bool:
    """What is no standby any longer is not asked again: the pool makes another connection in its place."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_ALL, [position])
        (has,) = cursor.fetchone()
    if has is None:
        connection.connection.close()
    return bool(has)
