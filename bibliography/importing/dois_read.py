"""DOIs as records hold them: as addresses, with blanks, in brackets, with `&lt;`, two in one field."""

import re
from html import unescape
from typing import Final

from bibliography.doi import LONGEST_FIELD, NAME, bare_doi

BEGINS: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*\s*/")
AROUND: Final = "<>()[]{}\"'“”‘’.,; "
CLOSED_BY: Final = {")": "(", "]": "[", ">": "<", "}": "{"}
KIND_BEHIND: Final = re.compile(r"\s*\[(?:doi|pii)\]\s*\Z", re.IGNORECASE)
PROXY: Final = re.compile(r"\Ahttps?://[^/]*doi[.-]org[.-][^/]*/", re.IGNORECASE)  # of a library
OF_A_PAGE: Final = re.compile(r"\A(https?://(?!(?:dx\.|www\.)?doi\.org/).*?)/(?:full|abstract|e?pdf|fulltext|meta)/?\Z")
REMARK: Final = re.compile(r"\s+[(\[][^)\]]*[)\]]\s*\Z")
TWICE: Final = 2


def dois_in(text: str) -> list[str]:
    """One at least: what holds none comes back as it stands, for whoever checks it to tell, and so does a long text:
    the patterns here cost its square.
    """
    if len(text) > LONGEST_FIELD:
        return [text.strip()]
    for _ in range(TWICE):
        text = unescape(text)
    text = KIND_BEHIND.sub("", text.strip())
    starts = [found.start() for found in BEGINS.finditer(text)]
    if len(starts) > 1 and text[starts[1] - 1] in " ,;|":
        return [mended(part) for part in (text[: starts[1]], text[starts[1] :])]
    return [mended(text)]


def mended(text: str) -> str:
    """Without blanks, brackets and stops that are no part of it."""
    text = OF_A_PAGE.sub(r"\1", PROXY.sub("", REMARK.sub("", text.strip())))
    doi = bare_doi(text.strip(AROUND) if not NAME.fullmatch(text) else text)
    if not NAME.match(doi) and (found := BEGINS.search(doi)):
        doi = doi[found.start() :]
    doi = re.sub(r"\s+", "", doi) if NAME.match(re.sub(r"\s+", "", doi)) else doi
    return without_ends(doi) if NAME.match(doi) else text.strip()


def without_ends(doi: str) -> str:
    """A bracket that closes none of its own, and a stop of the sentence around it."""
    while doi and (
        doi[-1] in ".,;'\"”’" or (doi[-1] in CLOSED_BY and doi.count(CLOSED_BY[doi[-1]]) < doi.count(doi[-1]))
    ):
        doi = doi[:-1]
    return doi
