"""Abbreviations: which words of a text are some, and whether it says what they stand for."""

import re
from collections.abc import Iterator
from typing import Final

SHORT: Final = re.compile(
    r"(?<![\w*/.:@-])(?:[a-z]{0,2}[A-Z]{2,6}|[A-Z][a-z]?[A-Z]{1,4}|\d-[A-Z]{2,4})s?(?![\w*@]|\.\w)"
)
ROMAN: Final = re.compile(r"[IVX]+")
# Known to whoever reads a newspaper, or names more than abbreviations.
COMMON: Final = frozenset({
    "AD", "AI", "AIDS", "AM", "BBC", "BC", "CD", "CEO", "CO2", "CT", "CV", "DIY", "DNA", "DOI", "DVD", "EU", "FAQ",
    "GP", "GPS", "HIV", "HTML", "ID", "IQ", "ISBN", "IT", "MA", "MD", "MP", "MRI", "MSc", "NASA", "NATO", "NGO", "NHS",
    "OECD", "OK", "PC", "PDF", "PhD", "PIN", "PM", "PMID", "RNA", "SD", "TB", "TV", "UFO", "UK", "UN", "URL", "US",
    "USA", "USB", "UV", "VIP", "WHO", "XML",
})  # fmt: skip
BETWEEN: Final = r"(?:(?:of|and|the|for|in|to|on|with|by|a|an)\s+)?"  # small words whose letters are left out


def abbreviations_in(text: str) -> Iterator[str]:
    """Each once, in order, without the s of several. Whole words in capitals beside one another are a shout."""
    for word in dict.fromkeys(found[0] for found in SHORT.finditer(text)):
        short = word.removesuffix("s") if word[:-1].isupper() or word[-2:-1].isupper() else word
        if short not in COMMON and not ROMAN.fullmatch(short):
            yield short


def is_spelled_out(short: str, text: str) -> bool:
    """Whether it stands in brackets behind its words, or before them, or words that begin with its letters do."""
    name = re.escape(short)
    if re.search(rf"\w[\w’'”\"*-]*\s+\((?:[^()]{{0,60}}[\s,;])?[“\"*]?{name}s?\b[^()]{{0,60}}\)", text):
        return True
    if re.search(rf"\b{name}s?[”\"*]?\s+\([a-zà-þ][\w’'-]*[\s-][^()]+\)", text):
        return True
    return _has_words_for(short, text) or (
        short[0].islower() and is_spelled_out(short.lstrip("abcdefghijklmnopqrstuvwxyz"), text)
    )


def _has_words_for(short: str, text: str) -> bool:
    letters = [char for char in short if char.isalpha()]
    if len(letters) < 2:
        return False
    words = rf"[\w’']*[\s/-]+{BETWEEN}".join(re.escape(char) for char in letters)
    return any(not found[0].isupper() for found in re.finditer(rf"(?<!\w){words}[\w’']+", text, re.IGNORECASE))
