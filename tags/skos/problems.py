"""What is wrong or doubtful in a vocabulary: errors keep it out, and warnings tell of what SKOS allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WARNINGS: Final = frozenset({"labels-alike", "live-under-deprecated", "reference-left-out"})


@dataclass(frozen=True)
class Problem:
    """`line`: of the file that was read; `slugs`: of the tags (or taxonomies) concerned, the one at fault first."""

    code: str
    line: int
    message: str
    slugs: tuple[str, ...] = ()

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


def by_line(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.message))
