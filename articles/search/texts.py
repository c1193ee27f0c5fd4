"""The text of stored HTML, as search reads and shows it."""

import re
from html import unescape
from typing import Final

INLINE: Final = re.compile(r"</?(?:em|strong|b|i|a|span|abbr|cite|q|mark|small|code)\b[^>]*>")
TAG: Final = re.compile(r"<[^>]*>")
REFERENCE: Final = re.compile(r"<sup\b.*?</sup>", re.DOTALL)


def text_of_html(html: str) -> str:
    """Its words, with a space where a block ends, and without the numbers of references."""
    bare = TAG.sub(" ", INLINE.sub("", REFERENCE.sub(" ", html)))
    return " ".join(unescape(bare).split())
