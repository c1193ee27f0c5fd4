"""How the site stands, in lines that cost some queries at any size."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format

from articles.images.media.store import store
from articles.models import Article
from jobs.queue import numbers, oldest_due
from operations import release
from operations.metrics.figures import Figures, waiting
from operations.models import Backup
from tags.cache.snapshot import current_snapshot
from tags.text.plurals import counted

LEAST_FREE: Final = 0.1  # of a disk
OLDEST_BACKUP: Final = timedelta(days=2)  # one each night, and one that failed
LONGEST_DUE: Final = timedelta(minutes=10)  # a worker looks each second
GIGABYTE: Final = 1024**3
STATES: Final = {
    "due": ("is due", "are due"),
    "running": ("is at work", "are at work"),
    "retried": ("failed and is tried again", "failed and are tried again"),
    "failed": ("was given up", "were given up"),
}
QUEUES: Final = {
    "webhooks": ("message for a webhook", "messages for webhooks"),
    "imports": ("import is at work", "imports are at work"),
    "digests": ("mail of what is new is due", "mails of what is new are due"),
}


@dataclass(frozen=True)
class Line:
    """`mends`: the command that puts in order what is not."""

    name: str
    said: str
    is_in_order: bool = True
    mends: str = ""


def standing(at: datetime) -> Iterator[Line]:
    yield Line("Version", release.version())
    yield Line("Python", platform.python_version())
    yield Line("Django", django.get_version())
    yield Line("Database", database())
    yield migrations()
    yield search_index()
    yield bitmaps()
    yield queues(waiting(at))
    yield jobs(numbers(at), oldest_due(at), at)
    yield backup(at)
    yield disk("Disk of the data", Path(settings.DATA_DIR))
    yield bucket() if settings.MEDIA_S3 else disk("Disk of the images", Path(settings.MEDIA_ROOT))


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (found,) = cursor.fetchone()
    return f"{connection.display_name} {found}"


def migrations() -> Line:
    waiting_ones, applied = release.migrations()
    if not waiting_ones:
        return Line("Migrations", f"All {applied} are applied.")
    told = f"{counted(len(waiting_ones), 'migration waits', 'migrations wait')}, {waiting_ones[0]} first."
    return Line("Migrations", told, is_in_order=False, mends="manage.py migrate")


def search_index() -> Line:
    unknown = Article.objects.without_words().count()
    if not unknown:
        return Line("Index of search", "It knows every published article.")
    told = f"It does not know {counted(unknown, 'published article', 'published articles')}."
    return Line("Index of search", told, is_in_order=False, mends="manage.py rebuild_search --missing")


def bitmaps() -> Line:
    """Whether as many articles stand on them as have a date; which, the full check says."""
    dated, placed = Article.objects.published().count(), Article.objects.with_sort_key().count()
    shelves = len(current_snapshot().bitmaps)
    told = f"{counted(placed, 'article', 'articles')} of {dated} stand in {counted(shelves, 'bitmap', 'bitmaps')}."
    return Line("Bitmaps of lists", told, placed == dated, "" if placed == dated else "manage.py rebuild_shelves")


def queues(found: Figures) -> Line:
    told = [counted(number, *QUEUES[queue]) for queue, number in found.items() if number]
    return Line("What waits", f"{', '.join(told)}." if told else "Nothing waits.")


def bucket() -> Line:
    fault = store().fault()
    told = f"{store().place()}: {fault or 'it answers, and only to who has its key'}."
    return Line("Bucket of the images", told, is_in_order=not fault)


def jobs(found: Figures, oldest: datetime | None, at: datetime) -> Line:
    """Those that are to be tried again may mend themselves; those that were given up, or that nobody takes, do not."""
    told = ", ".join(counted(number, *STATES[state]) for state, number in found.items() if number)
    if oldest and at - oldest > LONGEST_DUE:
        told = f"{told}, the first since {in_words(oldest)}: no worker takes them, or too few do"
        return Line("Jobs", f"{told}.", is_in_order=False, mends="manage.py db_worker")
    is_in_order = not found["failed"]
    return Line("Jobs", f"{told}." if told else "None is due.", is_in_order, "" if is_in_order else "/admin/jobs/")


def backup(at: datetime) -> Line:
    """The last one, whichever machine made it."""
    found = Backup.objects.first()
    if found is None:
        return Line("Last backup", "None is known.", is_in_order=False, mends="manage.py backup FILE")
    proof = f"proved by a restore on {in_words(found.proved_at)}" if found.proved_at else "not proved by a restore"
    told = f"{in_words(found.made_at)}, {filesizeformat(found.size)}, {proof}."
    is_recent = at - found.made_at <= OLDEST_BACKUP
    return Line("Last backup", told, is_recent, "" if is_recent else "manage.py backup FILE")


def in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def disk(name: str, folder: Path) -> Line:
    """Of the nearest folder that is there."""
    place = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
    use = shutil.disk_usage(place)
    told = f"{use.free / GIGABYTE:,.1f} of {use.total / GIGABYTE:,.1f} GB are free."
    return Line(name, told, is_in_order=use.free >= LEAST_FREE * use.total)
