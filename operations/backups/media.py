"""The files of images in a folder: those of a backup beside those that are there, then in their place, and back if
need be."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath

from operations.backups.archive import MEDIA, Opened, pieces
from operations.backups.refusals import Refused, room_in
from tags.management.progress import Begin


class MediaFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """Raises `Refused` where there are links, and where a folder cannot be read."""
        walk = os.walk(self.root, onerror=refuse_unless_missing)
        paths = sorted(Path(folder) / name for folder, folders, files in walk for name in (*folders, *files))
        if links := [path for path in paths if path.is_symlink()]:
            raise Refused(
                f"{links[0]} is a link, behind which no backup looks. Put there what it names, or take it away."
            )
        return [path.relative_to(self.root).as_posix() for path in paths if path.is_file()]

    def content(self, name: str) -> Iterator[bytes]:
        with (self.root / name).open("rb") as file:
            yield from pieces(file)

    def put_in(self, opened: Opened, begin: Begin) -> AbstractContextManager[Callable[[], None]]:
        return media_put_in(opened, self.root, begin)


def refuse_unless_missing(fault: OSError) -> None:
    if not isinstance(fault, FileNotFoundError):
        raise Refused(f"{fault.filename} cannot be read: {fault.strerror}. Let the user of the site do so.") from fault


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
    folder.mkdir(parents=True)
    for name, content in files_of(opened, begin):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as output:
            for piece in content:
                output.write(piece)
            output.flush()
            os.fsync(output.fileno())


def files_of(opened: Opened, begin: Begin) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file of the backup by its name in the store. Raises `Refused` for a name that leads out of it."""
    members = [name for name in opened.manifest["members"] if name.startswith(MEDIA)]
    more = begin("Unpacking images", len(members))
    for member in members:
        name = PurePosixPath(member.removeprefix(MEDIA))
        if name.is_absolute() or ".." in name.parts:
            raise Refused(f"{member} is no name of a file in this backup.")
        yield str(name), opened.content(member)
        more(1)
