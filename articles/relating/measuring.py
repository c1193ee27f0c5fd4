"""How good suggestions are, by what papers cite together: the usual measures of ranked lists."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path
from typing import Final

from articles.models import Suggestion
from articles.relating.records import lines_of

Gold = dict[str, dict[str, int]]
AT_ONCE: Final = 500


@dataclass
class Judgements:
    """For each query the articles that belong beside it, with their grades."""

    grades: Gold = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_gold(path: Path, known: Mapping[str, int]) -> Judgements:
    """Lines of query, article and grade (else 1) with tabs between. Unknown ids are told and skipped."""
    found = Judgements()
    unknown: set[str] = set()
    bad = 0
    for number, row in enumerate(csv.reader(lines_of(path), delimiter="\t", quoting=csv.QUOTE_NONE)):
        cells = [cell.strip() for cell in row]
        if number == 0 and cells[:2] == ["query_id", "doc_id"]:
            continue
        grade = grade_of(cells[2:])
        if len(cells) < 2 or grade is None:
            bad += 1
            continue
        query, article = cells[:2]
        missing = {name for name in (query, article) if name not in known}
        unknown |= missing
        if not missing and query != article and grade > 0:
            found.grades.setdefault(query, {})[article] = grade
    if unknown:
        found.notes.append(f"{len(unknown)} ids of {path.name} are not among the articles and were skipped.")
    if bad:
        found.notes.append(f"{bad} lines of {path.name} are no judgements and were skipped.")
    return found


def grade_of(cells: Sequence[str]) -> int | None:
    try:
        return int(float(cells[0])) if cells and cells[0] else 1
    except (ValueError, OverflowError):
        return None


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


def discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def stored_lists(articles: Sequence[int]) -> dict[int, list[int]]:
    """The suggestions of each, in the order in which readers see them."""
    lists: dict[int, list[int]] = {}
    for start in range(0, len(articles), AT_ONCE):
        rows = Suggestion.objects.filter(article__in=articles[start : start + AT_ONCE])
        for page, other in rows.order_by("article", "-score", "other").values_list("article_id", "other_id"):
            lists.setdefault(page, []).append(other)
    return lists
