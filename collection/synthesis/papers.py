"""References for a made-up collection: one a number, formatted as `bibliography` formats one with stand-ins in it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from bibliography.models import Reference
from bibliography.writing import derived
from collection.synthesis.names import paper_key
from collection.synthesis.words import Draw, Speech
from tags.models.bulk_rows import Row, Table

FAMILIES: Final = ("Familya", "Familyb", "Familyc", "Familyd")  # stand-ins for authors
TITLE, JOURNAL, YEAR, FIRST, LAST = "Titlestandin", "Journalstandin", 1111, 3333, 4444
DOI: Final = "10.0000/synthetic.{}"
JOURNALS: Final = 200
EARLIEST: Final = 1985
COLUMNS: Final = ("id", "key", "csl", "title", "authors", "container_title", "year", "doi", "citation_html")


class Paper(NamedTuple):
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


def paper_of(number: int, speech: Speech, draw: Draw, latest: int) -> Paper:
    """The paper of this number, not younger than the year `latest`. Of its authors each signs several."""
    known = number // 2 + 20
    authors = {f"Author{1 + int(known * draw())}": None for _ in range(1 + int(4 * draw()))}
    title = f"Synthetic study {number}: {speech.phrase(draw)} {speech.phrase(draw)}"
    journal = f"Synthetic Journal {1 + int(JOURNALS * draw() ** 2)}"
    return Paper(number, title, tuple(authors), journal, EARLIEST + int((latest + 1 - EARLIEST) * draw()))


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
        self.formats = [self._format(FAMILIES[:authors]) for authors in range(1, len(FAMILIES) + 1)]

    def _format(self, families: Sequence[str]) -> tuple[str, str]:
        """The list of authors and the citation, with places to be filled in."""
        made = derived(record_of(TITLE, families, JOURNAL, YEAR, (FIRST, LAST), DOI.format(YEAR)))
        authors, citation = made["authors"], made["citation_html"]
        for place, stand_in in enumerate(families):
            authors, citation = authors.replace(stand_in, f"{{{place}}}"), citation.replace(stand_in, f"{{{place}}}")
        for name, stand_in in (
            ("doi", DOI.format(YEAR)), ("title", TITLE), ("journal", JOURNAL), ("year", str(YEAR)),
            ("first", str(FIRST)), ("last", str(LAST)),
        ):  # fmt: skip
            citation = citation.replace(stand_in, f"{{{name}}}")
        return authors, citation

    def write(self, papers: Iterable[Paper]) -> None:
        self.table.write(map(self.row, papers))

    def row(self, paper: Paper) -> Row:
        authors, citation = self.formats[len(paper.authors) - 1]
        first, last = paper.pages
        whole = citation.format(
            *paper.authors, doi=paper.doi, title=paper.title, journal=paper.journal, year=paper.year, first=first,
            last=last,
        )  # fmt: skip
        key = paper_key(paper.number)
        csl = {**paper.record, "id": key}
        names = authors.format(*paper.authors)
        return paper.number, key, csl, paper.title, names, paper.journal, paper.year, paper.doi, whole
