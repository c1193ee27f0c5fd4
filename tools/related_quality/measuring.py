"""How good suggestions are, by what papers cite together: the usual measures of ranked lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2, pow
from pathlib import Path
from typing import Final

from articles.models import Suggestion
from tags.management.parts import in_parts
from tools.related_quality.reading import first_few, lines_of, shown

Gold = dict[str, dict[str, float]]
AT_ONCE: Final = 500
LEAST, MOST = 0.001, 100.0  # of a grade that says that an article belongs there


@dataclass
class Judgements:
    """For each query the articles that belong beside it, with their grades."""

    grades: Gold = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class NoJudgement(Exception):
    """Why a line is no judgement."""


@dataclass
class Oddities:
    """What in a file of judgements could not be used as it stands, with the lines."""

    bad: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)  # ids, with the first line of each
    own: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    longer: list[str] = field(default_factory=list)

    def told(self, name: str) -> list[str]:
        ids = [f"{shown(key)} (line {line})" for key, line in self.unknown.items()]
        notes = (
            (ids, f"ids of {name} are not among the articles and were skipped", "Add records of them."),
            (self.bad, f"lines of {name} are no judgements and were skipped", "Write query, tab, article, tab, grade."),
            (self.own, f"lines of {name} judge an article beside itself and were skipped", ""),
            (self.repeated, f"lines of {name} judge a pair again; the last grade of a pair counts", ""),
            (self.longer, f"lines of {name} hold more than three cells; the first three were read", ""),
        )
        return [f"{len(all_):,} {what}: {first_few(all_)}. {mend}".strip() for all_, what, mend in notes if all_]


def read_gold(path: Path, known: Collection[str]) -> Judgements:
    """Lines of query, article and grade (else 1) with tabs between. What cannot be used is told and skipped.

    A grade of 0 or below says that the article does not belong there. Raises Unreadable.
    """
    odd = Oddities()
    pairs: dict[tuple[str, str], float] = {}
    is_first = True
    for number, line in lines_of(path):
        cells = [cell.strip() for cell in line.split("\t")]
        is_heading, is_first = is_first and cells[:2] == ["query_id", "doc_id"], False
        if is_heading:
            continue
        try:
            query, article, grade = judgement_of(cells)
        except NoJudgement as reason:
            odd.bad.append(f"line {number} ({reason})")
            continue
        missing = [name for name in (query, article) if name not in known]
        for name in missing:
            odd.unknown.setdefault(name, number)
        if any(cells[3:]):
            odd.longer.append(f"line {number}")
        if query == article:
            odd.own.append(f"line {number}")
        elif not missing:
            if (query, article) in pairs:
                odd.repeated.append(f"line {number}")
            pairs[query, article] = grade
    found = Judgements(notes=odd.told(path.name))
    for (query, article), grade in pairs.items():
        if grade > 0:
            found.grades.setdefault(query, {})[article] = grade
    return found


def judgement_of(cells: Sequence[str]) -> tuple[str, str, float]:
    """Raises NoJudgement."""
    if len(cells) < 2:
        raise NoJudgement(f"no tab in “{shown(cells[0])}”")
    if not cells[0] or not cells[1]:
        raise NoJudgement("an id is missing")
    written = cells[2] if len(cells) > 2 and cells[2] else "1"
    try:
        grade = float(written)
    except ValueError:
        raise NoJudgement(f"“{shown(written)}” is no grade") from None
    if grade <= 0 or LEAST <= grade <= MOST:
        return cells[0], cells[1], grade
    raise NoJudgement(f"the grade {shown(written)} is not between {LEAST} and {MOST:.0f}")


@dataclass(frozen=True)
class Measures:
    """Means over all queries."""

    queries: int
    precision: float  # of the first 5
    gain: float  # nDCG of the first 10, with 2^grade - 1
    recall: float  # of the first 20


def measured(gold: Gold, known: Mapping[str, int]) -> Measures:
    """Compare the stored lists with the judgements."""
    lists = stored_lists([known[query] for query in gold])
    sums = [0.0, 0.0, 0.0]
    for query, grades in gold.items():
        by_key = {known[article]: grade for article, grade in grades.items()}
        found = [by_key.get(key, 0) for key in lists.get(known[query], [])]
        sums[0] += sum(grade > 0 for grade in found[:5]) / 5
        sums[1] += discounted(found[:10]) / discounted(sorted(grades.values(), reverse=True)[:10])
        sums[2] += sum(grade > 0 for grade in found[:20]) / len(grades)
    number = len(gold) or 1
    return Measures(len(gold), sums[0] / number, sums[1] / number, sums[2] / number)


def discounted(grades: Sequence[float]) -> float:
    return sum((pow(2, grade) - 1) / log2(place + 2) for place, grade in enumerate(grades))


def stored_lists(articles: Sequence[int]) -> dict[int, list[int]]:
    """The suggestions of each, in the order in which readers see them."""
    lists: dict[int, list[int]] = {}
    for part in in_parts(articles, AT_ONCE):
        rows = Suggestion.objects.filter(article__in=part)
        for page, other in rows.order_by("article", "-score", "other").values_list("article_id", "other_id"):
            lists.setdefault(page, []).append(other)
    return lists
