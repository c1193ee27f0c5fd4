"""One normal form for the spelling of a label, so that `fMRI`, ` FMRI ` and full-width `ｆＭＲＩ` are one tag.

A change here has to bring along a migration that spells the stored labels anew.
"""

import unicodedata
from typing import Final

from members.characters import seen

LONGEST_LABEL: Final = 255  # characters that a person may type, and that pages show; a file may bring longer labels
LONGEST_FORM: Final = 510  # characters: a normal form can be longer than the label, and is compared up to here

ONE_MARK: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’‛ʼʹ′`´", "'"))


def normal_form(label: str) -> str:
    """Case, width, spaces and accents folded (Unicode NFKD without combining marks, then case folding).

    What nobody sees is left out, and of dashes and apostrophes there is one.
    """
    decomposed = unicodedata.normalize("NFKD", seen(label))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(ONE_MARK)
    return " ".join(unicodedata.normalize("NFKC", bare.casefold()).split())[:LONGEST_FORM].rstrip()
