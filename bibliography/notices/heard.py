"""What a file says of papers, one record at a time, whoever made the file; and what cannot be read in it."""

from dataclasses import dataclass

from bibliography.notices.noting import Said


class WatchRefused(Exception):
    """Raised with the file and the line that cannot be read; nothing was written."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")


@dataclass(frozen=True)
class Heard:
    """One record: which paper it is about, by number, and what it says. `said`: None for one of an unknown `kind`.

    `says_all`: the record tells of every notice about its paper that the source knows. `is_silent`: it was asked for,
    and nobody answered.
    """

    line: int
    doi: str
    pmid: str
    kind: str
    said: Said | None
    says_all: bool = False
    is_silent: bool = False
