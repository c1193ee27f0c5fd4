"""What an act of curation must never leave behind, in words that name it."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import F, Q

from tags.curation.filing import filing_models
from tags.models import Broader, Closure, Tag

ENDS: Final = ("narrower_tag", "broader_tag", "narrower_tag__name", "broader_tag__name")
Fault = tuple[tuple[Any, ...], str]  # what it is about, whatever its name; and the words


def faults() -> dict[tuple[Any, ...], str]:
    """Every fault of the hierarchy as it now stands. The closure has to be up to date. Five queries."""
    return {
        about: words
        for kind in (related_and_broader, around_deprecated, filed_under_deprecated, across_taxonomies, chains)
        for about, words in kind()
    }


def new_since(known: dict[tuple[Any, ...], str]) -> list[str]:
    """The faults that stand now and did not before."""
    return sorted(words for about, words in faults().items() if about not in known)


def related_and_broader() -> Iterator[Fault]:
    """SKOS, S27: related is disjoint with standing above, over however many steps."""
    pairs = Closure.objects.filter(depth__gt=0).filter(
        Q(ancestor__pairs_as_one__other=F("descendant")) | Q(ancestor__pairs_as_other__one=F("descendant"))
    )
    for key, other, above, below in pairs.values_list("ancestor", "descendant", "ancestor__name", "descendant__name"):
        yield (
            ("related", key, other),
            f"“{below}” and “{above}” are related, and one would stand under the other: unrelate them first.",
        )


def around_deprecated() -> Iterator[Fault]:
    links = Broader.objects.filter(Q(narrower_tag__is_deprecated=True) | Q(broader_tag__is_deprecated=True))
    for key, other, narrower, broader in links.values_list(*ENDS):
        yield ("deprecated", key, other), f"“{narrower}” would stand under “{broader}”, and one of them is deprecated."


def filed_under_deprecated() -> Iterator[Fault]:
    for model in filing_models():
        rows = model._base_manager.filter(tag__is_deprecated=True).order_by()
        for key, tag in rows.values_list("tag", "tag__name").distinct():
            yield ("filed", key), f"Articles would be filed under “{tag}”, which is deprecated."


def across_taxonomies() -> Iterator[Fault]:
    links = Broader.objects.exclude(narrower_tag__taxonomy=F("broader_tag__taxonomy"))
    for key, other, narrower, broader in links.values_list(*ENDS):
        yield (
            ("across", key, other),
            f"“{narrower}” and “{broader}” are of different taxonomies: neither can stand under the other.",
        )


def chains() -> Iterator[Fault]:
    for tag in Tag.objects.filter(replaced_by__is_deprecated=True).select_related("replaced_by"):
        yield ("chain", tag.pk), f"“{tag}” would be replaced by “{tag.replaced_by}”, which is deprecated itself."


def cycles() -> Iterator[str]:
    """Tags that stand under themselves: both directions of a broader link in the closure."""
    links = Broader.objects.filter(narrower_tag__paths_down__descendant=F("broader_tag"))
    for narrower, broader in links.values_list("narrower_tag__name", "broader_tag__name"):
        yield f"“{narrower}” would stand under “{broader}” and above it."
