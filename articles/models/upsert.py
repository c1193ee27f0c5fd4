"""Rows of which an article has one each."""

from collections.abc import Iterable

from django.db.models import Model

AT_ONCE = 100


def upsert(rows: Iterable[Model], *columns: str) -> None:
    """Write rows of one table, each in the place of the one that its article has. One query for each `AT_ONCE`."""
    found = list(rows)
    if found:
        type(found[0])._default_manager.bulk_create(
            found, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["article"], update_fields=columns
        )
