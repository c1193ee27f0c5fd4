"""Shelves and catalogue as they are now. Each process keeps what it read, and asks one row whether that is still so."""

import threading
from dataclasses import dataclass, field, replace

from django.db import connection

from tags.catalogue import Catalogue, read_catalogue
from tags.models import Change
from tags.shelves import Shelves, read


@dataclass(frozen=True)
class Current:
    """One state of vocabulary and shelves. `version` and `token` name the change that made it."""

    version: int = 0
    token: str = ""
    vocabulary: str = ""
    shelves: Shelves = field(default_factory=lambda: Shelves({}))
    catalogue: Catalogue = field(default_factory=Catalogue)


class _OfThread(threading.local):
    kept = Current()


_of_thread = _OfThread()  # what a transaction sees of its own writing; nobody else may see it before it is committed
_of_process = Current()


def current() -> Current:
    """The state that the database has. One query; when something changed, one more for shelves, seven for tags."""
    global _of_process
    if connection.in_atomic_block:
        _of_thread.kept = brought_up_to_date(_of_thread.kept)
        return _of_thread.kept
    _of_process = fresh = brought_up_to_date(_of_process)
    return fresh


def brought_up_to_date(kept: Current) -> Current:
    """`kept` itself while it is the newest state; else what changed since, or everything when its change is gone."""
    changes = list(
        Change.objects.filter(version__gte=kept.version)
        .order_by("version")
        .values_list("version", "token", "vocabulary")
    )
    is_ours = bool(changes) and changes[0][:2] == (kept.version, kept.token)
    newest = changes[-1] if changes else Change.objects.newest()
    if newest is None:
        return Current()
    version, token, vocabulary = newest
    if is_ours and version == kept.version:
        return kept
    shelves = kept.shelves.since(kept.version) if is_ours else Shelves(read())
    catalogue = kept.catalogue if vocabulary == kept.vocabulary else read_catalogue()
    return replace(kept, version=version, token=token, vocabulary=vocabulary, shelves=shelves, catalogue=catalogue)
