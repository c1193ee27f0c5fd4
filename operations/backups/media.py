"""The files of images: those of a backup beside those that are there, then in their place, and back if need be."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from operations.backups.archive import MEDIA, Opened
from operations.backups.refusals import Refused, room_in
from tags.management.progress import Begin


@contextmanager
def media_put_in(opened: Opened, media: Path, begin: Begin) -> Iterator[Callable[[], None]]:
    """What is given swaps the two folders; where the block fails, they are swapped back. Raises `Refused`."""
    media = media.resolve()  # a link stays, and the folder behind it is replaced
    if os.path.ismount(media):
        raise Refused(
            f"{media} is a mount of its own, in whose place no other folder can be put. Mount the disk one folder "
            f"higher, and name a folder on it in MEDIA_ROOT."
        )
    fresh, former = (media.with_name(f"{media.name}.{end}") for end in ("restoring", "replaced"))
    if former.exists():
        raise Refused(
            f"{former} is left of a restore that was stopped: the images of before. If the database is the one of "
            f"before, too, move that folder to {media}; else delete it. Then restore again."
        )
    shutil.rmtree(fresh, ignore_errors=True)
    is_swapped, is_done = False, False

    def swap() -> None:
        nonlocal is_swapped
        media.mkdir(parents=True, exist_ok=True)
        media.rename(former)
        is_swapped = True
        fresh.rename(media)

    try:
        with room_in(fresh.parent):
            unpack(opened, fresh, begin)
        yield swap
        is_done = True
    finally:
        if is_swapped and not is_done:
            shutil.rmtree(media, ignore_errors=True)
            former.rename(media)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def unpack(opened: Opened, folder: Path, begin: Begin) -> None:
    names = [name for name in opened.manifest["members"] if name.startswith(MEDIA)]
    folder.mkdir(parents=True)
    more = begin("Unpacking images", len(names))
    for name in names:
        place = PurePosixPath(name.removeprefix(MEDIA))
        if place.is_absolute() or ".." in place.parts:
            raise Refused(f"{name} is no name of a file in this backup.")
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as output:
            for piece in opened.content(name):
                output.write(piece)
            output.flush()
            os.fsync(output.fileno())
        more(1)
