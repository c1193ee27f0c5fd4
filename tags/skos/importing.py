"""Bringing in SKOS that somebody else wrote: first what would change, then all of it or nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.journal import recorded
from tags.management.progress import Begin, silently
from tags.models import CurationAct, take_write_lock
from tags.skos.concepts import Concept, Label, Match, Notation, Note, Scheme, Vocabulary, target_of
from tags.skos.database import findings_in, resulting, stored_vocabulary, write_difference
from tags.skos.leaving_out import sound_part
from tags.skos.parsing import RdfRefused, Triples
from tags.skos.problems import Problem, by_line
from tags.skos.reader import read_graph

PROPERTIES: Final = {
    "label": "skos:prefLabel", "scheme": "skos:inScheme", "scope_note": "skos:scopeNote", "labels": "labels",
    "broader": "skos:broader", "related": "skos:related", "matches": "matches", "language": "language",
    "notes": "notes", "notations": "skos:notation", "uri": "address elsewhere", "is_deprecated": "owl:deprecated",
    "replaced_by": "dcterms:isReplacedBy", "former": "former addresses", "name": "dcterms:title",
    "description": "dcterms:description", "position": "schema:position", "is_category": "dcterms:type",
    "identity": "identity", "replaced": "dcterms:replaces",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One property of a tag or taxonomy: either `old` became `new`, or some values went and others came."""

    what: str
    old: str = ""
    new: str = ""
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an import would do. With `problems` nothing can be brought in; `left_out`: for what something was left out.

    `has_lines`: whether the lines of problems are known.
    """

    read: Vocabulary
    before: Vocabulary
    after: Vocabulary
    unkept: Counter[str]
    problems: list[Problem]
    warnings: list[Problem]
    left_out: list[Problem]
    has_lines: bool

    @property
    def is_empty(self) -> bool:
        return not (self.changed_schemes() or self.new() or self.changed())

    def changed_schemes(self) -> list[tuple[Scheme, list[Change]]]:
        before = {scheme.slug: scheme for scheme in self.before.schemes}
        found = [(scheme, _changes(before.get(scheme.slug), scheme)) for scheme in self.after.schemes]
        return [(scheme, changes) for scheme, changes in found if before.get(scheme.slug) != scheme]

    def new(self) -> list[Concept]:
        known = {concept.slug for concept in self.before.concepts}
        return [concept for concept in self.after.concepts if concept.slug not in known]

    def changed(self) -> list[tuple[Concept, list[Change]]]:
        before = {concept.slug: concept for concept in self.before.concepts}
        pairs = [(before.get(concept.slug), concept) for concept in self.after.concepts]
        return [(concept, _changes(old, concept)) for old, concept in pairs if old and old != concept]

    def removed_relations(self) -> list[str]:
        return [
            f"{concept.label}: {change.what} {value}"
            for concept, changes in self.changed()
            for change in changes
            if change.what in ("skos:broader", "skos:related", "matches")
            for value in change.gone
        ]

    def summary(self, source: str) -> str:
        same = len(self.after.concepts) - len(self.new()) - len(self.changed())
        left_out = f", {len(self.left_out)} left out" if self.left_out else ""
        return f"{source}: {len(self.new())} new, {len(self.changed())} changed, {same} the same{left_out}"


def planned(triples: Triples, *, taxonomy: str = "", leave_out: bool = False, begin: Begin = silently) -> Plan:
    """What they would change here as things stand. Nothing is written. `leave_out`: what cannot stand stays out."""
    stored = stored_vocabulary()
    found = read_graph(triples, stored, taxonomy=taxonomy, begin=begin)
    read = found.vocabulary
    findings = by_line([*found.problems, *findings_in(read, stored, begin)])
    errors, left_out = [problem for problem in findings if not problem.is_warning], list[Problem]()
    if leave_out:
        read, left_out, errors = sound_part(read, stored, errors)
    return Plan(
        read=read,
        before=stored,
        after=resulting(read, stored),
        unkept=found.unkept_by_property(),
        problems=errors,
        warnings=[problem for problem in findings if problem.is_warning],
        left_out=left_out,
        has_lines=bool(triples.lines),
    )


def refuse_problems(plan: Plan) -> None:
    """Raises `RdfRefused` with every problem, and with its line where the lines of the file are known."""
    if plan.problems:
        raise RdfRefused([(problem.line if plan.has_lines else 0, problem.message) for problem in plan.problems])


def import_triples(
    triples: Triples,
    source: str,
    *,
    by: AbstractUser | None,
    at: datetime,
    taxonomy: str = "",
    leave_out: bool = False,
    begin: Begin = silently,
) -> Plan:
    """Bring it in and note the act, or raise `RdfRefused` with every problem, having written nothing.

    What would change nothing is no act. `source` names the file for those who read the log. Whoever hands over a big
    graph and keeps no name for it has its memory back before anything is written.
    """
    with transaction.atomic():
        take_write_lock()
        plan = planned(triples, taxonomy=taxonomy, leave_out=leave_out, begin=begin)
        del triples
        refuse_problems(plan)
        if not plan.is_empty:
            with recorded(CurationAct.Verb.IMPORT, plan.summary(source), by=by, at=at):
                write_difference(plan.before, plan.after, begin)
        return plan


def _changes(old: Any, new: Any) -> list[Change]:
    """Property by property; for what is new, nothing."""
    if old is None:
        return []
    found = []
    for column in fields(new):
        was, became = getattr(old, column.name), getattr(new, column.name)
        if was == became:
            continue
        what = PROPERTIES[column.name]
        if isinstance(became, tuple):
            gone = tuple(_said(value) for value in was if value not in became)
            come = tuple(_said(value) for value in became if value not in was)
            found.append(Change(what, gone=gone, come=come))
        else:
            found.append(Change(what, _said(was), _said(became)))
    return found


def _said(value: object) -> str:
    """A value as it is printed in a list of changes."""
    match value:
        case Label():
            return f"{value.kind} “{value.name}”" + _at(value.language)
        case Note():
            return f"{value.kind} “{value.text}”" + _at(value.language)
        case Notation():
            return value.value + (f" ({value.datatype})" if value.datatype else "")
        case Match():
            return f"{value.relation} {target_of(replace(value))}" + (f" “{value.name}”" if value.name else "")
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _at(language: str) -> str:
    return f"@{language}" if language else ""


def report(plan: Plan) -> Iterator[str]:
    """The plan line by line, for a person."""
    for scheme, changes in plan.changed_schemes():
        yield f"{'Changed' if changes else 'New'} taxonomy: {scheme.name} ({scheme.slug})"
        yield from _lines(changes)
    for concept in plan.new():
        yield f"New: {concept.label} ({concept.slug})"
    for concept, changes in plan.changed():
        yield f"Changed: {concept.label} ({concept.slug})"
        yield from _lines(changes)
    if removed := plan.removed_relations():
        yield f"Removed relations: {len(removed)}"
        yield from (f"  - {line}" for line in removed)
    for title, problems in (("Warnings", plan.warnings), ("Left out, because it cannot stand", plan.left_out)):
        if problems:
            yield f"{title}: {len(problems)}"
            yield from (f"  line {p.line}: {p.message}" if plan.has_lines else f"  {p.message}" for p in problems)
    if plan.unkept:
        yield "Not kept, statements by property:"
        yield from (f"  {name}: {count}" for name, count in sorted(plan.unkept.items()))


def _lines(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        if change.gone or change.come:
            yield from (f"  {change.what}: - {value}" for value in change.gone)
            yield from (f"  {change.what}: + {value}" for value in change.come)
        else:
            yield f"  {change.what}: {change.old or '(nothing)'} -> {change.new or '(nothing)'}"
