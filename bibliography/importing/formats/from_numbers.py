"""DOIs and PubMed numbers that stand alone, several to a line too."""

import re
from collections.abc import Iterator
from typing import Final

from bibliography.doi import NAME, bare_doi
from bibliography.importing.read import Form, Read

PMID: Final = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|PMID\s*:?\s*|\A)(\d{5,9})/?\Z",
    re.IGNORECASE,
)
LABELLED: Final = re.compile(r"\b(doi|pmid|pubmed)\s*:?\s+(?=\S)", re.IGNORECASE)
PARTS: Final = re.compile(r"[\s;]+|,(?=\s|https?://|10\.|\Z)")
AROUND: Final = "<>()[]{}\"'“”.,;"
LONGEST_SHOWN: Final = 60


def are_numbers(line: str) -> bool:
    """Whether it holds one at least, and nothing else."""
    parts = parts_of(line)
    return bool(parts) and all(number_in(part) for part in parts)


def parts_of(line: str) -> list[str]:
    return [part for part in PARTS.split(LABELLED.sub(r"\1:", line.strip())) if part]


def number_in(part: str) -> dict[str, str]:
    """The DOI or PMID that it spells, in whatever way, as the field of a record."""
    if found := PMID.search(part.strip(AROUND)):
        return {"PMID": found[1]}
    doi = bare_doi(part.strip("<>\"'“”,; "))
    doi = doi.rstrip(".,;]>") if doi.count("(") == doi.count(")") else doi.rstrip(".,;]>)")
    return {"DOI": doi} if NAME.fullmatch(doi) else {}


def of_numbers(lines: list[str], at: int) -> Iterator[Read]:
    """Words around a number, as in a citation, are passed over; a line without a number is told."""
    for number, line in enumerate(lines, start=at):
        found = [csl for part in parts_of(line) if (csl := number_in(part))]
        for csl in found:
            yield Read(number, Form.NUMBERS, dict(csl), raw=line)
        if line.strip() and not found:
            shown = line.strip() if len(line.strip()) <= LONGEST_SHOWN else f"{line.strip()[:LONGEST_SHOWN]}…"
            yield Read(number, Form.NUMBERS, {}, (f"“{shown}” is no DOI, PMID, RIS, BibTeX or CSL-JSON.",), line)
