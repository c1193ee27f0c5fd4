"""Imports that nobody brought in, and those that nobody looks back at any more."""

from collections.abc import Iterator
from datetime import datetime

from bibliography.models import ImportBatch


def purge_imports(at: datetime, *, dry_run: bool) -> Iterator[tuple[str, int]]:
    """What they made stays."""
    over = ImportBatch.objects.over(at)
    number = over.count()
    if not dry_run:
        over.delete()
    yield "imports that are over", number
