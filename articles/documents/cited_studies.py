"""The studies that an overview cites, side by side: those with a summary that the reader may see, from its facts.

How large each was stands on a log scale. How it was done and what was found are the words of its own summary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor, log10
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.access import Person
from articles.documents.pieces import piece
from articles.documents.slots import as_html
from articles.models import Article
from articles.site.evidence_kit import changes_in, number_in, sign_for
from articles.site.snapshot import current_site
from articles.site.values import Fact, Site
from bibliography.models import Standing
from members.origin import path_to

FEWEST: Final = 2  # one study stands beside nothing
COLUMNS: Final = ("slug", "title", "kind", "at_a_glance", "paper__authors", "paper__year", "paper__standing")
INITIALS: Final = re.compile(r" [A-Z]{1,4}$")
LEFT: Final = 196  # of the scale, in a drawing that is 400 wide
RIGHT: Final = 352
TOP: Final = 34
ROW: Final = 62


@dataclass(frozen=True)
class Study:
    """`counted`: how many took part, in words, and `number`, 0 where it is not given. `changes`: the parts of the
    result, each behind the character of a rise or a fall, if it tells one. `cells`: its facts in a table.
    """

    slug: str
    name: str
    title: str
    design: str
    counted: str
    number: int
    result: str
    changes: tuple[tuple[str, str], ...]
    cells: tuple[str, ...]

    @property
    def spelled(self) -> str:
        return f"{self.number:,}"

    @property
    def address(self) -> str:
        return path_to("articles:detail", self.slug)


@dataclass(frozen=True)
class Placed:
    """A row of the figure. `x`: its place on the scale, if it has one."""

    study: Study
    y: int
    x: float | None

    @property
    def said(self) -> str:
        """In a screen reader, as the name of the link."""
        study = self.study
        return f"{study.name}: {', '.join(part for part in (study.design, study.counted, study.result) if part)}"


def side_by_side(papers: str, user: Person, at: datetime) -> SafeString:
    """`papers`: keys of what is cited where this reader reads. One query, none where fewer than two are cited."""
    keys = [int(key) for key in papers.split()]
    studies = studies_of(keys, user, at, current_site()) if len(keys) >= FEWEST else []
    if len(studies) < FEWEST:
        return as_html("")
    return render_to_string("articles/_studies.html", {**drawn(studies), **told(studies, current_site())})


def studies_of(papers: Sequence[int], user: Person, at: datetime, site: Site) -> list[Study]:
    """The largest first."""
    rows = Article.objects.visible_to(user, at).about_papers(papers).values_list(*COLUMNS)
    return sorted((study_of(row, site) for row in rows), key=lambda study: (-study.number, study.name))


def study_of(row: tuple[Any, ...], site: Site) -> Study:
    slug, title, kind, glance, authors, year, standing = row
    evidence = site.evidence
    answers = {key: str(cell.get("answer") or cell.get("level") or "") for key, cell in glance.items()}
    design, counted = (answers.get(key, "") for key in (evidence.design, evidence.count))
    sign = sign_for(evidence.designs, kind, design)
    return Study(
        slug=slug,
        name=f"{INITIALS.sub('', authors.partition(',')[0]) or title} {year or ''}".strip() + warned_of(standing),
        title=title,
        design=sign.name if sign else design,
        counted=counted,
        number=number_in(counted, evidence.apart_from),
        result=answers.get(evidence.result, ""),
        changes=tuple(changes_in(answers.get(evidence.result, ""), evidence.changes)),
        cells=tuple(answers.get(fact.key, "") for fact in columns_of(site)),
    )


def warned_of(standing: int | None) -> str:
    return " (retracted)" if standing == Standing.RETRACTED else ""


def columns_of(site: Site) -> list[Fact]:
    """The facts of the table, in the order of the site."""
    evidence = site.evidence
    wanted = {evidence.design, evidence.count, evidence.measure, evidence.result}
    return [fact for fact in site.facts if fact.key in wanted or fact.is_level]


def drawn(studies: Sequence[Study]) -> dict[str, Any]:
    """The figure: a row a study, and the scale above."""
    largest = max(study.number for study in studies)
    decades = max(2, floor(log10(max(largest, 1))) + 1)
    ticks = [(in_short(10**power), scaled(10**power, decades)) for power in range(decades + 1)]
    rows = range(TOP, TOP + len(studies) * ROW, ROW)
    placed = [
        Placed(study, y, scaled(study.number, decades) if study.number else None)
        for y, study in zip(rows, studies, strict=True)
    ]
    scale = "".join(f"M{x} {row.y + 6}v28" for row in placed if row.x for _, x in ticks)
    return {"ticks": ticks, "placed": placed, "scale": scale, "height": TOP + len(placed) * ROW, "left": LEFT}


def in_short(number: int) -> str:
    """As it has room above the scale."""
    return f"{number // 10**6}m" if number >= 10**6 else f"{number // 1000}k" if number >= 1000 else str(number)


def scaled(number: int, decades: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * log10(max(number, 1)) / decades, 1)


def told(studies: Sequence[Study], site: Site) -> dict[str, Any]:
    """The same as a table."""
    counted = next((fact.label for fact in site.facts if fact.key == site.evidence.count), "")
    drawn = {character for study in studies for character, _ in study.changes}
    legend = [sign for sign in site.evidence.changes if sign.character in drawn]
    return {
        "headings": ["Study", *(fact.label for fact in columns_of(site))],
        "rows": [
            (piece("articles/_study_link.html", address=one.address, name=one.name), *one.cells) for one in studies
        ],
        "studies": studies,
        "counted": counted,
        "legend": legend,
    }
