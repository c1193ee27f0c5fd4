"""Files of lines, read so that whatever is wrong in them is told by its line."""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

FEW: Final = 5  # that a message names
SHOWN: Final = 60  # characters of what a message quotes
BROKEN: Final = re.compile(r"[\ud800-\udfff]")  # half a character, or a byte that is no UTF-8


class Unreadable(Exception):
    """A file that cannot be read to its end: where, and why."""


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something with their numbers in the file, however they end, compressed or not.

    Raises Unreadable. A byte that is no UTF-8 becomes half a character.
    """
    number = 0
    try:
        open_text = gzip.open if is_compressed(path) else open
        with open_text(path, "rt", encoding="utf-8", errors="surrogateescape") as file:
            for number, line in enumerate(file, 1):
                text = line.removeprefix("\ufeff").removesuffix("\n")
                if text.strip():
                    yield number, text
    except EOFError:
        raise Unreadable(f"{path}, line {number + 1}: the compressed file ends before its end; copy it anew.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        message = f"begins as a gzip file and is none, or a damaged one ({error}); copy it anew."
        raise Unreadable(f"{path}, line {number + 1}: {message}") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror or error}.") from None


def is_compressed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def shown(text: str) -> str:
    """As a message quotes it: short, and printable wherever it is printed."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in cut)


def first_few(things: Sequence[str]) -> str:
    rest = f" and {len(things) - FEW:,} more" if len(things) > FEW else ""
    return ", ".join(things[:FEW]) + rest
