"""What a log may hold of an address. Logs are kept, copied and read by more people than the database.

Queries are left out: in them are what somebody searched for, codes, and where a log-in leads. In a path, what names a
person or may open a door is left out, also at addresses that this site does not have: people paste.
"""

import re
from typing import Final

LONGEST: Final = 300
LEFT_OUT: Final = "…"
ACCOUNTS: Final = "/admin/members/"
NUMBER: Final = re.compile(r"(?<=/)\d+(?=/)")
SHORTEST_SECRET: Final = 20
HEXADECIMAL: Final = re.compile(r"[0-9A-Fa-f]{24,}")
KINDS: Final = [re.compile(kind) for kind in ("[a-z]", "[A-Z]", "[0-9]")]


def loggable(path: str) -> str:
    """`path` as WSGI has it: bytes in Latin-1."""
    text = path.encode("latin-1", "replace").decode("utf-8", "replace")[:LONGEST]
    if text.startswith(ACCOUNTS):
        text = NUMBER.sub(LEFT_OUT, text)
    return "/".join(map(without_secret, text.split("/")))


def without_secret(part: str) -> str:
    """Whole addresses of e-mail and what is signed (no address of ours has letters of both sizes); keys."""
    if "@" in part:
        return LEFT_OUT
    if len(part) < SHORTEST_SECRET:
        return part
    return LEFT_OUT if all(kind.search(part) for kind in KINDS) else HEXADECIMAL.sub(LEFT_OUT, part)
