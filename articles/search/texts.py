"""The text of stored HTML, as search reads and shows it."""

import re
from html import unescape
from typing import Final

INLINE: Final = re.compile(r"</?(?:em|strong|b|i|a|span|abbr|cite|q|mark|small|code)\b[^>]*>")
TAG: Final = re.compile(r"<[^>]*>")
APPARATUS: Final = re.compile(
    r'<sup\b.*?</sup>|<small class="note"[^>]*><b>.*?</b>|<span class="credit">.*?</span>', re.DOTALL
)


def text_of_html(html: str) -> str:
    """Its words, with a space where a block ends; no numbers of references, letters of notes, credits of images."""
    bare = TAG.sub(" ", INLINE.sub("", APPARATUS.sub(" ", html)))
    return " ".join(unescape(bare).split())
