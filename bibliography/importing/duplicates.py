"""Which of the records that were read are here already, or stand twice in what was pasted."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bibliography.importing.read import Read
from bibliography.models import Reference
from bibliography.records import authors_of, doi_of, year_of
from bibliography.rich_text import plain
from bibliography.writing import same_number
from tags.management.parts import in_parts

AT_ONCE: Final = 500  # values in one query
LETTERS: Final = re.compile(r"[^\w]+|_")
Key = tuple[str, object]


@dataclass(frozen=True)
class Match:
    """What a record is the same as: a reference that is stored, by its key, or an earlier one that was read, by its
    `place` among them. `rule`: by what it was recognised (`doi`, `pmid`, `words`).

    `problems`: why it cannot be stored as a paper of its own, in words: another paper has its DOI or PMID.
    """

    key: str = ""
    place: int | None = None
    rule: str = field(default="", compare=False)
    problems: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.key) or self.place is not None


@dataclass(frozen=True)
class _Paper:
    """What tells papers apart."""

    doi: str
    pmid: str
    words: tuple[str, int, str] | None  # title, year and first author, as far as all three are known

    def signs(self) -> Iterator[Key]:
        """From the surest on."""
        yield from self.numbers()
        if self.words:
            yield "words", self.words

    def numbers(self) -> Iterator[Key]:
        yield from ((name, value) for name, value in (("doi", self.doi), ("pmid", self.pmid)) if value)

    def contradicts(self, other: "_Paper") -> bool:
        """Two DOIs or two PubMed numbers are two papers, whatever they are called."""
        pairs = ((self.doi, other.doi), (self.pmid, other.pmid))
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def matches_of(reads: Sequence[Read]) -> list[Match]:
    """One to each, in their order. Three queries for each 500 records, however many are stored.

    DOI and PMID of what is known by its words alone count as taken too: somebody may choose to store it.
    """
    papers = [paper_of(read.csl) for read in reads]
    known: dict[Key, tuple[_Paper, Match]] = {}
    taken: dict[Key, str] = {}  # DOIs and PMIDs: the key of the reference that has it, "" for an earlier record
    for key, paper in stored(papers):
        for name in paper.signs():
            known.setdefault(name, (paper, Match(key=key)))
        taken.update(dict.fromkeys(paper.numbers(), key))
    matches = []
    for place, (read, paper) in enumerate(zip(reads, papers, strict=True)):
        same = ((name[0], *known[name]) for name in paper.signs() if name in known)
        match = next(
            (replace(match, rule=by, problems=()) for by, other, match in same if not paper.contradicts(other)), Match()
        )
        if read.problems or read.is_number:
            matches.append(match)
            continue
        if not match or match.rule == "words":
            others = [(name[0].upper(), taken[name]) for name in paper.numbers() if name in taken]
            match = replace(match, problems=tuple(same_number(*other) for other in others))
            taken |= dict.fromkeys(() if others else paper.numbers(), "")
        matches.append(match)
        if match or not match.problems:
            for name in paper.signs():
                known.setdefault(name, (paper, match or Match(place=place)))
    return matches


def paper_of(csl: dict[str, Any]) -> _Paper:
    year = year_of(csl) if isinstance(csl.get("issued"), dict) else None
    authors = csl.get("author")
    is_named = isinstance(authors, list) and all(isinstance(name, dict) for name in authors)
    words = words_of(str(csl.get("title") or ""), year, authors_of(csl) if is_named else "")
    return _Paper(doi_of(csl), str(csl.get("PMID") or ""), words)


def rough_signs(csl: dict[str, Any]) -> set[Key]:
    """Two records of one paper have one of these in common, and others may: told without a look at their titles."""
    year = year_of(csl) if isinstance(csl.get("issued"), dict) else None
    signs: tuple[Key, ...] = (("doi", doi_of(csl)), ("pmid", str(csl.get("PMID") or "")), ("year", year))
    return {(name, value) for name, value in signs if value}


def words_of(title: str, year: int | None, authors: str) -> tuple[str, int, str] | None:
    """Letters and digits of title and first family name. What lacks one of the three is not told by them."""
    said, first = letters_of(plain(title)), letters_of(family_in(authors))
    return (said, year, first) if said and year and first else None


def family_in(authors: str) -> str:
    """“Furmark” of “Furmark T, Tillfors M”."""
    first = authors.partition(",")[0].strip()
    family, _, initials = first.rpartition(" ")
    return family if family and initials.isupper() else first


def letters_of(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return LETTERS.sub("", bare).casefold()


def stored(papers: Iterable[_Paper]) -> Iterator[tuple[str, _Paper]]:
    """References that may be one of these."""
    wanted = list(papers)
    columns = ("key", "doi", "pmid", "title", "year", "authors")
    for column in ("doi", "pmid"):
        values = sorted({value for paper in wanted if (value := getattr(paper, column))})
        for some in in_parts(values, AT_ONCE):
            rows = Reference.objects.filter(**{f"{column}__in": some}).values_list(*columns)
            yield from map(of_row, rows)
    years = sorted({paper.words[1] for paper in wanted if paper.words})
    if years:
        sought = {paper.words for paper in wanted if paper.words}
        rows = Reference.objects.filter(year__in=years).values_list(*columns)
        yield from (found for row in rows.iterator() if (found := of_row(row))[1].words in sought)


def of_row(row: tuple[str, str, str, str, int | None, str]) -> tuple[str, _Paper]:
    key, doi, pmid, title, year, authors = row
    return key, _Paper(doi, pmid, words_of(title, year, authors))
