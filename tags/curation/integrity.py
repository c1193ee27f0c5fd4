"""The report on the stored vocabulary: errors, which no vocabulary may have, and warnings, which deserve a look.

Most errors are those of `tags.skos.validation`, which also stand before an import. What is looked at beyond them is
what only a database has: spellings, paths and bitmaps that follow from other rows and could be out of step with them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tags.cache.bitmaps import filed, under, union
from tags.cache.snapshot import current_snapshot
from tags.curation.remedies import REMEDIES, Remedy
from tags.hierarchy import paths
from tags.models import Broader, Closure, Tag, TagLabel
from tags.skos.concepts import Concept
from tags.skos.database import stored_vocabulary
from tags.skos.validation import Checked, problems_of
from tags.text.normal_form import normal_form
from tags.text.plurals import counted

OF_SPELLING: Final = {"no-preferred-label", "label-without-letters", "two-tags-of-one-label"}


@dataclass(frozen=True)
class Finding:
    """`slugs`: of the tags (or, by `remedies.OF_TAXONOMIES`, taxonomies) that are concerned, the first one foremost."""

    code: str
    message: str
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """All findings of one kind, and what mends them."""

    remedy: Remedy
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    def counted(self) -> str:
        return f"{how_many(self.errors, 'error')}, {how_many(self.warnings, 'warning')}."


def how_many(findings: Iterable[Finding], word: str) -> str:
    count = len(tuple(findings))
    return counted(count, word) if count else f"no {word}s"


def report() -> Report:
    """Everything that is wrong or doubtful in the vocabulary as it is stored. Some twenty queries for any size."""
    checked = Checked(stored_vocabulary())
    problems = problems_of(checked.vocabulary)
    errors, warnings = (
        [Finding(problem.code, problem.message, problem.slugs) for problem in problems if problem.is_warning is warn]
        for warn in (False, True)
    )
    wrong = {slug for finding in errors if finding.code in OF_SPELLING for slug in finding.slugs}
    errors += [finding for finding in _spellings() if not wrong.intersection(finding.slugs)]
    errors += _paths() or _bitmaps()
    warnings += [finding for warn in WARN for finding in warn(checked)]
    return Report(in_order(errors), in_order(warnings))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Kind by kind as `tags.curation.remedies` lists them; within a kind as they were found."""
    place = {code: place for place, code in enumerate(REMEDIES)}
    return tuple(sorted(findings, key=lambda finding: place[finding.code]))


def groups(findings: Iterable[Finding]) -> list[Group]:
    return [Group(REMEDIES[code], tuple(found)) for code, found in groupby(findings, key=lambda finding: finding.code)]


# --- Rows that follow from others ---------------------------------------------------------------------------------


def _spellings() -> Iterator[Finding]:
    rows = [
        *Tag.objects.order_by("slug").values_list("slug", "name", "rest", "normal_form"),
        *TagLabel.objects.order_by("tag__slug", "pk").values_list("tag__slug", "name", "rest", "normal_form"),
    ]
    for slug, name, rest, form in rows:
        if normal_form(name + rest) != form:
            yield Finding("spelling-out-of-step", f"“{name}” is looked for as “{form}”.", (slug,))


def _paths() -> list[Finding]:
    slugs = dict(Tag.objects.values_list("pk", "slug"))
    wanted = set(paths(slugs, Broader.objects.values_list("narrower_tag_id", "broader_tag_id")))
    stored = set(Closure.objects.values_list("ancestor_id", "descendant_id", "depth"))
    concerned = sorted({slugs[descendant] for _, descendant, _ in wanted ^ stored})
    return [
        Finding("paths-out-of-step", f"The stored paths down to “{slug}” are not those of its broader tags.", (slug,))
        for slug in concerned
    ]


def _bitmaps() -> list[Finding]:
    """Asked only when the paths are right: the bitmaps are worked out by them."""
    bitmaps = current_snapshot().bitmaps
    slugs = dict(Tag.objects.order_by("slug").values_list("pk", "slug"))
    below: dict[int, list[int]] = {}
    for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
        below.setdefault(ancestor, []).append(descendant)
    wrong = [pk for pk in slugs if bitmaps[under(pk)] != union(bitmaps[filed(tag)] for tag in below.get(pk, ()))]
    return [
        Finding(
            "shelf-out-of-step",
            f"The articles shown at “{slugs[pk]}” are not those filed at or below it.",
            (slugs[pk],),
        )
        for pk in wrong
    ]


# --- Warnings -----------------------------------------------------------------------------------------------------


def _live(checked: Checked) -> Iterator[Concept]:
    return (concept for concept in checked.vocabulary.concepts if not concept.is_deprecated)


def _orphans(checked: Checked) -> Iterator[Finding]:
    with_hierarchy = {concept.scheme for concept in checked.vocabulary.concepts if concept.broader}
    above_others = {slug for concept in checked.vocabulary.concepts for slug in concept.broader}
    for concept in _live(checked):
        alone = not concept.broader and not concept.related and concept.slug not in above_others
        if alone and concept.scheme in with_hierarchy:
            message = f"{checked.name(concept.slug)} has no broader, no narrower and no related tag."
            yield Finding("orphan", message, (concept.slug,))


def _overlapping(checked: Checked) -> Iterator[Finding]:
    """Two tags that have the word as their own label are an error, and told as one."""
    spelled: dict[tuple[str, str], dict[str, str]] = {}
    labelled: dict[tuple[str, str], set[str]] = {}
    for concept in _live(checked):
        labelled.setdefault((concept.scheme, normal_form(concept.label)), set()).add(concept.slug)
        for name in (concept.label, *(label.name for label in concept.labels)):
            spelled.setdefault((concept.scheme, normal_form(name)), {}).setdefault(concept.slug, name)
    for key, names in spelled.items():
        if len(names) > 1 and labelled.get(key, set()) != set(names):
            tags = " and ".join(checked.name(slug) for slug in names)
            yield Finding("overlapping-labels", f"“{next(iter(names.values()))}” stands for {tags}.", tuple(names))


def _without_note(checked: Checked) -> Iterator[Finding]:
    for concept in _live(checked):
        if not concept.scope_note and not any(note.kind == "scopeNote" for note in concept.notes):
            yield Finding("no-scope-note", f"{checked.name(concept.slug)} has no scope note.", (concept.slug,))


def _redundant(checked: Checked) -> Iterator[Finding]:
    """Of tags that stand above each other every place would be redundant: they are an error, and told as one."""
    above = checked.above
    for concept in _live(checked):
        if any(concept.slug in above[other] for other in above[concept.slug]):
            continue
        for parent in concept.broader:
            others = [other for other in concept.broader if parent in above[other] and other not in above[parent]]
            if others:
                name, broader, by = (checked.name(slug) for slug in (concept.slug, parent, others[0]))
                message = f"{name} stands under {broader} directly, and also by way of {by}."
                yield Finding("redundant-broader", message, (concept.slug, parent, others[0]))


def _empty(checked: Checked) -> Iterator[Finding]:
    now = current_snapshot()
    for concept in _live(checked):
        tag = now.tag_tree.at(concept.slug)
        if tag and not now.bitmaps[under(tag)]:
            message = f"{checked.name(concept.slug)} has no article, nor has any tag below it."
            yield Finding("empty-tag", message, (concept.slug,))


WARN: Final[tuple[Callable[[Checked], Iterable[Finding]], ...]] = (
    _orphans, _overlapping, _without_note, _redundant, _empty,
)  # fmt: skip
