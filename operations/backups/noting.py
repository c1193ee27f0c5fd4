"""The last backup, noted in the database itself, where every machine of the site sees it.

No backup counts it and none brings it to another engine: what was restored is itself noted then, as the last backup.
"""

from datetime import datetime
from typing import Final

from django.db import Error, connection, transaction

from operations.models import Backup

TABLE: Final = Backup._meta.db_table


class NotNoted(Exception):
    """Raised with the reason; the backup itself is whole."""


def note(made_at: datetime, size: int, *, proved_at: datetime | None = None, is_in_place: bool = False) -> None:
    """A backup of `size` bytes that was made or proved, unless a later one is known; or whose content is now in place.

    Raises `NotNoted` before `migrate` has made the table, and where the database takes no writing.
    """
    try:
        if TABLE not in connection.introspection.table_names():
            raise NotNoted("the database has no place for it before migrate")
        with transaction.atomic():
            noted = Backup.objects.first()
            if noted and noted.made_at > made_at and not is_in_place:
                return
            if noted and noted.made_at == made_at:
                proved_at = proved_at or noted.proved_at
            Backup.objects.update_or_create(pk=1, defaults={"made_at": made_at, "size": size, "proved_at": proved_at})
    except Error as fault:
        raise NotNoted(str(fault)) from fault
