"""The files of images in a store that is no folder: those of a backup beside those that are there.

No file changes in such a store once it is there, as each upload has a name of its own. So what a restore adds harms
nothing, and what the backup does not have goes only when all else is done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from articles.images.media.store import Store, StoreAway, files_below, take_away
from articles.images.stored_files import NOT_IMAGES
from operations.backups.archive import Opened, pieces
from operations.backups.media import files_of
from operations.backups.refusals import Refused
from tags.management.progress import Begin


class StoredMedia:
    def __init__(self, store: Store) -> None:
        self.store = store

    def names(self) -> list[str]:
        with self.answering():
            return [*files_below("")]

    def content(self, name: str) -> Iterator[bytes]:
        with self.answering(), self.store.open(name) as file:
            yield from pieces(file)

    @contextmanager
    def put_in(self, opened: Opened, begin: Begin) -> Iterator[Callable[[], None]]:
        kept, added, is_done = set[str](), list[str](), False
        with self.answering():
            there = {*files_below("")}
            try:
                for name, content in files_of(opened, begin):
                    kept.add(name)
                    if name in there:
                        self.refuse_another(name, content)
                    else:
                        added.append(name)
                        self.store.put(name, b"".join(content))
                yield lambda: None
                is_done = True
            finally:
                take_away(there - kept if is_done else added)

    def refuse_another(self, name: str, content: Iterator[bytes]) -> None:
        """What is made again when it is asked for may differ."""
        with self.store.open(name) as file:
            if not name.startswith(NOT_IMAGES) and file.read() != b"".join(content):
                raise Refused(
                    f"{name} in {self.store.place()} is another file than that of the backup. Name an empty folder of "
                    f"the bucket in MEDIA_S3 (https://host/bucket/folder), and restore again."
                )

    @contextmanager
    def answering(self) -> Iterator[None]:
        try:
            yield
        except StoreAway as fault:
            raise Refused(f"{self.store.place()}: {fault}. Nothing was replaced.") from fault
