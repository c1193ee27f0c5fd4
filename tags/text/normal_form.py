"""One normal form for the spelling of a label, so that `fMRI`, ` FMRI ` and full-width `ｆＭＲＩ` are one tag."""

import unicodedata
from typing import Final

LONGEST_LABEL: Final = 100  # characters
LONGEST_FORM: Final = 200  # characters: a normal form can be longer than the label


def normal_form(label: str) -> str:
    """Case, width, spaces and accents folded (Unicode NFKD without combining marks, then case folding)."""
    decomposed = unicodedata.normalize("NFKD", label)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare.casefold()).split())
