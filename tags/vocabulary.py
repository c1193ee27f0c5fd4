"""The whole vocabulary between the database and plain values: reading it out, checking one, bringing one in."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Model

from tags.concepts import TAXONOMY, Concept, Label, Match, Notation, Note, Scheme, Vocabulary, vocabulary
from tags.hierarchy import write_paths
from tags.models import (
    Broader,
    FormerTagSlug,
    RelatedTag,
    Tag,
    TagLabel,
    TagMatch,
    Taxonomy,
    wait_for_other_writers,
)
from tags.normal_form import normal_form
from tags.problems import Problem, by_line, problems_of


def stored_vocabulary() -> Vocabulary:
    """Everything that the database knows of taxonomies and tags. Ten queries."""
    schemes = [
        Scheme(row.slug, row.name, row.description, row.position, row.is_category, row.uri)
        for row in Taxonomy.objects.all()
    ]
    broader = _slugs(Broader.objects.values_list("narrower_tag__slug", "broader_tag__slug"))
    pairs = list(RelatedTag.objects.values_list("one__slug", "other__slug"))
    related = _slugs([*pairs, *((other, one) for one, other in pairs)])
    former = _slugs(FormerTagSlug.objects.values_list("tag__slug", "slug"))
    tags = Tag.objects.select_related("taxonomy", "replaced_by")
    concepts = [
        replace(
            _concept(tag),
            broader=broader.get(tag.slug, ()),
            related=related.get(tag.slug, ()),
            former=former.get(tag.slug, ()),
        )
        for tag in tags.prefetch_related("labels", "matches", "notes", "notations")
    ]
    return vocabulary(schemes, concepts, {})


def _concept(tag: Tag) -> Concept:
    """The tag without its neighbours."""
    return Concept(
        slug=tag.slug,
        label=tag.name,
        scheme=tag.taxonomy.slug,
        scope_note=tag.scope_note,
        labels=tuple(Label(row.kind, row.name, row.language) for row in tag.labels.all()),
        matches=tuple(Match(row.relation, row.scheme, row.identifier, row.name) for row in tag.matches.all()),
        language=tag.language,
        notes=tuple(Note(row.kind, row.text, row.language) for row in tag.notes.all()),
        notations=tuple(Notation(row.value, row.datatype) for row in tag.notations.all()),
        uri=tag.uri,
        is_deprecated=tag.is_deprecated,
        replaced_by=tag.replaced_by.slug if tag.replaced_by else "",
    )


def _slugs(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(sorted(others)) for one, others in found.items()}


def problems_in(read: Vocabulary) -> list[Problem]:
    """What keeps a vocabulary out of the database: its own errors, and what is taken here already."""
    return by_line([*problems_of(read), *_clashes_with_stored(read)])


def _clashes_with_stored(read: Vocabulary) -> Iterator[Problem]:
    """Rows that the file does not speak of, and that are spelled like something it brings."""
    slugs = [concept.slug for concept in read.concepts]
    others = Tag.objects.exclude(slug__in=slugs).values_list("taxonomy__slug", "normal_form", "slug")
    taken = {(scheme, form): slug for scheme, form, slug in others}
    for concept in read.concepts:
        if slug := taken.get((concept.scheme, normal_form(concept.label))):
            message = f"“{concept.label}” is already the tag {slug} here; give it that address."
            yield Problem("label-taken-here", read.line_of(concept.slug), message, (concept.slug, slug))
    named = dict(Taxonomy.objects.exclude(slug__in=[s.slug for s in read.schemes]).values_list("name", "slug"))
    for scheme in read.schemes:
        if scheme.name in named:
            line = read.line_of(scheme.slug, TAXONOMY)
            message = f"“{scheme.name}” is already the taxonomy {named[scheme.name]} here; give it that address."
            yield Problem("taxonomy-taken-here", line, message, (scheme.slug, named[scheme.name]))


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
