"""Writing plain values into the tables of the vocabulary, in bulk. Called within an act that holds the write lock.

Rows that are right already are not written. Cost: some thirty queries and a thousand rows for each of them.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from functools import partial
from typing import Any, Final

from django.db.models import Model

from tags.management.parts import in_parts
from tags.management.progress import Begin
from tags.models import (
    Broader,
    FormerIdentity,
    FormerTagSlug,
    RelatedTag,
    Tag,
    TagLabel,
    TagMatch,
    TagNotation,
    TagNote,
    Taxonomy,
    free_identity,
)
from tags.skos.concepts import Concept, Scheme
from tags.text.label_rules import parts_of
from tags.text.normal_form import normal_form

BATCH: Final = 500
COLUMNS: Final = (
    "name", "rest", "normal_form", "taxonomy_id", "language", "scope_note", "uri", "is_deprecated", "replaced_by_id",
)  # fmt: skip
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


def write_tags(concepts: Collection[Concept], begin: Begin) -> dict[str, int]:
    """Their own rows, without what hangs on them. The key of every tag by slug.

    Tags may swap labels, addresses elsewhere and replacements: until all are written, those that change give theirs up.
    """
    stored = {row.slug: row for row in Tag.objects.all()}
    taxonomies = {row.slug: row.pk for row in Taxonomy.objects.all()}
    keys = {slug: row.pk for slug, row in stored.items()}
    identities = {row.identity for row in stored.values()} | {
        *FormerIdentity.objects.values_list("identity", flat=True),
        *(concept.identity for concept in concepts),
    }
    new: list[Tag] = []
    changed: list[Tag] = []
    for concept in concepts:
        row = stored.get(concept.slug) or Tag(slug=concept.slug)
        before = [getattr(row, column) for column in COLUMNS]
        (row.name, row.rest), row.normal_form = parts_of(concept.label), normal_form(concept.label)
        row.taxonomy_id, row.language, row.scope_note = taxonomies[concept.scheme], concept.language, concept.scope_note
        row.uri, row.is_deprecated = concept.uri, concept.is_deprecated
        row.replaced_by_id = keys.get(concept.replaced_by)
        if row.pk is None:
            row.identity = concept.identity or free_identity(concept.slug, identities)
            identities.add(row.identity)
            row.replaced_by_id = None
            new.append(row)
        elif before != [getattr(row, column) for column in COLUMNS]:
            changed.append(row)
    given_up = [Tag(pk=row.pk, normal_form=f"\n{row.slug}") for row in changed]
    Tag.objects.bulk_update(given_up, ["name", "normal_form", "uri", "replaced_by"], batch_size=BATCH)
    _told(Tag.objects.bulk_create, new, begin("Writing tags", len(new)))
    columns = [column.removesuffix("_id") for column in COLUMNS]
    _told(partial(Tag.objects.bulk_update, fields=columns), changed, begin("Changing tags", len(changed)))
    keys |= Tag.objects.values_list("slug", "pk")
    leading_on = [(concept.slug, concept.replaced_by) for concept in concepts if concept.replaced_by]
    replaced = [Tag(pk=keys[slug], replaced_by_id=keys[successor]) for slug, successor in leading_on]
    Tag.objects.bulk_update(replaced, ["replaced_by"], batch_size=BATCH)
    return keys


def write_texts(concepts: Iterable[Concept], keys: Mapping[str, int], begin: Begin) -> None:
    """What hangs on the tags: labels, notes, notations, matches, and what leads to them now, which is only added."""
    tags = {keys[concept.slug]: concept for concept in concepts}
    wanted: list[tuple[Any, tuple[str, ...], Callable[[Concept], Iterable[Key]]]] = [
        (
            TagLabel,
            ("kind", "name", "rest", "language"),
            lambda c: ((lb.kind, *parts_of(lb.name), lb.language) for lb in c.labels),
        ),
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
        _make_exactly(model, ("tag_id", *columns), rows, tags, begin)
    known = set(FormerTagSlug.objects.values_list("slug", flat=True))
    FormerTagSlug.objects.bulk_create(
        FormerTagSlug(slug=slug, tag_id=tag)
        for tag, concept in tags.items()
        for slug in concept.former
        if slug not in known
    )
    led = set(FormerIdentity.objects.values_list("identity", flat=True))
    FormerIdentity.objects.bulk_create(
        FormerIdentity(identity=identity, tag_id=tag)
        for tag, concept in tags.items()
        for identity in concept.replaced
        if identity not in led
    )


def write_links(concepts: Iterable[Concept], keys: Mapping[str, int], begin: Begin) -> None:
    """The broader links of these tags and the pairs that they are in. The closure is for the caller."""
    tags = {keys[concept.slug]: concept for concept in concepts}
    links = {(tag, keys[slug]) for tag, concept in tags.items() for slug in concept.broader}
    _make_exactly(Broader, ("narrower_tag_id", "broader_tag_id"), links, tags, begin)
    ends = [(tag, keys[slug]) for tag, concept in tags.items() for slug in concept.related]
    pairs: set[Key] = {(min(end), max(end)) for end in ends}
    _make_exactly(RelatedTag, ("one_id", "other_id"), pairs, tags, begin, ends=2)


def _make_exactly(
    model: type[Model],
    columns: tuple[str, ...],
    wanted: set[Key],
    tags: Container[int],
    begin: Begin,
    *,
    ends: int = 1,
) -> None:
    """Let the rows of these tags be those that are `wanted`: delete the others, and make what is missing.

    `ends`: how many columns, of the first, name a tag whose row it is. Rows are chosen here and not by the database,
    which takes only so many keys in one query.
    """
    manager = model._default_manager
    stored = {key: pk for pk, *key_of in manager.values_list("pk", *columns) for key in [tuple(key_of)]}
    rows = {key: pk for key, pk in stored.items() if any(tag in tags for tag in key[:ends])}
    gone = [pk for key, pk in rows.items() if key not in wanted]
    for part in in_parts(gone, BATCH):
        manager.filter(pk__in=part).delete()
    missing = sorted(wanted - rows.keys())

    def make(keys: list[Key]) -> None:
        made = [model(**dict(zip(columns, key, strict=True))) for key in keys]
        for row in made:
            if isinstance(row, TagLabel):
                row.normal_form = normal_form(row.whole_name)
        manager.bulk_create(made)

    _told(make, missing, begin(f"Writing {model._meta.verbose_name_plural}", len(missing)))


def _told(write: Callable[[list[Any]], object], rows: list[Any], more: Callable[[int], None]) -> None:
    for part in in_parts(rows, BATCH):
        write(part)
        more(len(part))
