"""Parts of names as citations, lists of authors and exports put them together: particles, initials."""

import re
from collections.abc import Mapping
from typing import Final

HYPHENS: Final = re.compile(r"[-‐‑]")
CLINGING: Final = ("'", "’", "‘", "ʼ", "`", "-", "‐", "‑")  # particles that end so
INITIALS_ALONE: Final = 3  # letters: “JR” and “DJF” are initials, “ANNE” is a name in capitals


def initials(given: str) -> str:
    """“Carl-Johan K.” becomes “C.-J. K.”, “JR” becomes “J. R.”, and what has no letters nothing."""
    words = re.split(r"[\s.]+(?!-)", given.replace(".-", "-"))
    return " ".join(filter(None, map(_of_word, words)))


def family_with_particles(name: Mapping[str, str], *particles: str) -> str:
    """“de la Cruz”, “d’Alembert”, “al-Sadat”: after an apostrophe or a hyphen there is no space.

    Without `particles` all that the name has stand before it; with them only those.
    """
    family = name.get("family", "")
    for part in particles or ("non-dropping-particle", "dropping-particle"):
        if particle := name.get(part, "").strip():
            family = f"{particle}{'' if particle.endswith(CLINGING) else ' '}{family}"
    return family


def are_initials(word: str) -> bool:
    """Whether the whole of a word is initials, and not the beginning of a name."""
    return word.isupper() and word.isalpha() and len(word) <= INITIALS_ALONE


def _of_word(word: str) -> str:
    if are_initials(word):
        return " ".join(f"{letter}." for letter in word)
    first = [next((char for char in part if char.isalpha()), "") for part in HYPHENS.split(word)]
    return "-".join(f"{letter.upper()}." for letter in first if letter)
