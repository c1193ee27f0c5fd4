"""Important lines, each with a way to break it and the tests that have to notice. `tools.mutants` runs them."""

from typing import Final

from tools.broken_lines import done, programs, seen
from tools.broken_lines.line import Mutant

MUTANTS: Final[tuple[Mutant, ...]] = (
    *seen.ACCESS, *seen.FOLLOWING, *seen.VIEWS, *seen.LISTINGS, *seen.SEARCH, *seen.RELATED, *seen.COUNTS,
    *done.VOCABULARY, *done.PUBLISHING, *done.TEXTS, *done.PEOPLE, *done.EDITING, *done.JOBS, *programs.PROGRAMS,
)  # fmt: skip

__all__ = ["MUTANTS", "Mutant"]
