"""Django's PostgreSQL with a pool whose connections are asked whether they live only where that is in doubt.

To ask costs a round trip for each page. A server that stops, or ends a connection, says so: then there is something to
read. Only a machine that vanished says nothing; so one that was idle for long is asked all the same.
"""

import select
from math import inf
from time import monotonic
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import Error
from psycopg_pool import ConnectionPool, PoolTimeout

SURE_FOR: Final = 2.0  # seconds after it was used
WAITED_FOR: Final = 1.0  # seconds after a wait in vain: the same request does not wait a second time


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of one thread, so of one request at a time."""

    waited_at = -inf  # when it last waited for a connection that did not come
    in_vain = ""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection: Any = self.connection_in_time(conn_params)
        while self.pool and not lives(connection):
            connection.close()
            self.pool.putconn(connection)  # which makes another one in its place
            connection = self.connection_in_time(conn_params)
        return connection

    def connection_in_time(self, conn_params: dict[str, Any]) -> Any:
        """Raises `PoolTimeout`: after the pool's timeout, or at once where this thread just waited and none is free."""
        if monotonic() - self.waited_at < WAITED_FOR and not self.pool.get_stats()["pool_available"]:
            raise PoolTimeout(self.in_vain)
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout as error:
            self.waited_at, self.in_vain = monotonic(), str(error)
            raise

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
