"""Rows that file articles under tags, whatever the room that keeps them, and the bitmaps that follow from them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from taggit.models import ItemBase

from tags.cache.bitmap_writes import write
from tags.cache.bitmaps import PUBLISHED, Bitmap, filed
from tags.cache.snapshot import current_snapshot
from tags.hierarchy import write_paths
from tags.management.parts import in_parts
from tags.models import Tag

AT_ONCE = 500  # keys in one query


def filing_models() -> list[Any]:
    """The models whose rows file an article under a tag."""
    found: list[Any] = [relation.related_model for relation in Tag._meta.related_objects if relation.one_to_many]
    return [model for model in found if issubclass(model, ItemBase)]


def filing_model(*, of_categories: bool) -> Any:
    """The model of what stands in categories, or of what is filed under tags."""
    return Tag._meta.get_field("categorised_articles" if of_categories else "tagged_articles").related_model


def kind_of(filing: Any) -> str:
    """What the rows of this model put an article under, in a word."""
    return "category" if filing is filing_model(of_categories=True) else "tag"


def article_model(filing: Any) -> Any:
    return filing._meta.get_field("content_object").related_model


def key_parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """The keys in lists that fit into one query."""
    return in_parts(sorted(keys), AT_ONCE)


def rows_of(model: Any, keys: Collection[Any]) -> dict[Any, dict[str, Any]]:
    """The stored columns of these rows by primary key; those that are gone are left out."""
    return {key: row for part in key_parts(keys) for key, row in columns(model._base_manager.filter(pk__in=part))}


def columns(rows: "QuerySet[Any]") -> Iterator[tuple[Any, dict[str, Any]]]:
    """For each row its key and all its columns, under the names of the columns."""
    model: Any = rows.model
    key = model._meta.pk.attname
    names = [field.attname for field in model._meta.concrete_fields]
    return ((row[key], row) for row in rows.order_by().values(*names))


def watched(model: Any, tags: Collection[int], articles: Collection[int]) -> dict[Any, dict[str, Any]]:
    """The filing rows of these tags and of these articles, by primary key."""
    found = dict(columns(model._base_manager.filter(tag__in=tags)))
    for part in key_parts(articles):
        found |= columns(model._base_manager.filter(content_object__in=part))
    return found


def move_filings(tag: Tag, into: Tag) -> None:
    """What is filed under `tag` is filed under `into`, in the same place among an article's tags, and once."""
    for model in filing_models():
        rows = model._base_manager.filter(tag=tag)
        rows.filter(content_object__in=both_on(model, tag, into)).delete()
        rows.update(tag=into)


def both_on(model: Any, tag: Tag, into: Tag) -> "QuerySet[Any]":
    """The keys of the articles that stand under `tag` and under `into`."""
    of_tag = model._base_manager.filter(tag=tag).values("content_object")
    found: QuerySet[Any] = model._base_manager.filter(tag=into, content_object__in=of_tag).values("content_object")
    return found


def articles_on(tag: Tag) -> set[int]:
    """The keys of the articles that are filed under the tag itself."""
    return {
        key
        for model in filing_models()
        for key in model._base_manager.filter(tag=tag).values_list("content_object", flat=True)
    }


def settle(tags: Iterable[int]) -> None:
    """After rows were changed: the bitmaps of these tags, every path down the hierarchy, and what is inherited."""
    bitmaps = current_snapshot().bitmaps
    true = {tag: Bitmap(sort_keys_on(tag)) for tag in tags}
    write({filed(tag): bitmap for tag, bitmap in true.items() if bitmap != bitmaps[filed(tag)]})
    write_paths()


def sort_keys_on(tag: int) -> Iterator[int]:
    for model in filing_models():
        rows = model._base_manager.filter(tag=tag, content_object__sort_key__isnull=False)
        yield from rows.values_list("content_object__sort_key", flat=True)


def published_without(model: Any, articles: Collection[int]) -> list[str]:
    """The titles of those of these articles that are published and have no row of this kind."""
    published = current_snapshot().bitmaps[PUBLISHED]
    bare: list[str] = []
    for part in key_parts(articles):
        held = model._base_manager.filter(content_object__in=part).values("content_object")
        found = article_model(model)._base_manager.filter(pk__in=part, sort_key__isnull=False).exclude(pk__in=held)
        bare += [str(article) for article in found if article.sort_key in published]
    return bare


def articles_under(tag: Tag) -> list[Any]:
    """The articles that are filed under the tag itself, newest first."""
    return [
        article
        for model in filing_models()
        for article in article_model(model)
        ._base_manager.filter(pk__in=model._base_manager.filter(tag=tag).values("content_object"))
        .order_by("-pk")
    ]
