"""The bitmaps in memory: which articles are filed where, as one state that never changes under a reader.

A bitmap holds sort keys of articles. These rise with the time of publication, so a bitmap read backwards is a list by
date, and an intersection of bitmaps is one too. Counting one takes microseconds at a hundred thousand articles.
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
    """The key of the bitmap of what is filed under the tag itself."""
    return f"filed:{tag if isinstance(tag, int) else tag.id}"


def under(tag: Tag | int) -> str:
    """The key of the bitmap of what is filed under the tag or any narrower one."""
    return f"under:{tag if isinstance(tag, int) else tag.id}"


def of(name: str, value: object) -> str:
    """The key of the bitmap of a value that is no tag: `of("year", 2015)`."""
    return f"{name}:{value}"


def changed_by(key: str, version: int, *, put_in: bool) -> str:
    """The key of the row with what this change put into the bitmap, or took out."""
    return f"{key} {'+' if put_in else '-'}{version}"


class BitmapIndex(Mapping[str, Bitmap]):
    """All bitmaps at one version. One that nobody wrote is empty.

    `changes`: for each that is stored in parts, the keys of the rows beside the one that was written whole.
    """

    def __init__(self, bitmaps: Mapping[str, Bitmap], changes: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._bitmaps = bitmaps
        self.changes = changes or {}

    def __getitem__(self, key: str) -> Bitmap:
        return self._bitmaps.get(key, NOTHING)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bitmaps)

    def __len__(self) -> int:
        return len(self._bitmaps)

    def holding(self, sort_key: int) -> set[str]:
        """The keys of all bitmaps that hold the article."""
        return {key for key, bitmap in self._bitmaps.items() if sort_key in bitmap}

    @cached_property
    def years(self) -> Mapping[int, Bitmap]:
        """The bitmaps of all years with something in them, the earliest first."""
        named = (key.partition(":") for key in self._bitmaps if key.startswith("year:"))
        found = {int(year): self._bitmaps[f"year:{year}"] for _, _, year in named}
        return {year: found[year] for year in sorted(found) if found[year]}

    def since(self, version: int) -> "BitmapIndex":
        """This state with what was written after `version`. One query."""
        bitmaps, changes = dict(self._bitmaps), dict(self.changes)
        rows = StoredBitmap.objects.filter(version__gt=version).order_by("version")
        parts: list[tuple[str, Bitmap]] = []
        touched: set[str] = set()
        for key, stored in rows.values_list("key", "numbers"):
            numbers = Bitmap.deserialize(bytes(stored))
            touched.add(key.partition(" ")[0])
            if " " in key:
                parts.append((key, numbers))
            else:
                bitmaps[key] = numbers
                changes.pop(key, None)
        for part, numbers in parts:
            key, _, change = part.partition(" ")
            before = bitmaps.get(key, NOTHING)
            bitmaps[key] = before | numbers if change.startswith("+") else before - numbers
            changes[key] = (*changes.get(key, ()), part)
        bitmaps.update(held_once(bitmaps, touched))
        return BitmapIndex(bitmaps, changes)


def held_once(bitmaps: Mapping[str, Bitmap], keys: Iterable[str]) -> Iterator[tuple[str, Bitmap]]:
    """For each of these keys of a tag with nothing below it the bitmap of what is filed under it, which is the same.

    Most tags have none below them, so that is half of the memory.
    """
    for key in keys:
        name, _, tag = key.partition(":")
        twin = bitmaps.get(f"filed:{tag}") if name == "under" else None
        if twin is not None and twin == bitmaps[key]:
            yield key, twin


def read() -> BitmapIndex:
    """The bitmaps as the database has them. One query."""
    return BitmapIndex({}).since(-1)


def union(bitmaps: Iterable[Bitmap]) -> Bitmap:
    """What is in any of the bitmaps."""
    found = list(bitmaps)
    if len(found) == 1:
        return found[0]
    return Bitmap.union(*found) if found else NOTHING
