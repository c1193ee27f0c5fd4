"""Characters: which of them no text holds, and which of them nobody sees. In the lowest room, as every room asks.

Sources: XML 1.0 (production 2, Char), the noncharacters of Unicode (23.7), Default_Ignorable_Code_Point (UAX #44).
"""

import re
from typing import Any, Final

# Controls but tab and line ends, the byte order mark, interlinear annotations, noncharacters. NUL and halves of
# surrogate pairs are not among them: they are no leftovers of a text but a sign that it is none, and are refused.
NO_TEXT: Final = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# What stands in their place where they meant something: line ends, pages, and hyphens as Word writes them.
MEANT: Final = {**dict.fromkeys("\x0b\x0c\x85", "\n"), "\x1e": "\u2011", "\x1f": "\u00ad"}
UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")  # NUL and halves of surrogate pairs: no database keeps them
NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNSEEN_RANGES: Final = (  # for a set of a pattern
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN: Final = re.compile(f"[{UNSEEN_RANGES}]")
JOINS: Final = "\u200c\u200d\ufe0e\ufe0f"  # unseen, but words of some scripts and emoji are spelled with them


def cleaned(value: Any) -> Any:
    """A text without what no text holds; in JSON every text and name of it, at whatever depth.

    Raises `RecursionError` for JSON that is nested too deep.
    """
    if isinstance(value, str):
        return NO_TEXT.sub(lambda found: MEANT.get(found[0], ""), value)
    if isinstance(value, dict):
        return {cleaned(name): cleaned(held) for name, held in value.items()}
    return [cleaned(held) for held in value] if isinstance(value, list) else value


def as_xml(value: Any) -> Any:
    """A text, or all texts of a list, without what XML cannot say: for rows older than the rule above."""
    if isinstance(value, str):
        return NOT_XML.sub("\ufffd", value)
    return [as_xml(held) for held in value] if isinstance(value, list | tuple) else value


def seen(text: str) -> str:
    """All that can be seen of a text: for comparing, as nobody types what is left out."""
    return UNSEEN.sub("", cleaned(text))


def printed(text: str) -> str:
    """The same for storing a word or a name: what scripts and emoji are spelled with stays."""
    return UNSEEN.sub(lambda found: found[0] if found[0] in JOINS else "", cleaned(text))
