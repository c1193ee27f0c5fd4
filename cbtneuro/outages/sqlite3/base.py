"""Django's SQLite with connections that stay open from request to request.

Where another file has taken the place of theirs, a backup that was put back, they would go on with the former one. So
that is looked after where Django looks whether a connection is usable.
"""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

File = tuple[int, int] | None  # device and inode; None where there is none, as for a database in memory


class DatabaseWrapper(base.DatabaseWrapper):
    opened: File = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        self.opened = self.file()
        return connection

    def is_usable(self) -> bool:
        return self.file() == self.opened

    def file(self) -> File:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
