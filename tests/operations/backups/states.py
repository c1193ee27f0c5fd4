"""What databases and folders hold, to be compared, and somebody who writes meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.connecting import file_of, file_opened, server_opened
from operations.backups.sources import reading, sums_of

TWO_ROWS = (
    "UPDATE articles_article SET title = 'Written {0}' WHERE id = (SELECT min(id) FROM articles_article)",
    "INSERT INTO tags_formertagslug (slug, tag_id) SELECT 'written-{0}', min(id) FROM tags_tag",
)


def state(database: BaseDatabaseWrapper) -> dict[str, tuple[int, str]]:
    with reading(database) as rows:
        return {name: (one.rows, one.checksum) for name, one in sums_of(rows, rows.tables).items()}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def opened(database: BaseDatabaseWrapper) -> Iterator[Any]:
    """A raw connection that commits each statement unless it is told to begin."""
    if database.vendor == "sqlite":
        with file_opened(file_of(database), "rw") as file:
            yield file
    else:
        with server_opened(database) as server:
            yield server


class Writer:
    """Writes two rows at once, again and again, from a thread of its own."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self.database = database
        self.written = 0
        self.has_written = threading.Event()
        self.is_over = threading.Event()

    def run(self) -> None:
        with opened(self.database) as connection:
            while not self.is_over.wait(0.02):
                connection.execute("BEGIN")
                for statement in TWO_ROWS:
                    connection.execute(statement.format(self.written + 1))
                connection.execute("COMMIT")
                self.written += 1
                self.has_written.set()

    def wait_for_the_next(self) -> None:
        self.has_written.clear()
        assert self.has_written.wait(20)

    @contextmanager
    def at_work(self) -> Iterator["Writer"]:
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield self
        finally:
            self.is_over.set()
            thread.join()


def is_one_state(database: BaseDatabaseWrapper) -> bool:
    """Whether both rows of the last pair are there, and nothing of the next."""
    with opened(database) as connection:
        title = connection.execute("SELECT title FROM articles_article ORDER BY id LIMIT 1").fetchone()[0]
        slug = connection.execute("SELECT slug FROM tags_formertagslug ORDER BY id DESC LIMIT 1").fetchone()
    return bool(slug) and title.removeprefix("Written ") == slug[0].removeprefix("written-")
