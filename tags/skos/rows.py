"""Writing plain values into the tables of the vocabulary, in bulk. Called within an act that holds the write lock.

Rows that are right already are not written. Cost: some thirty queries and a thousand rows for each of them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from django.db.models import Model, Q

from tags.models import Broader, FormerTagSlug, RelatedTag, Tag, TagLabel, TagMatch, TagNotation, TagNote, Taxonomy
from tags.skos.concepts import Concept, Scheme
from tags.text.normal_form import normal_form

BATCH: Final = 500
COLUMNS: Final = ("name", "normal_form", "taxonomy", "language", "scope_note", "uri", "is_deprecated", "replaced_by")
Key = tuple[Any, ...]


def write_schemes(schemes: Iterable[Scheme]) -> None:
    stored = {row.slug: row for row in Taxonomy.objects.all()}
    for scheme in schemes:
        row = stored.get(scheme.slug) or Taxonomy(slug=scheme.slug)
        columns: dict[str, Any] = {
            "name": scheme.name, "description": scheme.description, "position": scheme.position,
            "is_category": scheme.is_category, "uri": scheme.uri,
        }  # fmt: skip
        if row.pk is None or any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()


def write_tags(concepts: Collection[Concept]) -> dict[str, int]:
    """Their own rows, without what hangs on them. The key of every tag by slug.

    Tags may swap labels, addresses elsewhere and replacements: until all are written, those that change give theirs up.
    """
    rows = {row.slug: row for row in Tag.objects.filter(slug__in=[concept.slug for concept in concepts])}
    taxonomies = {row.slug: row for row in Taxonomy.objects.all()}
    for row in rows.values():
        row.name, row.normal_form, row.uri, row.replaced_by = "", f"\n{row.slug}", "", None
    Tag.objects.bulk_update(rows.values(), ["name", "normal_form", "uri", "replaced_by"], batch_size=BATCH)
    new: list[Tag] = []
    for concept in concepts:
        row = rows.get(concept.slug) or Tag(slug=concept.slug)
        row.name, row.normal_form = concept.label, normal_form(concept.label)
        row.taxonomy, row.language, row.scope_note = taxonomies[concept.scheme], concept.language, concept.scope_note
        row.uri, row.is_deprecated = concept.uri, concept.is_deprecated
        if row.pk is None:
            new.append(row)
    Tag.objects.bulk_update(rows.values(), COLUMNS, batch_size=BATCH)
    Tag.objects.bulk_create(new, batch_size=BATCH)
    keys = dict(Tag.objects.values_list("slug", "pk"))
    replaced = [
        Tag(pk=keys[concept.slug], replaced_by_id=keys[concept.replaced_by])
        for concept in concepts
        if concept.replaced_by
    ]
    Tag.objects.bulk_update(replaced, ["replaced_by"], batch_size=BATCH)
    return keys


def write_texts(concepts: Iterable[Concept], keys: Mapping[str, int]) -> None:
    """What hangs on the tags: labels, notes, notations, matches and former addresses, the last only added."""
    tags = {keys[concept.slug]: concept for concept in concepts}
    wanted: list[tuple[Any, tuple[str, ...], Callable[[Concept], Iterable[Key]]]] = [
        (TagLabel, ("kind", "name", "language"), lambda c: ((lb.kind, lb.name, lb.language) for lb in c.labels)),
        (TagNote, ("kind", "text", "language"), lambda c: ((n.kind, n.text, n.language) for n in c.notes)),
        (TagNotation, ("value", "datatype"), lambda c: ((code.value, code.datatype) for code in c.notations)),
        (
            TagMatch,
            ("relation", "scheme", "identifier", "name"),
            lambda c: ((m.relation, m.scheme, m.identifier, m.name) for m in c.matches),
        ),
    ]
    for model, columns, values in wanted:
        rows = {(tag, *key) for tag, concept in tags.items() for key in values(concept)}
        _make_exactly(model, ("tag_id", *columns), rows, model.objects.filter(tag__in=tags))
    known = set(FormerTagSlug.objects.values_list("slug", flat=True))
    FormerTagSlug.objects.bulk_create(
        FormerTagSlug(slug=slug, tag_id=tag)
        for tag, concept in tags.items()
        for slug in concept.former
        if slug not in known
    )


def write_links(concepts: Iterable[Concept], keys: Mapping[str, int]) -> None:
    """The broader links of these tags and the pairs that they are in. The closure is for the caller."""
    tags = {keys[concept.slug]: concept for concept in concepts}
    links = {(tag, keys[slug]) for tag, concept in tags.items() for slug in concept.broader}
    _make_exactly(Broader, ("narrower_tag_id", "broader_tag_id"), links, Broader.objects.filter(narrower_tag__in=tags))
    ends = [(tag, keys[slug]) for tag, concept in tags.items() for slug in concept.related]
    pairs: set[Key] = {(min(end), max(end)) for end in ends}
    stored = RelatedTag.objects.filter(Q(one__in=tags) | Q(other__in=tags))
    _make_exactly(RelatedTag, ("one_id", "other_id"), pairs, stored)


def _make_exactly(model: type[Model], columns: tuple[str, ...], wanted: set[Key], stored: Any) -> None:
    """Of the rows `stored` let those stand that are `wanted`, delete the others, and make what is missing."""
    rows = {key: pk for pk, *columns_of in stored.values_list("pk", *columns) for key in [tuple(columns_of)]}
    manager = model._default_manager
    manager.filter(pk__in=[pk for key, pk in rows.items() if key not in wanted]).delete()
    made = [model(**dict(zip(columns, key, strict=True))) for key in sorted(wanted - rows.keys())]
    for row in made:
        if isinstance(row, TagLabel):
            row.normal_form = normal_form(row.name)
    manager.bulk_create(made, batch_size=BATCH)
