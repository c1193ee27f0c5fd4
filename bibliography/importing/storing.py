"""The act that stores what was read, and says of each record what became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from string import ascii_lowercase
from typing import Any, Final

from django.db import transaction

from bibliography.importing.duplicates import Match, family_in, matches_of
from bibliography.importing.read import Read
from bibliography.models import FormerKey, Reference
from bibliography.normalization import normalized
from bibliography.records import authors_of, problems_in, year_of
from bibliography.rich_text import plain
from bibliography.writing import derived, problems_with_key
from members.characters import cleaned
from members.models import LoggedAct, User
from tags.management.parts import in_parts
from tags.models import take_write_lock
from tags.slugs import slug_of

AT_ONCE: Final = 200  # rows of a statement
KEYS_AT_ONCE: Final = 500  # in one query
LETTERED: Final = len(ascii_lowercase)  # keys of one base before they are numbered
LONGEST_NAME: Final = 40  # characters of a key before its year
UNKNOWN: Final = "No record here has this {name}. Paste its RIS, BibTeX or CSL-JSON."

Prepared = Sequence[dict[str, Any] | None]  # for each record the columns of its reference


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
    return Imported(read, Became.PROBLEM if match.problems else Became.NEW, problems=match.problems)


def prepared(reads: Sequence[Read]) -> Prepared:
    """What takes long of an import, outside of any transaction: the columns of those that look new."""
    return [columns_of(one.read) if one.became is Became.NEW else None for one in looked_up(reads)]


def columns_of(read: Read) -> dict[str, Any] | None:
    """Those of its reference, all but the key; None for a record with a fault."""
    csl = normalized(read.csl)
    return None if problems_in(csl) else {"csl": (csl := cleaned(csl)), **derived(csl)}


def import_records(reads: Sequence[Read], *, by: User | None, ready: Prepared | None = None) -> list[Imported]:
    """Store each record that is new and sound, under a key like `furmark2002`; all of them or, where it fails, none.

    `ready`: what `prepared` made of them, for who is in a transaction; else it is made before one begins.
    A record that is the same as an earlier one of the same paste gets the key of that. Raises `ImportRefused`.
    """
    if by is not None and not by.has_perm("bibliography.add_reference"):
        raise ImportRefused("Your role does not allow this. Ask an editor.")
    ready = prepared(reads) if ready is None else ready
    with transaction.atomic():
        take_write_lock()
        matches = matches_of(reads)
        judgements = [judged(*one) for one in zip(reads, matches, strict=True)]
        names = Keys(one.read for one in judgements if one.became is Became.NEW)
        done, made = list[Imported](), list[Reference]()
        for one, match, columns in zip(judgements, matches, ready, strict=True):
            read = one.read
            if one.became is Became.NEW and (columns := columns or columns_of(read)):
                key = names.free_for(read)
                one = Imported(read, Became.NEW, key)
                made.append(Reference(key=key, **{**columns, "csl": {**columns["csl"], "id": key}}))
            elif one.became is Became.NEW:
                one = Imported(read, Became.PROBLEM, problems=tuple(problems_in(normalized(read.csl))))
            elif one.became is Became.DUPLICATE and match.place is not None:
                one = Imported(read, Became.DUPLICATE, done[match.place].key)
            done.append(one)
        Reference.objects.bulk_create(made, batch_size=AT_ONCE)
        if by:
            LoggedAct.objects.note_each(LoggedAct.Done.ADDED, LoggedAct.Kind.REFERENCE, made, by=by)
    return done


class Keys:
    """Citation keys that are free, each handed out once.

    Asks only for keys that these records may get, however many there are: a query for each 500 of them.
    """

    def __init__(self, reads: Iterable[Read]) -> None:
        self.taken: set[str] = set()
        self.waiting: dict[str, Iterator[str]] = {}
        pairs = [(own_key(read), key_base(read.csl)) for read in reads]
        wanted = Counter(base for pair in pairs for base in {*pair} if base)
        self.ask(wanted)
        self.crowded = {base for _, base in pairs if wanted[base] > 1 or base in self.taken}
        self.ask(key for base in self.crowded for key in islice(lettered(base), 1, LETTERED))

    def ask(self, keys: Iterable[str]) -> None:
        """Which of these are taken."""
        for some in in_parts(keys, KEYS_AT_ONCE):
            now, before = (model.objects.filter(key__in=some).order_by() for model in (Reference, FormerKey))
            self.taken.update(now.values_list("key", flat=True).union(before.values_list("key", flat=True)))

    def free_for(self, read: Read) -> str:
        """That of the file, where it is one as ours are; else first author and year, or the title's first word."""
        own = own_key(read)
        base = own if own and own not in self.taken else key_base(read.csl)
        key = next(key for key in self.waiting.setdefault(base, self.candidates(base)) if key not in self.taken)
        self.taken.add(key)
        return key

    def candidates(self, base: str) -> Iterator[str]:
        """Each looked up before it is handed out."""
        several = lettered(base)
        yield from islice(several, LETTERED if base in self.crowded else 1)
        for some in in_parts(several, KEYS_AT_ONCE):
            self.ask(some)
            yield from some


def own_key(read: Read) -> str:
    """By which its own program cites it, where that is a key as ours are; else ""."""
    own = read.key.lower()
    return "" if own.isdecimal() or problems_with_key(own) else own


def key_base(csl: dict[str, Any]) -> str:
    name = slug_of(family_in(authors_of(csl))).replace("-", "") or slug_of(plain(csl["title"])).partition("-")[0]
    return f"{name[:LONGEST_NAME] or 'reference'}{year_of(csl) or ''}"


def lettered(base: str) -> Iterator[str]:
    """furmark2002, furmark2002b ... furmark2002z, furmark2002-27 ..."""
    yield base
    yield from (f"{base}{letter}" for letter in ascii_lowercase[1:])
    number = LETTERED + 1
    while True:
        yield f"{base}-{number}"
        number += 1
