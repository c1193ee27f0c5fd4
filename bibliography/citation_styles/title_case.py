"""Titles As Chicago and MLA Print Them, from titles as records have them."""

import re
from typing import Final

# The words that CSL names, and the abbreviations among titles of studies that are no names.
SMALL: Final = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on", "onto", "or",
    "over", "so", "the", "till", "to", "up", "via", "with", "yet", "v", "vs", "et", "al",
})  # fmt: skip
NEAR: Final = 80  # characters before a word
WORD: Final = re.compile(r"<[^<>]*>|[^\W_][\w’'\ue105]*(?:[-‐‑][\w’'\ue105]+)*")
BEGINS: Final = re.compile(r"[:?!—]\W*\Z|\A\W*\Z|\w{3,}\.[”’\"]?\s\W*\Z")  # what stands before the first word of a part


def in_title_case(title: str) -> str:
    """What has a capital already is left as it is: fMRI, DNA, McLean."""
    words = [found for found in WORD.finditer(title) if not found[0].startswith("<")]
    last = words[-1].start() if words else 0

    def of_word(found: re.Match[str]) -> str:
        if found[0].startswith("<"):
            return found[0]
        at_edge = found.start() == last or bool(BEGINS.search(before(title, found.start())))
        parts = re.split(r"([-‐‑])", found[0])
        cased = [_cased(part, keeps=at_edge and place == 0) for place, part in enumerate(parts)]
        return "".join(cased)

    return WORD.sub(of_word, title)


def before(title: str, place: int) -> str:
    """What stands right before a word, without markup: as much as tells whether it begins a part."""
    near = re.sub("<[^<>]*>", "", title[max(0, place - NEAR) : place])
    return near if place <= NEAR else f"…{near}"


def _cased(word: str, *, keeps: bool) -> str:
    if word != word.lower() or (word in SMALL and not keeps):
        return word
    return word[:1].upper() + word[1:]
