"""The act that stores what was read, and says of each record what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase
from typing import Any, Final

from django.db import transaction

from bibliography.importing.duplicates import Match, family_in, matches_of
from bibliography.importing.read import Read
from bibliography.models import FormerKey, Reference
from bibliography.records import authors_of, year_of
from bibliography.rich_text import plain
from bibliography.writing import ReferenceRefused, problems_with_key, save_reference
from members.models import User
from tags.models import take_write_lock
from tags.slugs import slug_of

LONGEST_NAME: Final = 40  # characters of a key before its year
UNKNOWN: Final = "No record here has this {name}. Paste its RIS, BibTeX or CSL-JSON."


class Became(StrEnum):
    NEW = "new"
    DUPLICATE = "duplicate"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Imported:
    """`key`: of the reference that is stored, new or before. `problems`: in words."""

    read: Read
    became: Became
    key: str = ""
    problems: tuple[str, ...] = ()
    rule: str = ""  # by which it is known to be here: doi, pmid, words


class ImportRefused(Exception):
    """Raised before anything is written: `by` may not add references."""


def looked_up(reads: Sequence[Read]) -> list[Imported]:
    """What an import would make of them, without writing: the dry run. New ones have no key yet."""
    return [judged(read, match) for read, match in zip(reads, matches_of(reads), strict=True)]


def judged(read: Read, match: Match) -> Imported:
    if read.problems:
        return Imported(read, Became.PROBLEM, problems=read.problems)
    if match:
        return Imported(read, Became.DUPLICATE, match.key, rule=match.rule)
    if read.is_number:
        name = "DOI" if "DOI" in read.csl else "PMID"
        return Imported(read, Became.PROBLEM, problems=(UNKNOWN.format(name=name),))
    return Imported(read, Became.NEW)


@transaction.atomic
def import_records(reads: Sequence[Read], *, by: User | None) -> list[Imported]:
    """Store each record that is new and sound, under a key like `furmark2002`; all of them or, where it fails, none.

    A record that is the same as an earlier one of the same paste gets the key of that. Raises `ImportRefused`.
    """
    if by is not None and not by.has_perm("bibliography.add_reference"):
        raise ImportRefused("Your role does not allow this. Ask an editor.")
    take_write_lock()
    done: list[Imported] = []
    for read, match in zip(reads, matches_of(reads), strict=True):
        one = judged(read, match)
        if one.became is Became.NEW:
            one = saved(read, by)
        elif one.became is Became.DUPLICATE and match.place is not None:
            one = Imported(read, Became.DUPLICATE, done[match.place].key)
        done.append(one)
    return done


def saved(read: Read, by: User | None) -> Imported:
    try:
        reference = save_reference(free_key(read), read.csl, by=by)
    except ReferenceRefused as refused:
        return Imported(read, Became.PROBLEM, problems=tuple(refused.reasons))
    return Imported(read, Became.NEW, reference.key)


def free_key(read: Read) -> str:
    """That of the file, where it is one as ours are; else first author and year, or the first word of the title."""
    key = read.key.lower()
    if not problems_with_key(key) and not key.isdecimal() and not Reference.objects.at_key(key).exists():
        return key
    base = key_base(read.csl)
    taken = set(Reference.objects.filter(key__startswith=base).values_list("key", flat=True))
    taken |= set(FormerKey.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in lettered(base) if key not in taken)


def key_base(csl: dict[str, Any]) -> str:
    name = slug_of(family_in(authors_of(csl))).replace("-", "") or slug_of(plain(csl["title"])).partition("-")[0]
    return f"{name[:LONGEST_NAME] or 'reference'}{year_of(csl) or ''}"


def lettered(base: str) -> Iterator[str]:
    """furmark2002, furmark2002b ... furmark2002z, furmark2002-27 ..."""
    yield base
    yield from (f"{base}{letter}" for letter in ascii_lowercase[1:])
    number = len(ascii_lowercase) + 1
    while True:
        yield f"{base}-{number}"
        number += 1
