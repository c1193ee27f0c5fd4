"""Updates in Crossref's records: in that of the notice (`update-to`), or in that of the paper (`updated-by`).

A file holds an answer of its interface with one work or many, a list of works, or a work a line.
"""

import json
from collections.abc import Iterator
from datetime import date
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final

from bibliography.dates import as_csl_date, numbers_of
from bibliography.models import Notice
from bibliography.notices.heard import Heard, WatchRefused
from bibliography.notices.noting import Said
from bibliography.notices.retraction_watch import doi_in, encoding_of

KINDS: Final = {
    "retraction": Notice.Kind.RETRACTION, "withdrawal": Notice.Kind.RETRACTION, "removal": Notice.Kind.RETRACTION,
    "expression_of_concern": Notice.Kind.CONCERN,
    "correction": Notice.Kind.CORRECTION, "corrigendum": Notice.Kind.CORRECTION, "erratum": Notice.Kind.CORRECTION,
    "addendum": Notice.Kind.CORRECTION, "clarification": Notice.Kind.CORRECTION,
    "partial_retraction": Notice.Kind.CORRECTION, "reinstatement": Notice.Kind.REINSTATEMENT,
}  # fmt: skip
NO_NOTICES: Final = frozenset({"new_version", "new_edition"})
LARGEST: Final = 64 * 1024 * 1024  # bytes of one JSON value; works a line may be any number


def records_of(path: Path) -> Iterator[Heard]:
    """Raises `WatchRefused`."""
    for line, work in works_of(path):
        if not isinstance(work, dict):
            raise WatchRefused(path.name, line, "A work is a JSON object: {…}.")
        yield from heard(work, path.name, line)


def works_of(path: Path) -> Iterator[tuple[int, Any]]:
    """Each work with its line: of a file with a work a line without the rest of it in memory."""
    with path.open(encoding=encoding_of(path)) as file:
        first = next((line for line in file if line.strip()), "")
    if is_whole(first) and path.stat().st_size > len(first.encode()) + 2:
        yield from in_lines(path)
    else:
        yield from ((1, work) for work in in_one(path))


def is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (JSONDecodeError, RecursionError):
        return False


def in_lines(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding=encoding_of(path)) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    work = json.loads(line)
                except (JSONDecodeError, RecursionError) as error:
                    raise WatchRefused(path.name, number, f"This is not JSON: {error}.") from error
                yield from ((number, one) for one in works_in(work))


def in_one(path: Path) -> list[Any]:
    if path.stat().st_size > LARGEST:
        raise WatchRefused(path.name, 0, "It is too large to be read at once. Give a file with a work on each line.")
    try:
        return works_in(json.loads(path.read_text(encoding_of(path))))
    except JSONDecodeError as error:
        raise WatchRefused(path.name, error.lineno, f"This is not JSON: {error.msg}.") from error
    except RecursionError as error:
        raise WatchRefused(path.name, 0, "It is nested too deeply to be read.") from error


def works_in(said: Any) -> list[Any]:
    if isinstance(said, list):
        return said
    message = said.get("message", said) if isinstance(said, dict) else said
    items = message.get("items") if isinstance(message, dict) else None
    return items if isinstance(items, list) else [message]


def heard(work: dict[str, Any], file: str, line: int) -> Iterator[Heard]:
    own = doi_in(str(work.get("DOI") or ""))
    for update in updates_in(work, "update-to", file, line):
        yield told(update, about=doi_in(str(update.get("DOI") or "")), notice=own, line=line)
    if own and "updated-by" in work:
        for update in updates_in(work, "updated-by", file, line):
            yield told(update, about=own, notice=doi_in(str(update.get("DOI") or "")), line=line, says_all=True)
        yield Heard(line, own, "", "", None, says_all=True)


def updates_in(work: dict[str, Any], name: str, file: str, line: int) -> list[dict[str, Any]]:
    updates = work.get(name) or []
    if not isinstance(updates, list) or not all(isinstance(update, dict) for update in updates):
        raise WatchRefused(file, line, f"“{name}” has to be a list of updates: [{{…}}].")
    return [update for update in updates if update.get("type") not in NO_NOTICES]


def told(update: dict[str, Any], *, about: str, notice: str, line: int, says_all: bool = False) -> Heard:
    kind = str(update.get("type") or "")
    known = KINDS.get(kind)
    said = known and Said(
        kind=known, source=Notice.Source.CROSSREF, record=notice or kind, dated=day_in(update), doi=notice
    )
    return Heard(line, about, "", kind, said or None, says_all)


def day_in(update: dict[str, Any]) -> date | None:
    """Only a whole date is one."""
    csl = as_csl_date(update.get("updated"))
    numbers = numbers_of({"updated": csl}, "updated") if isinstance(csl, dict) else []
    try:
        return date(*numbers) if len(numbers) == len(("year", "month", "day")) else None
    except ValueError:
        return None
