"""DOIs: the bare name in whatever a record wraps it, and its address, in which every character gets through."""

import re
from typing import Final
from urllib.parse import quote, unquote

from members.characters import seen

NAME: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
LABEL: Final = re.compile(r"\A(?:urn:|info:)?doi\b[\s:/]*", re.IGNORECASE)
WRAPPED: Final = re.compile(r"\A(?:https?:/*|(?:www\.|dx\.)*doi\.org/)", re.IGNORECASE)
AFTER_PATH: Final = re.compile(r"\?.*|#.+")  # a lone # at the end is the check character of a SICI
LONGEST_FIELD: Final = 500  # characters with all that is around it: what is longer is not looked through
AS_THEY_ARE: Final = "/:;()@!$&'*,="  # what paths and readers take as it is; # % ? < > [ ] and others are encoded


def bare_doi(text: str) -> str:
    """The DOI as it is spelled, without the address or label around it; the text as it is seen if it holds none."""
    text = seen(text).strip()
    if len(text) > LONGEST_FIELD:
        return text
    if not WRAPPED.match(text):
        return LABEL.sub("", text)
    found = NAME.search(path_of(text))
    return found[0] if found else text


def path_of(address: str) -> str:
    """An address without its query and fragment, in the characters that it stands for."""
    return unquote(AFTER_PATH.sub("", address)).rstrip("/")


def doi_address(doi: str) -> str:
    return f"https://doi.org/{quote(doi, safe=AS_THEY_ARE)}"
