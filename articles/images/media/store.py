"""The store of files as the rest of the site knows it, whichever it is."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final, Protocol, cast

from django.core.files.storage import default_storage

logger = logging.getLogger(__name__)

# What a file is that nobody can be sent.
UNREADABLE: Final = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)


class StoreAway(OSError):
    """Raised where the store cannot be asked now; the same may be answered later."""


class Store(Protocol):
    """Beside what each of Django's storages does, of which the rest of the site uses these."""

    def open(self, name: str) -> IO[bytes]: ...

    def save(self, name: str, content: Any) -> str: ...

    def delete(self, name: str) -> None: ...

    def exists(self, name: str) -> bool: ...

    def get_modified_time(self, name: str) -> datetime: ...

    def listdir(self, path: str) -> tuple[list[str], list[str]]: ...

    def below(self, folder: str) -> Iterator[str]:
        """The names of all files in it, and in the folders in it."""

    def put(self, name: str, content: bytes) -> None:
        """In place of what has this name. Raises `OSError`, and leaves nothing unfinished."""

    def signed(self, name: str, content_type: str, method: str) -> str:
        """Where anybody gets the file by this method for some seconds; "" where the site sends it itself."""

    def place(self) -> str:
        """In words."""

    def fault(self) -> str:
        """What is wrong with it, in words; "" where it can be read, and by nobody else."""


def store() -> Store:
    return cast(Store, default_storage)


def listed(folder: str) -> tuple[list[str], list[str]]:
    """The names of folders and of files in it; none where nothing was stored yet."""
    try:
        return store().listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return [], []


def files_below(folder: str) -> Iterator[str]:
    return store().below(folder)


def take_away(names: Iterable[str]) -> None:
    """Files that nothing names any longer. One that stays does no harm: `manage.py check_media` names it."""
    for name in names:
        try:
            store().delete(name)
        except OSError as error:
            logger.error("%s was not deleted (manage.py check_media lists all such files): %s", name, error)
