"""Making several tags of one that has come to hold too much."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.addresses import free_slug
from tags.curation.filing import articles_on, filing_model
from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, in_words, live
from tags.curation.renaming import checked_label
from tags.models import Broader, CurationAct, Tag
from tags.text.normal_form import normal_form

Part = tuple[str, Sequence[Any]]  # the label of a new tag, and the articles that move there


@transaction.atomic
def split(
    tag: Tag,
    *,
    into: Iterable[str | Part],
    by: AbstractUser | None,
    at: datetime,
    as_narrower: bool = False,
) -> CurationAct:
    """Make a tag of each label, beside `tag` or under it, and file the named articles there instead.

    What is not named stays. An article that is named twice stands under both. Raises `CurationRefused`.
    """
    begin(by)
    tag = live(tag)
    parts = checked_parts(tag, [(part, ()) if isinstance(part, str) else part for part in into])
    summary = f"Split {in_words([label for label, _ in parts])} from “{tag}”"
    with curating(CurationAct.Verb.SPLIT, summary, by=by, at=at, tags=[tag]) as act:
        filed: set[int] = set()
        for label, articles in parts:
            new = make_beside(tag, label, as_narrower=as_narrower)
            act.touched.add(new.pk)
            keys = {article.pk for article in articles}
            refile_part(tag, new, keys, again=keys & filed)
            filed |= keys
    return act.done


def checked_parts(tag: Tag, parts: list[Part]) -> list[Part]:
    """With labels as they are stored. A synonym of `tag` itself may become a tag."""
    if not parts:
        raise CurationRefused(["Name at least one new tag."])
    checked = [(checked_label(label, tag.taxonomy), articles) for label, articles in parts]
    forms = [normal_form(label) for label, _ in checked]
    if len(set(forms)) < len(forms):
        raise CurationRefused(["Two of the new tags are spelled the same."])
    held = articles_on(tag)
    strange = {article.pk: str(article) for _, articles in checked for article in articles if article.pk not in held}
    if strange:
        raise CurationRefused([f"Not filed under “{tag}”: {in_words(sorted(strange.values()))}."])
    return checked


def make_beside(tag: Tag, label: str, *, as_narrower: bool) -> Tag:
    tag.labels.filter(normal_form=normal_form(label)).delete()
    slug = free_slug(label)
    new = Tag.objects.create(name=label, slug=slug, taxonomy=tag.taxonomy, language=tag.language)
    parents = [tag.pk] if as_narrower else tag.broader.values_list("pk", flat=True)
    Broader.objects.bulk_create(Broader(narrower_tag=new, broader_tag_id=parent) for parent in parents)
    return new


def refile_part(tag: Tag, new: Tag, articles: set[int], *, again: set[int]) -> None:
    """Rows stay where they are among an article's tags. Those filed `again` have left `tag` already."""
    model = filing_model(of_categories=tag.taxonomy.is_category)
    model._base_manager.filter(tag=tag, content_object__in=articles - again).update(tag=new)
    model._base_manager.bulk_create(model(tag=new, content_object_id=key) for key in sorted(again))
