"""How a token is spelled: a prefix, 256 random bits, and a checksum, so that what was pasted somewhere is found there.

Scanners of secrets look for the prefix and prove the checksum; a typing mistake is seen before the database is asked.
"""

import re
import secrets
from hashlib import sha256
from string import ascii_letters, digits
from typing import Final
from zlib import crc32

PREFIX: Final = "cbtn_"
LETTERS: Final = digits + ascii_letters
BITS: Final = 256
LENGTH: Final = 43  # letters for so many bits
OF_CHECKSUM: Final = 6  # letters for 32 bits
SPELLED: Final = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{LENGTH}}})([0-9A-Za-z]{{{OF_CHECKSUM}}})")


def new_token() -> str:
    random = in_letters(secrets.randbits(BITS), LENGTH)
    return f"{PREFIX}{random}{checksum(random)}"


def is_spelled_like_one(text: str) -> bool:
    found = SPELLED.fullmatch(text)
    return found is not None and checksum(found[1]) == found[2]


def checksum(random: str) -> str:
    return in_letters(crc32(random.encode()), OF_CHECKSUM)


def digest_of(token: str) -> str:
    """What is kept of it. It is long and random, so a plain hash cannot be turned back."""
    return sha256(token.encode()).hexdigest()


def in_letters(number: int, length: int) -> str:
    """In base 62, with zeros before it."""
    written = []
    for _ in range(length):
        number, rest = divmod(number, len(LETTERS))
        written.append(LETTERS[rest])
    return "".join(reversed(written))
