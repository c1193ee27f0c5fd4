"""Bitmaps and tag tree as they are now. Each process keeps what it read, and asks one row whether that is still so."""

import threading
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import BigIntegerField, QuerySet

from members import prepared
from members.prepared import Parameter
from tags.cache.bitmaps import BitmapIndex, read
from tags.cache.tag_tree import TagTree, read_tag_tree
from tags.models import Change


@dataclass(frozen=True)
class Snapshot:
    """One state of vocabulary and bitmaps. `version` and `token` name the change that made it."""

    version: int = 0
    token: str = ""
    vocabulary: str = ""
    bitmaps: BitmapIndex = field(default_factory=lambda: BitmapIndex({}))
    tag_tree: TagTree = field(default_factory=TagTree)


class _OfThread(threading.local):
    kept = Snapshot()


_of_thread = _OfThread()  # what a transaction sees of its own writing; nobody else may see it before it is committed
_of_process = Snapshot()


def current_snapshot() -> Snapshot:
    """The state that the database has. One query; when something changed, one more for bitmaps, eleven for tags."""
    global _of_process
    if connection.in_atomic_block:
        _of_thread.kept = brought_up_to_date(_of_thread.kept)
        return _of_thread.kept
    _of_process = fresh = brought_up_to_date(_of_process)
    return fresh


def changes_since() -> "QuerySet[Change, tuple[int, str, str]]":
    since = Change.objects.filter(version__gte=Parameter("version", BigIntegerField()))
    return since.order_by("version").values_list("version", "token", "vocabulary")


def brought_up_to_date(kept: Snapshot) -> Snapshot:
    """`kept` itself while it is the newest state; else what changed since, or everything when its change is gone."""
    changes = prepared.rows("changes", queryset=changes_since, version=kept.version)
    is_ours = bool(changes) and changes[0][:2] == (kept.version, kept.token)
    newest = changes[-1] if changes else Change.objects.newest()
    if newest is None:
        return Snapshot()
    version, token, vocabulary = newest
    if is_ours and version == kept.version:
        return kept
    bitmaps = kept.bitmaps.since(kept.version) if is_ours else read()
    tag_tree = kept.tag_tree if vocabulary == kept.vocabulary else read_tag_tree()
    return replace(kept, version=version, token=token, vocabulary=vocabulary, bitmaps=bitmaps, tag_tree=tag_tree)
