"""Primary keys as somebody sends them, in a field or an address."""

import re
from typing import Final

A_KEY: Final = re.compile(r"\d{1,18}", re.ASCII)  # every such number fits into a column for keys


def key_in(text: str | None) -> int | None:
    """The key that this is, or None where it can be none."""
    return int(text) if text and A_KEY.fullmatch(text) else None
