"""One file that holds others: a tar that any program opens, whose last member is the SHA-256 of all before it.

So each byte is proved: the checksum covers what stands before it, and what stands behind it is known.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from operations.backups.refusals import Refused

BLOCK: Final = 512  # of a tar
PIECE: Final = 1 << 20
MANIFEST: Final = "manifest.json"
CHECKSUM: Final = "sha256"
TAIL: Final = 4 * BLOCK  # a header, the checksum, two empty blocks
MEDIA: Final = "media/"
Members = dict[str, dict[str, Any]]


def header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def tail(checksum: str) -> bytes:
    return header(CHECKSUM, len(checksum)) + checksum.encode().ljust(BLOCK, b"\0") + bytes(2 * BLOCK)


def pieces(file: IO[bytes], left: int | None = None) -> Iterator[bytes]:
    """Of `left` bytes, or of all."""
    while piece := file.read(PIECE if left is None else min(PIECE, left)):
        left = None if left is None else left - len(piece)
        yield piece


def sha256_of(content: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    return digest.hexdigest()


class Writing:
    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.members: Members = {}

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """Of any length, which stands in front of it once it is known."""
        at, size, digest = self.file.tell(), 0, hashlib.sha256()
        self.file.write(header(name, 0))
        for piece in content:
            size += self.file.write(piece)
            digest.update(piece)
        self.file.write(bytes(-size % BLOCK))
        end = self.file.tell()
        self.file.seek(at)
        self.file.write(header(name, size))
        self.file.seek(end)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def end(self, manifest: dict[str, Any]) -> None:
        """With the manifest and the checksum of the whole."""
        self.add(MANIFEST, [json.dumps({**manifest, "members": self.members}, indent=1).encode()])
        self.file.flush()
        self.file.seek(0)
        self.file.write(tail(sha256_of(pieces(self.file))))


class Opened:
    """A file that was proved."""

    def __init__(self, file: IO[bytes], manifest: dict[str, Any], at: dict[str, tuple[int, int]]) -> None:
        self.file, self.manifest, self.at = file, manifest, at

    def content(self, name: str) -> Iterator[bytes]:
        start, size = self.at[name]
        self.file.seek(start)
        return pieces(self.file, size)


@contextmanager
def proved(path: Path) -> Iterator[Opened]:
    """Raises `Refused` unless the file is whole and every byte of it as it was written."""
    try:
        file = path.open("rb")
    except OSError as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror}.") from None
    with file:
        size = path.stat().st_size
        checksum = sha256_of(pieces(file, max(0, size - TAIL)))
        if file.read() != tail(checksum):
            raise Refused(f"{path} is damaged or not a whole backup: its checksum is not that of what stands in it.")
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as tar:
            at = {info.name: (info.offset_data, info.size) for info in tar}
        start, length = at[MANIFEST]
        file.seek(start)
        opened = Opened(file, json.loads(file.read(length)), at)
        prove_members(opened, path)
        yield opened


def prove_members(opened: Opened, path: Path) -> None:
    for name, told in opened.manifest["members"].items():
        if sha256_of(opened.content(name) if name in opened.at else ()) != told["sha256"]:
            raise Refused(f"{path} is damaged: {name} is not what the manifest says.")
