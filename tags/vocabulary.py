"""The whole vocabulary between the database and plain values: reading it out, checking one, bringing one in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Model

from tags.hierarchy import paths, write_paths
from tags.models import (
    Broader,
    RelatedTag,
    Tag,
    TagLabel,
    TagMatch,
    Taxonomy,
    wait_for_other_writers,
)
from tags.normal_form import normal_form
from tags.skos import TAXONOMY, Concept, Label, Match, Scheme, Vocabulary, match_order, vocabulary

SLUG: Final = re.compile(r"[\w-]+")
UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")

Problem = tuple[int, str]  # the line of the file that was read, and what to mend


def stored_vocabulary() -> Vocabulary:
    """Everything that the database knows of taxonomies and tags."""
    schemes = [
        Scheme(row.slug, row.name, row.description, row.position, row.is_category) for row in Taxonomy.objects.all()
    ]
    tags = Tag.objects.select_related("taxonomy").prefetch_related("labels", "matches")
    broader = _slugs(Broader.objects.values_list("narrower_tag__slug", "broader_tag__slug"))
    pairs = list(RelatedTag.objects.values_list("one__slug", "other__slug"))
    related = _slugs([*pairs, *((other, one) for one, other in pairs)])
    concepts = [
        Concept(
            slug=tag.slug,
            label=tag.name,
            scheme=tag.taxonomy.slug,
            scope_note=tag.scope_note,
            labels=tuple(sorted(Label(label.kind, label.name, label.language) for label in tag.labels.all())),
            broader=broader.get(tag.slug, ()),
            related=related.get(tag.slug, ()),
            matches=tuple(
                sorted((Match(m.relation, m.scheme, m.identifier, m.name) for m in tag.matches.all()), key=match_order)
            ),
        )
        for tag in tags
    ]
    return vocabulary(schemes, concepts, {})


def _slugs(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(sorted(others)) for one, others in found.items()}


def problems_in(read: Vocabulary) -> list[Problem]:
    """What keeps a vocabulary out of the database: cycles, labels that clash, texts that are too long."""
    found = [*_problems_of_schemes(read), *_problems_of_labels(read), *_cycles(read), *_clashes_with_stored(read)]
    for concept in read.concepts:
        line = read.line_of(concept.slug)
        found += [(line, f"“{concept.label}” {problem}") for problem in _problems_of(concept)]
    return sorted(found)


def _problems_of_schemes(read: Vocabulary) -> Iterator[Problem]:
    names = Counter(scheme.name for scheme in read.schemes)
    for scheme in read.schemes:
        line = read.line_of(scheme.slug, TAXONOMY)
        if not SLUG.fullmatch(scheme.slug) or len(scheme.slug) > 60:
            yield line, f"“{scheme.slug}” is no address of a taxonomy: up to 60 letters, digits and hyphens."
        if len(scheme.name) > 80:
            yield line, f"The name “{scheme.name}” has more than 80 characters."
        if names[scheme.name] > 1:
            yield line, f"Two taxonomies are called “{scheme.name}”."
        if UNSTORABLE.search(scheme.name + scheme.description):
            yield line, f"“{scheme.slug}” holds a NUL or half a character."


def _problems_of(concept: Concept) -> Iterator[str]:
    if not SLUG.fullmatch(concept.slug) or len(concept.slug) > 100:
        yield f"has the address “{concept.slug}”: up to 100 letters, digits and hyphens."
    names = [concept.label, *(label.name for label in concept.labels)]
    if any(not normal_form(name) for name in names):
        yield "has a label without a letter or digit."
    if any(len(name) > 100 for name in names):
        yield "has a label of more than 100 characters."
    spelled = Counter((label.language, normal_form(label.name)) for label in concept.labels)
    for (_, form), count in spelled.items():
        if count > 1:
            yield f"has the synonym “{form}” twice; case, accents and spaces make no difference."
    if concept.slug in {*concept.broader, *concept.related}:
        yield "names itself as broader or related."
    targets = Counter((match.scheme, match.identifier) for match in concept.matches)
    if any(count > 1 for count in targets.values()):
        yield "matches one concept in two ways."
    if any(len(m.scheme) > 20 or len(m.identifier) > 40 or len(m.name) > 120 for m in concept.matches):
        yield "has a match whose scheme (20), identifier (40) or name (120 characters) is too long."
    if UNSTORABLE.search("".join([*names, concept.scope_note, *(match.name for match in concept.matches)])):
        yield "holds a NUL or half a character."


def _problems_of_labels(read: Vocabulary) -> Iterator[Problem]:
    first: dict[tuple[str, str], Concept] = {}
    for concept in read.concepts:
        other = first.setdefault((concept.scheme, normal_form(concept.label)), concept)
        if other is not concept:
            where = f"“{other.label}” (line {read.line_of(other.slug)})"
            yield read.line_of(concept.slug), f"“{concept.label}” is spelled like {where} in the same taxonomy."


def _cycles(read: Vocabulary) -> Iterator[Problem]:
    """Tags that stand under themselves, each cycle once and by its members."""
    number = {concept.slug: at for at, concept in enumerate(read.concepts)}
    links = [(number[c.slug], number[b]) for c in read.concepts for b in c.broader if b in number]
    above = {
        at: {ancestor for ancestor, _, depth in rows if depth} for at, rows in _by_tag(paths(number.values(), links))
    }
    for at, concept in enumerate(read.concepts):
        ring = {other for other in above.get(at, set()) if at in above.get(other, set())}
        if ring and at == min(ring | {at}):
            names = " and ".join(f"“{read.concepts[member].label}”" for member in sorted(ring | {at}))
            yield read.line_of(concept.slug), f"{names} stand above each other; take one skos:broader out."


def _by_tag(rows: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    grouped: dict[int, list[tuple[int, int, int]]] = {}
    for row in rows:
        grouped.setdefault(row[1], []).append(row)
    yield from grouped.items()


def _clashes_with_stored(read: Vocabulary) -> Iterator[Problem]:
    """Rows that the file does not speak of, and that are spelled like something it brings."""
    slugs = [concept.slug for concept in read.concepts]
    others = Tag.objects.exclude(slug__in=slugs).values_list("taxonomy__slug", "normal_form", "slug")
    taken = {(scheme, form): slug for scheme, form, slug in others}
    for concept in read.concepts:
        if slug := taken.get((concept.scheme, normal_form(concept.label))):
            yield read.line_of(concept.slug), f"“{concept.label}” is already the tag {slug} here; give it that address."
    named = dict(Taxonomy.objects.exclude(slug__in=[s.slug for s in read.schemes]).values_list("name", "slug"))
    for scheme in read.schemes:
        if scheme.name in named:
            line = read.line_of(scheme.slug, TAXONOMY)
            yield line, f"“{scheme.name}” is already the taxonomy {named[scheme.name]} here; give it that address."


@transaction.atomic
def bring_in(read: Vocabulary) -> Counter[str]:
    """Make the tags of the file exactly what it says; other tags are left alone. Counts new and changed tags.

    Rows that are right already are not written.
    """
    wait_for_other_writers()
    counts: Counter[str] = Counter()
    for scheme in read.schemes:
        row = Taxonomy.objects.filter(slug=scheme.slug).first() or Taxonomy(slug=scheme.slug)
        columns = {"name": scheme.name, "description": scheme.description, "position": scheme.position}
        _save_when_changed(row, {**columns, "is_category": scheme.is_category})
    before = {concept.slug: concept for concept in stored_vocabulary().concepts}
    taxonomies = {row.slug: row for row in Taxonomy.objects.all()}
    changed = [concept for concept in read.concepts if before.get(concept.slug) != concept]
    _free_labels(changed, before)
    for concept in changed:
        counts["changed" if concept.slug in before else "new"] += 1
        row = Tag.objects.filter(slug=concept.slug).first() or Tag(slug=concept.slug)
        taxonomy = taxonomies[concept.scheme]
        _save_when_changed(row, {"name": concept.label, "taxonomy": taxonomy, "scope_note": concept.scope_note})
        _bring_labels(row, concept)
    if changed:
        _bring_links(read)
        write_paths()
    counts["same"] = len(read.concepts) - len(changed)
    return counts


def _save_when_changed(row: Model, columns: dict[str, Any]) -> None:
    if row.pk is None or any(getattr(row, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def _free_labels(changed: list[Concept], before: dict[str, Concept]) -> None:
    """Two tags may swap their labels: until both are saved, neither spelling may be taken."""
    for concept in changed:
        old = before.get(concept.slug)
        if old and (old.label, old.scheme) != (concept.label, concept.scheme):
            Tag.objects.filter(slug=concept.slug).update(name="", normal_form=f"\n{concept.slug}")


def _bring_labels(tag: Tag, concept: Concept) -> None:
    labels = {(label.kind, label.name, label.language): label for label in concept.labels}
    rows = {(row.kind, row.name, row.language): row.pk for row in tag.labels.all()}
    tag.labels.filter(pk__in=[pk for key, pk in rows.items() if key not in labels]).delete()
    for key in sorted(labels.keys() - rows.keys()):
        kind, name, language = key
        TagLabel(tag=tag, kind=kind, name=name, language=language).save()
    matches = {(match.relation, match.scheme, match.identifier, match.name) for match in concept.matches}
    stored = {(row.relation, row.scheme, row.identifier, row.name): row.pk for row in tag.matches.all()}
    tag.matches.filter(pk__in=[pk for key, pk in stored.items() if key not in matches]).delete()
    TagMatch.objects.bulk_create(
        TagMatch(tag=tag, relation=relation, scheme=scheme, identifier=identifier, name=name)
        for relation, scheme, identifier, name in sorted(matches - stored.keys())
    )


def _bring_links(read: Vocabulary) -> None:
    """Broader links up from the file's tags, and related pairs among them, are exactly those of the file."""
    keys = dict(Tag.objects.filter(slug__in=[c.slug for c in read.concepts]).values_list("slug", "pk"))
    wanted = {(keys[concept.slug], keys[broader]) for concept in read.concepts for broader in concept.broader}
    links = Broader.objects.filter(narrower_tag__in=keys.values())
    stored = {
        (narrower, broader): pk for pk, narrower, broader in links.values_list("pk", "narrower_tag", "broader_tag")
    }
    Broader.objects.filter(pk__in=[pk for link, pk in stored.items() if link not in wanted]).delete()
    Broader.objects.bulk_create(
        Broader(narrower_tag_id=narrower, broader_tag_id=broader)
        for narrower, broader in sorted(wanted - stored.keys())
    )
    pairs = {
        (min(a, b), max(a, b)) for c in read.concepts for other in c.related for a, b in [(keys[c.slug], keys[other])]
    }
    rows = RelatedTag.objects.filter(one__in=keys.values(), other__in=keys.values())
    kept = {(one, other): pk for pk, one, other in rows.values_list("pk", "one", "other")}
    RelatedTag.objects.filter(pk__in=[pk for pair, pk in kept.items() if pair not in pairs]).delete()
    RelatedTag.objects.bulk_create(RelatedTag(one_id=one, other_id=other) for one, other in sorted(pairs - kept.keys()))
