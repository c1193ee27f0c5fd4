"""A source of notices against the references of this site: what is new, changed and gone, and carrying it out.

References are found by DOI, else by PubMed number, never by their titles.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from bibliography.models import Notice, Reference
from bibliography.notices import crossref_asked, crossref_updates, retraction_watch
from bibliography.notices.heard import Heard, WatchRefused
from bibliography.notices.noting import Said, note_notice, take_back
from bibliography.notices.retraction_watch import encoding_of
from tags.models import take_write_lock
from tags.text.plurals import counted

Key = tuple[int, str, str]  # reference, what the source calls the notice, kind
CROSSREF: Final = Notice.Source.CROSSREF
FEW_GONE: Final = 5  # notices that may be gone whatever their share
EACH: Final = 1000  # records between two words of progress
Progress = Callable[[int], None]


@dataclass
class Plan:
    """What a source would change. `new`, `changed`, `gone`: by key; `unknown`: kinds of records about papers here;
    `silent`: how many papers were asked for in vain.
    """

    read: int = 0
    about_ours: int = 0
    new: dict[Key, Said] = field(default_factory=dict)
    changed: dict[Key, Said] = field(default_factory=dict)
    gone: dict[Key, Notice] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    references: dict[int, str] = field(default_factory=dict)
    in_force: int = 0
    silent: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def lines(self) -> Iterator[str]:
        for what, said in (("New", self.new), ("Changed", self.changed)):
            for (reference, _, _), one in said.items():
                yield f"{what}: {worded(one.kind, one.dated, one.doi)}, {self.references[reference]}"
        for (reference, _, _), notice in self.gone.items():
            yield f"Gone: {worded(notice.kind, notice.dated, notice.doi)}, {self.references[reference]}"
        for kind, number in sorted(self.unknown.items()):
            yield f"Left out, as this site knows no such kind: {counted(number, 'record', 'records')} “{kind}”"
        if self.silent:
            yield f"Not answered: {counted(self.silent, 'question', 'questions')}"

    @property
    def summary(self) -> str:
        records = counted(self.read, "record", "records")
        return (
            f"{records}, {self.about_ours} about references here: {len(self.new)} new, {len(self.changed)} changed, "
            f"{len(self.gone)} gone"
        )


@dataclass(frozen=True)
class ReadSource:
    """What a source says about references here. `whole_of`: those of which it tells everything, None for all."""

    name: str
    plan: Plan
    found: dict[Key, Said]
    source: str
    whole_of: set[int] | None


def worded(kind: str, dated: object, doi: str) -> str:
    return " ".join(filter(None, [Notice.Kind(kind).label.lower(), str(dated or ""), doi and f"({doi})"]))


def planned(path: Path | None, progress: Progress = lambda _: None, *, allow_gone: bool = False) -> Plan:
    """What the file would change, or what Crossref says where none is given; nothing is written. `allow_gone`: however
    many notices it does not have any more.

    Raises `WatchRefused`.
    """
    read = read_through(path, progress)
    compare(read)
    refuse_cut_off(read, allow_gone=allow_gone)
    return read.plan


def read_through(path: Path | None, progress: Progress) -> ReadSource:
    """Memory holds what is about references here, not the file."""
    plan, found, told_of = Plan(), dict[Key, Said](), set[int]()
    by_doi, by_pmid = numbers()
    name, source, records = reader_of(path) if path else ("Crossref", CROSSREF, crossref_asked.records_of(by_doi))
    for heard in records:
        plan.read += bool(heard.kind)
        plan.silent += heard.is_silent
        if plan.read % EACH == 0:
            progress(plan.read)
        reference = by_doi.get(heard.doi) or by_pmid.get(heard.pmid)
        if reference is None:
            continue
        plan.about_ours += bool(heard.kind)
        if heard.says_all:
            told_of.add(reference)
        if heard.said:
            found[reference, heard.said.record, heard.said.kind] = heard.said
        elif heard.kind:
            plan.unknown[heard.kind] += 1
    if not plan.read and source == Notice.Source.RETRACTION_WATCH:
        raise WatchRefused(name, 0, "It holds no record, and a whole data set has some.")
    return ReadSource(name, plan, found, source, None if source == Notice.Source.RETRACTION_WATCH else told_of)


def reader_of(path: Path) -> tuple[str, str, Iterable[Heard]]:
    """What it is called, whose it is, its records: JSON is Crossref's, all else the data set of Retraction Watch."""
    try:
        with path.open(encoding=encoding_of(path)) as file:
            begin = file.read(EACH).lstrip()
    except UnicodeError as error:
        raise WatchRefused(path.name, 1, f"This is not text in UTF-16: {error}.") from error
    except OSError as error:
        raise WatchRefused(str(path), 0, f"{error.strerror}.") from error
    if begin.startswith(("{", "[")):
        return path.name, CROSSREF, crossref_updates.records_of(path)
    return path.name, Notice.Source.RETRACTION_WATCH, retraction_watch.records_of(path)


def numbers() -> tuple[dict[str, int], dict[str, int]]:
    """The references of this site by DOI and by PubMed number. One query."""
    by_doi, by_pmid = {}, {}
    for pk, doi, pmid in Reference.objects.order_by().values_list("pk", "doi", "pmid").iterator():
        if doi:
            by_doi[doi.lower()] = pk
        if pmid:
            by_pmid[pmid.lstrip("0")] = pk
    return by_doi, by_pmid


def compare(read: ReadSource) -> None:
    """With what is stored; into its plan. What an editor took back stays so."""
    plan, found, whole_of = read.plan, read.found, read.whole_of
    known = {(one.reference_id, one.record, one.kind): one for one in Notice.objects.filter(source=read.source)}
    plan.in_force = sum(not notice.taken_back for notice in known.values())
    for key, said in found.items():
        notice = known.get(key)
        if notice is None or notice.taken_back == Notice.TakenBack.GONE:
            plan.new[key] = said
        elif any(getattr(notice, name) != value for name, value in said.columns.items()):
            plan.changed[key] = said
    plan.gone = {
        key: notice
        for key, notice in known.items()
        if key not in found and not notice.taken_back and (whole_of is None or key[0] in whole_of)
    }
    named = {key[0] for key in (*plan.new, *plan.changed, *plan.gone)}
    plan.references = dict(Reference.objects.filter(pk__in=named).values_list("pk", "key"))


def refuse_cut_off(read: ReadSource, *, allow_gone: bool) -> None:
    """A whole data set loses a record now and then; a download that was cut off loses most of them."""
    gone, plan = len(read.plan.gone), read.plan
    if read.whole_of is None and not allow_gone and gone > FEW_GONE and gone * 10 > plan.in_force:
        raise WatchRefused(
            read.name, 0,
            f"It does not have {gone} of {plan.in_force} notices any more, as a file that was cut off. Fetch it again; "
            "if that is right, add --allow-gone.",
        )  # fmt: skip


def carry_out(
    path: Path | None, *, at: datetime, progress: Progress = lambda _: None, allow_gone: bool = False
) -> Plan:
    """All of it or nothing: the source is read through before anybody has to wait. Raises `WatchRefused`."""
    read = read_through(path, progress)
    with transaction.atomic():
        take_write_lock()
        compare(read)
        refuse_cut_off(read, allow_gone=allow_gone)
        references = Reference.objects.in_bulk(read.plan.references)
        for key, said in {**read.plan.new, **read.plan.changed}.items():
            if key[0] in references:  # it may have been merged meanwhile
                note_notice(references[key[0]], said, by=None, at=at)
        for notice in read.plan.gone.values():
            take_back(notice, by=None, at=at)
    return read.plan
