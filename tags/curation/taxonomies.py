"""The facets themselves: made, named, described, put in order, and deleted when they are empty."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, Stale, begin
from tags.models import CurationAct, Tag, Taxonomy
from tags.seen import mark
from tags.text.plurals import counted

Verb = CurationAct.Verb


def mark_of(taxonomy: Taxonomy) -> str:
    return mark(taxonomy.name, taxonomy.description, taxonomy.position, taxonomy.is_category)


@transaction.atomic
def store_taxonomy(taxonomy: Taxonomy, *, seen: str, by: AbstractUser | None, at: datetime) -> CurationAct | None:
    """A new one, or one that stands with other words, at which its form has looked.

    Raises `Stale` and `CurationRefused`.
    """
    begin(by)
    if taxonomy.pk is None:
        with curating(Verb.MAKE, f"Made the taxonomy “{taxonomy}”", by=by, at=at, tags=[]) as act:
            taxonomy.save()
        return act.act
    stored = standing(taxonomy)
    if mark_of(stored) not in (seen, mark_of(taxonomy)):
        raise Stale(stored)
    if stored.is_category != taxonomy.is_category and holds_articles(stored):
        raise CurationRefused(["Articles are filed here. Tags and categories cannot take each other's place."])
    summary = f"Described the taxonomy “{taxonomy}” anew"
    if stored.name != taxonomy.name:
        summary = f"Renamed the taxonomy “{stored}” to “{taxonomy}”"
    with curating(Verb.DESCRIBE, summary, by=by, at=at, tags=[]) as act:
        taxonomy.save(update_fields=["name", "description", "position", "is_category"])
    return act.act


@transaction.atomic
def delete_taxonomy(taxonomy: Taxonomy, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """An empty one."""
    begin(by)
    taxonomy = standing(taxonomy)
    refuse_full(taxonomy)
    with curating(Verb.DELETE, f"Deleted the taxonomy “{taxonomy}”", by=by, at=at, tags=[]) as act:
        taxonomy.delete()
    return act.done


def refuse_full(taxonomy: Taxonomy) -> None:
    if number := taxonomy.tags.count():
        raise CurationRefused([f"{counted(number, 'tag stands', 'tags stand')} in it: move or delete them first."])


def standing(taxonomy: Taxonomy) -> Taxonomy:
    found = Taxonomy.objects.filter(pk=taxonomy.pk).first()
    if found is None:
        raise CurationRefused([f"The taxonomy “{taxonomy}” is no longer there."])
    return found


def holds_articles(taxonomy: Taxonomy) -> bool:
    return any(tag.uses for tag in Tag.objects.filter(taxonomy=taxonomy).with_uses())
