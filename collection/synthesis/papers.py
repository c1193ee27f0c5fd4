"""References for a made-up collection: one a number, formatted as `bibliography` formats one with stand-ins in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bibliography.models import Reference
from bibliography.writing import derived
from collection.synthesis.bulk_rows import Row, Table
from collection.synthesis.names import paper_key
from collection.synthesis.words import Speech, chance_for

FAMILIES: Final = ("Familya", "Familyb", "Familyc", "Familyd")  # stand-ins for authors
TITLE, JOURNAL, YEAR, FIRST, LAST = "Titlestandin", "Journalstandin", 1111, 3333, 4444
DOI: Final = "10.0000/synthetic.{}"
JOURNALS: Final = 200
EARLIEST: Final = 1985
COLUMNS: Final = ("id", "key", "csl", "title", "authors", "container_title", "year", "doi", "citation_html")


@dataclass(frozen=True)
class Paper:
    """One reference. `names`: its authors and journal as search reads them."""

    number: int
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int

    @property
    def names(self) -> list[str]:
        return [*(f"{author.lower()} s" for author in self.authors), self.journal.lower()]

    @property
    def doi(self) -> str:
        return DOI.format(self.number)

    @property
    def pages(self) -> tuple[int, int]:
        return self.number, self.number + 9

    @property
    def record(self) -> dict[str, Any]:
        """In the shape of CSL-JSON."""
        return record_of(self.title, self.authors, self.journal, self.year, self.pages, self.doi)


def paper_of(number: int, speech: Speech, seed: int, latest: int) -> Paper:
    """The paper of this number, not younger than the year `latest`. Of its authors each signs several."""
    chance = chance_for(seed * 1_000_003 + number)
    authors = {f"Author{1 + int((number // 2 + 20) * chance.random())}": None for _ in range(chance.randint(1, 4))}
    title = f"Synthetic study {number}: {' '.join(speech.some(chance, 9))}"
    journal = f"Synthetic Journal {1 + int(JOURNALS * chance.random() ** 2)}"
    return Paper(number, title, tuple(authors), journal, chance.randint(EARLIEST, latest))


def record_of(
    title: str, authors: Sequence[str], journal: str, year: int, pages: tuple[int, int], doi: str
) -> dict[str, Any]:
    return {
        "type": "article-journal",
        "title": title,
        "author": [{"family": family, "given": "Synthetic"} for family in authors],
        "issued": {"date-parts": [[year]]},
        "container-title": journal,
        "page": f"{pages[0]}-{pages[1]}",
        "DOI": doi,
    }


class Papers:
    """Writes references. What the site makes of a record is made once for each number of authors, and filled in."""

    def __init__(self) -> None:
        self.table = Table(Reference, *COLUMNS)
        self.formats = [
            derived(record_of(TITLE, FAMILIES[:authors], JOURNAL, YEAR, (FIRST, LAST), DOI.format(YEAR)))
            for authors in range(1, len(FAMILIES) + 1)
        ]

    def write(self, papers: Iterable[Paper]) -> None:
        self.table.write(map(self.row, papers))

    def row(self, paper: Paper) -> Row:
        key = paper_key(paper.number)
        made = self.formats[len(paper.authors) - 1]
        authors, citation = made["authors"], made["citation_html"]
        for stand_in, family in zip(FAMILIES, paper.authors, strict=False):
            authors, citation = authors.replace(stand_in, family), citation.replace(stand_in, family)
        first, last = paper.pages
        for stand_in, text in (
            (DOI.format(YEAR), paper.doi), (TITLE, paper.title), (JOURNAL, paper.journal),
            (f"({YEAR})", f"({paper.year})"), (f"{FIRST}–{LAST}", f"{first}–{last}"),
        ):  # fmt: skip
            citation = citation.replace(stand_in, text)
        csl = {**paper.record, "id": key}
        return paper.number, key, csl, paper.title, authors, paper.journal, paper.year, paper.doi, citation
