"""Where the files of images are kept, for a backup: a folder, or a store that is none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.conf import settings

from articles.images.media.store import Store, store
from operations.backups.archive import Opened
from operations.backups.media import MediaFolder
from operations.backups.stored_media import StoredMedia
from tags.management.progress import Begin

Place = Path | Store


class Media(Protocol):
    """All three raise `Refused`."""

    def names(self) -> list[str]:
        """Of every file."""

    def content(self, name: str) -> Iterator[bytes]:
        """Raises `FileNotFoundError`, too."""

    def put_in(self, opened: Opened, begin: Begin) -> AbstractContextManager[Callable[[], None]]:
        """Have the files of a backup at hand; what is given puts them in place. Where the block fails, none are."""


def place_of_site() -> Place:
    return store() if settings.MEDIA_S3 else Path(settings.MEDIA_ROOT)


def media_at(place: Place) -> Media:
    return MediaFolder(place) if isinstance(place, Path) else StoredMedia(place)
