"""Why an operator's command stopped, in a sentence that says what mends it."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management.base import CommandError
from django.db import Error

FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Refused(CommandError):
    """Nothing was replaced."""


def is_full(fault: BaseException) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in FULL
    said = str(fault).lower()
    return "is full" in said or "disk i/o error" in said or "no space left" in said


NOTHING_LEFT: Final = "nothing was replaced, and what was written is removed"


@contextmanager
def room_in(place: object, left: str = NOTHING_LEFT) -> Iterator[None]:
    """Say of a disk that is full where that was, and what is `left` as it was; other faults go on."""
    try:
        yield
    except (OSError, sqlite3.Error, Error) as fault:
        if not is_full(fault):
            raise
        mend = f"Make room there, or name another place; {left}."
        raise Refused(f"There is no room left in {place} ({fault}). {mend}") from fault
