"""What processes keep of pages is outdated by a database in place of another: its mark is none that they have seen."""

from typing import Any, Final

CHANGES: Final = "SELECT coalesce(max({column}), 0) FROM content_change"


def set_on(execute: Any, *, vendor: str, before: int) -> None:
    """`before`: what `last` said of the database whose place is taken."""
    if vendor == "sqlite":
        execute(f"UPDATE content_change SET changes = max(changes, {before}) + 1")  # noqa: S608  a number
        return
    execute(
        f"INSERT INTO public.content_change (id, changes) SELECT greatest(coalesce(max(id), 0), {before}) + 1, 1 "  # noqa: S608
        "FROM public.content_change"
    )
    execute(COUNT_ON)


COUNT_ON: Final = (
    "SELECT setval(pg_get_serial_sequence('public.content_change', 'id'), max(id)) FROM public.content_change"
)


def last(vendor: str) -> str:
    """A query for the last mark."""
    return CHANGES.format(column="changes" if vendor == "sqlite" else "id")
