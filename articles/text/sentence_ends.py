"""Where the sentences of a paragraph end."""

import re
from typing import Final

# Behind a full stop of these no sentence ends.
SHORTENED: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|Fig|Figs|No|Nos|Eq|Dr|Prof|Mr|Mrs|Ms|St|approx|ca|resp|Vol|pp?|eds?)|\b[A-Z])\.\Z"
)
END: Final = re.compile(r"(?<=[.!?])[”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9À-ÞΑ-Ω])")


def split(text: str) -> list[str]:
    """The sentences of a paragraph. A shortened word, an initial or a decimal point ends none."""
    parts: list[str] = []
    for part in END.split(text):
        if parts and SHORTENED.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        elif part.strip():
            parts.append(part.strip())
    return parts
