"""The shelves in memory: which articles stand where, as one state that never changes under a reader.

A number names an article. Numbers rise with the time of publication, so a shelf read backwards is a list by date, and
an intersection of shelves is a list by date too. Counting one takes microseconds at a hundred thousand articles.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from pyroaring import FrozenBitMap

from tags.models import StoredBitmap, Tag

Bitmap = FrozenBitMap
NOTHING: Final = Bitmap()
LISTED: Final = "listed"  # every article that a list by date can show
PUBLISHED: Final = "published"  # those of them that are published, now or at a time to come


def filed(tag: Tag | int) -> str:
    """The shelf of what is filed under the tag itself."""
    return f"filed:{tag if isinstance(tag, int) else tag.pk}"


def under(tag: Tag | int) -> str:
    """The shelf of what is filed under the tag or any narrower one."""
    return f"under:{tag if isinstance(tag, int) else tag.pk}"


def of(name: str, value: object) -> str:
    """The shelf of a value that is no tag: `of("year", 2015)`."""
    return f"{name}:{value}"


class BitmapIndex(Mapping[str, Bitmap]):
    """All shelves at one version. A shelf that nobody wrote is empty."""

    def __init__(self, bitmaps: Mapping[str, Bitmap]) -> None:
        self._shelves = bitmaps

    def __getitem__(self, key: str) -> Bitmap:
        return self._shelves.get(key, NOTHING)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelves)

    def __len__(self) -> int:
        return len(self._shelves)

    def holding(self, number: int) -> set[str]:
        """The keys of all shelves on which `number` stands."""
        return {key for key, numbers in self._shelves.items() if number in numbers}

    @cached_property
    def years(self) -> Mapping[int, Bitmap]:
        """The shelves of all years with something on them, the earliest first."""
        named = (key.partition(":") for key in self._shelves if key.startswith("year:"))
        found = {int(year): self._shelves[f"year:{year}"] for _, _, year in named}
        return {year: found[year] for year in sorted(found) if found[year]}

    def since(self, version: int) -> "BitmapIndex":
        """This state with what was written after `version`. One query."""
        return BitmapIndex({**self._shelves, **read(version)})


def read(since: int = -1) -> dict[str, Bitmap]:
    """The shelves that were written after the version `since`, as the database has them. One query."""
    rows = StoredBitmap.objects.filter(version__gt=since).values_list("key", "numbers")
    return {key: Bitmap.deserialize(bytes(numbers)) for key, numbers in rows}


def union(bitmaps: Iterable[Bitmap]) -> Bitmap:
    """What stands on any of the shelves."""
    found = list(bitmaps)
    if len(found) == 1:
        return found[0]
    return Bitmap.union(*found) if found else NOTHING
