"""Django's PostgreSQL with a pool whose connections are asked whether they live only where that is in doubt.

To ask costs a round trip for each page. A server that stops, or ends a connection, says so: then there is something to
read. Only a machine that vanished says nothing; so one that was idle for long is asked all the same.
"""

import select
from time import monotonic
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import Error
from psycopg_pool import ConnectionPool

SURE_FOR: Final = 2.0  # seconds after it was used


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection: Any = super().get_new_connection(conn_params)
        while self.pool and not lives(connection):
            connection.close()
            self.pool.putconn(connection)  # which makes another one in its place
            connection = super().get_new_connection(conn_params)
        return connection

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.used_at = monotonic()
        super()._close()  # type: ignore[misc]  # the stubs know no connection that is put back


def lives(connection: Any) -> bool:
    if monotonic() - getattr(connection, "used_at", 0.0) < SURE_FOR and not has_something_to_read(connection):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except Error:
        return False
    return True


def has_something_to_read(connection: Any) -> bool:
    """The end of the connection, or what a server says that nobody asked."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
