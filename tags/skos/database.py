"""The whole vocabulary between the database and plain values: reading it out, checking one, bringing one in."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import Q

from tags.hierarchy import write_paths
from tags.management.progress import Begin, silently
from tags.models import (
    Broader,
    FormerIdentity,
    RelatedTag,
    Tag,
    Taxonomy,
    former_addresses,
    take_write_lock,
)
from tags.skos.concepts import TAXONOMY, Concept, Label, Match, Notation, Note, Scheme, Vocabulary, vocabulary
from tags.skos.problems import Problem, by_line
from tags.skos.rows import write_links, write_schemes, write_tags, write_texts
from tags.skos.validation import problems_of
from tags.text.normal_form import normal_form

OF_LABELS: Final = {"two-tags-of-one-label", "two-taxonomies-of-one-name"}  # with stored ones `_clashes` says more


def stored_vocabulary() -> Vocabulary:
    """Everything that the database knows of taxonomies and tags. Fourteen queries."""
    schemes = [
        Scheme(row.slug, row.name, row.description, row.position, row.is_category, row.uri)
        for row in Taxonomy.objects.all()
    ]
    broader = _slugs(Broader.objects.values_list("narrower_tag__slug", "broader_tag__slug"))
    pairs = list(RelatedTag.objects.values_list("one__slug", "other__slug"))
    related = _slugs([*pairs, *((other, one) for one, other in pairs)])
    tags = Tag.objects.select_related("taxonomy", "replaced_by")
    slugs = dict(tags.values_list("pk", "slug"))
    former = _slugs((slugs[key], slug) for slug, key in former_addresses().items())
    replaced = _slugs(FormerIdentity.objects.values_list("tag__slug", "identity"))
    concepts = [
        concept_of(
            tag,
            broader=broader.get(tag.slug, ()),
            related=related.get(tag.slug, ()),
            former=former.get(tag.slug, ()),
            replaced=replaced.get(tag.slug, ()),
        )
        for tag in tags.prefetch_related("labels", "matches", "notes", "notations")
    ]
    return vocabulary(schemes, concepts, {})


def concept_of(
    tag: Tag, *, broader: Iterable[str], related: Iterable[str], former: Iterable[str], replaced: Iterable[str]
) -> Concept:
    """The tag as a plain value, with the slugs of its neighbours, its former ones, and what became part of it."""
    return Concept(
        slug=tag.slug,
        label=tag.whole_name,
        scheme=tag.taxonomy.slug,
        scope_note=tag.scope_note,
        labels=tuple(Label(row.kind, row.whole_name, row.language) for row in tag.labels.all()),
        matches=tuple(Match(row.relation, row.scheme, row.identifier, row.name) for row in tag.matches.all()),
        language=tag.language,
        notes=tuple(Note(row.kind, row.text, row.language) for row in tag.notes.all()),
        notations=tuple(Notation(row.value, row.datatype) for row in tag.notations.all()),
        uri=tag.uri,
        is_deprecated=tag.is_deprecated,
        replaced_by=tag.replaced_by.slug if tag.replaced_by else "",
        broader=tuple(broader),
        related=tuple(related),
        former=tuple(former),
        identity=tag.identity,
        replaced=tuple(replaced),
    )


def vocabulary_about(slug: str) -> Vocabulary:
    """One tag with its taxonomy, and the names of its neighbours. Eleven queries. Raises `Tag.DoesNotExist`."""
    tag = Tag.objects.select_related("taxonomy", "replaced_by").get(slug=slug)
    with_taxonomy = Tag.objects.select_related("taxonomy")
    above, below = list(tag.broader.select_related("taxonomy")), list(tag.narrower.select_related("taxonomy"))
    related = list(with_taxonomy.filter(Q(pairs_as_one__other=tag) | Q(pairs_as_other__one=tag)).distinct())
    concept = concept_of(
        tag,
        broader=[other.slug for other in above],
        related=[other.slug for other in related],
        former=[row.slug for row in tag.former_slugs.all()],
        replaced=[row.identity for row in tag.former_identities.all()],
    )
    given_up = list(with_taxonomy.filter(replaced_by=tag))
    replacement = [tag.replaced_by] if tag.replaced_by else []
    others = {
        other.slug: Concept(
            other.slug, other.whole_name, other.taxonomy.slug, language=other.language, uri=other.uri,
            identity=other.identity, broader=(slug,) if other in below else (),
            is_deprecated=other in given_up, replaced_by=slug if other in given_up else "",
        )
        for other in (*above, *below, *related, *replacement, *given_up)
    }  # fmt: skip
    row = tag.taxonomy
    scheme = Scheme(row.slug, row.name, row.description, row.position, row.is_category, row.uri)
    return vocabulary([scheme], [concept, *others.values()], {})


def _slugs(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(sorted(others)) for one, others in found.items()}


def resulting(read: Vocabulary, stored: Vocabulary) -> Vocabulary:
    """What the tags of `read` will be once it is brought in: as it says, and with what no file takes away.

    Former addresses lead here for good, a tag stays the one that it is, an address elsewhere stays known, and so do the
    tags related to these that the file does not speak of.
    """
    brought = {concept.slug for concept in read.concepts}
    before = {concept.slug: concept for concept in stored.concepts}
    uris = {scheme.slug: scheme.uri for scheme in stored.schemes}
    concepts = [_with_kept(concept, before.get(concept.slug), brought) for concept in read.concepts]
    others = [concept for concept in stored.concepts if concept.slug not in brought]
    schemes = [replace(scheme, uri=scheme.uri or uris.get(scheme.slug, "")) for scheme in read.schemes]
    ordered = vocabulary(schemes, [*concepts, *others], read.lines)
    return replace(ordered, concepts=tuple(concept for concept in ordered.concepts if concept.slug in brought))


def _with_kept(concept: Concept, before: Concept | None, brought: set[str]) -> Concept:
    if before is None:
        return concept
    return replace(
        concept,
        uri=concept.uri or before.uri,
        former=(*concept.former, *before.former),
        identity=before.identity,
        replaced=(*concept.replaced, *before.replaced),
        related=(*concept.related, *(slug for slug in before.related if slug not in brought)),
    )


def together(result: Vocabulary, stored: Vocabulary) -> Vocabulary:
    """Everything that will be stored once `result` is brought in."""
    schemes = {scheme.slug: scheme for scheme in (*stored.schemes, *result.schemes)}
    concepts = {concept.slug: concept for concept in (*stored.concepts, *result.concepts)}
    return vocabulary(schemes.values(), concepts.values(), result.lines)


def problems_in(read: Vocabulary) -> list[Problem]:
    """What keeps a vocabulary out of the database."""
    return [problem for problem in findings_in(read, stored_vocabulary()) if not problem.is_warning]


def findings_in(read: Vocabulary, stored: Vocabulary, begin: Begin = silently) -> list[Problem]:
    """Errors and warnings of a vocabulary, among its own tags and with those that stand here.

    Those between tags that the file does not speak of are none of its own.
    """
    ours = {concept.slug for concept in read.concepts} | {scheme.slug for scheme in read.schemes}
    found = [
        problem
        for problem in problems_of(together(resulting(read, stored), stored), begin)
        if ours.intersection(problem.slugs) and not (problem.code in OF_LABELS and set(problem.slugs) - ours)
    ]
    return by_line([*found, *_clashes(read, stored)])


def _clashes(read: Vocabulary, stored: Vocabulary) -> Iterator[Problem]:
    """Rows that the file does not speak of, and that are spelled like something it brings."""
    slugs = {concept.slug for concept in read.concepts}
    taken = {
        (concept.scheme, normal_form(concept.label)): concept.slug
        for concept in stored.concepts
        if concept.slug not in slugs and not concept.is_deprecated
    }
    for concept in read.concepts:
        slug = taken.get((concept.scheme, normal_form(concept.label)))
        if slug and not concept.is_deprecated:
            message = f"“{concept.label}” is already the tag {slug} here; give it that address."
            yield Problem("label-taken-here", read.line_of(concept.slug), message, (concept.slug, slug))
    schemes = {scheme.slug for scheme in read.schemes}
    named = {scheme.name: scheme.slug for scheme in stored.schemes if scheme.slug not in schemes}
    for scheme in read.schemes:
        if scheme.name in named:
            line = read.line_of(scheme.slug, TAXONOMY)
            message = f"“{scheme.name}” is already the taxonomy {named[scheme.name]} here; give it that address."
            yield Problem("taxonomy-taken-here", line, message, (scheme.slug, named[scheme.name]))


@transaction.atomic
def bring_in(read: Vocabulary) -> Counter[str]:
    """Make the tags of the file exactly what it says; other tags are left alone. Counts new and changed tags.

    Rows that are right already are not written. `problems_in` has to have found nothing.
    """
    take_write_lock()
    stored = stored_vocabulary()
    return write_difference(stored, resulting(read, stored))


def write_difference(stored: Vocabulary, result: Vocabulary, begin: Begin = silently) -> Counter[str]:
    """The same for what was `resulting`. Called within an act that holds the write lock."""
    write_schemes(result.schemes)
    before = {concept.slug: concept for concept in stored.concepts}
    changed = [concept for concept in result.concepts if before.get(concept.slug) != concept]
    if changed:
        keys = write_tags(changed, begin)
        write_texts(changed, keys, begin)
        write_links(changed, keys, begin)
        more = begin("Writing paths", 1)
        write_paths()
        more(1)
    counts = Counter("changed" if concept.slug in before else "new" for concept in changed)
    counts["same"] = len(result.concepts) - len(changed)
    return counts
