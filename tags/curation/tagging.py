"""Putting a tag on many articles at once, and taking it off them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.filing import article_model, filing_model, filing_models, key_parts, kind_of, published_without
from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, in_words, live
from tags.models import CurationAct, Tag, TagQuerySet
from tags.text.plurals import counted

Verb = CurationAct.Verb


@transaction.atomic
def tag_articles(articles: Iterable[Any], tag: Tag, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """File these articles under the tag too, or put them in the category. Those that stand there are left alone."""
    begin(by)
    tag = live(tag)
    model = filing_model(of_categories=tag.taxonomy.is_category)
    keys = present(model, articles)
    new = keys - on(model, tag, keys)
    if not new:
        raise CurationRefused([f"“{tag}” is on all of them already."])
    summary = f"Put “{tag}” on {counted(len(new), 'article')}"
    with curating(Verb.TAG, summary, by=by, at=at, tags=[tag], articles=new) as act:
        model._base_manager.bulk_create((model(tag=tag, content_object_id=key) for key in sorted(new)), batch_size=200)
    return act.done


@transaction.atomic
def untag_articles(articles: Iterable[Any], tag: Tag, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Take the tag off these articles, all or none: a published article keeps at least one tag and one category."""
    begin(by)
    tag = live(tag)
    model = filing_model(of_categories=tag.taxonomy.is_category)
    old = on(model, tag, present(model, articles))
    if not old:
        raise CurationRefused([f"“{tag}” is on none of them."])
    summary = f"Took “{tag}” off {counted(len(old), 'article')}"
    with curating(Verb.UNTAG, summary, by=by, at=at, tags=[tag], articles=old) as act:
        for part in key_parts(old):
            model._base_manager.filter(tag=tag, content_object__in=part).delete()
        if bare := published_without(model, old):
            raise CurationRefused(
                [f"A published article keeps at least one {kind_of(model)}. It is the only one of {in_words(bare)}."]
            )
    return act.done


def present(model: Any, articles: Iterable[Any]) -> set[int]:
    """The keys of those that are still there."""
    keys = {article.pk for article in articles}
    rows = article_model(model)._base_manager
    return {key for part in key_parts(keys) for key in rows.filter(pk__in=part).values_list("pk", flat=True)}


def on(model: Any, tag: Tag, articles: set[int]) -> set[int]:
    rows = model._base_manager.filter(tag=tag)
    return {
        key
        for part in key_parts(articles)
        for key in rows.filter(content_object__in=part).values_list("content_object", flat=True)
    }


def live_tags(articles: Iterable[Any]) -> TagQuerySet:
    """The tags and categories that can be put on articles, whichever they are."""
    del articles
    return Tag.objects.filter(is_deprecated=False)


def tags_on(articles: Iterable[Any]) -> TagQuerySet:
    """The tags and categories that at least one of these articles has."""
    keys = [article.pk for article in articles]
    found = {
        tag
        for model in filing_models()
        for tag in model._base_manager.filter(content_object__in=keys).values_list("tag", flat=True)
    }
    return Tag.objects.filter(pk__in=found)
