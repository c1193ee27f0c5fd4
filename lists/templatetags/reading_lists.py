"""What pages of lower rooms show of reading lists: those of a topic, the places of an article, those an act touches."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import metadata
from articles.browse.filtered_list import FilteredList
from articles.documents.pieces import piece
from articles.documents.slots import joined
from articles.models import Article
from lists.models import ReadingList
from lists.placement import Named, Placement, lists_with, placements, standfirst_of
from members.origin import origin_of
from tags.models import Tag
from tags.text.plurals import counted

TAKES_ARTICLES = ("merge", "deprecate")  # acts after which articles are found elsewhere

register = template.Library()


@dataclass(frozen=True)
class Placements:
    """Every place of an article in lists; `current` is the one at which the reader stands (`?list=…&item=…`)."""

    all: list[Placement]
    current: Placement | None

    @property
    def lists(self) -> set[Named]:
        return {place.reading_list for place in self.all}


@register.simple_tag(takes_context=True)
def placements_of(context: dict[str, Any], article: Article) -> Placements:
    """One query."""
    request = context["request"]
    found = placements(article, request.user, timezone.now())
    in_list = [place for place in found if place.reading_list.slug == request.GET.get("list")]
    at_item = [place for place in in_list if str(place.number) == request.GET.get("item")]
    return Placements(found, next(iter([*at_item, *in_list]), None))


@register.simple_tag
def list_nav(placements: Placements, label: str, *, at_the_foot: bool = False) -> SafeString:
    """The way on through the list in which the reader stands; nothing outside of one."""
    place = placements.current
    if place is None:
        return joined([])
    steps = {
        f"{name}_{word}": getattr(neighbour, word)
        for name, neighbour in (("previous", place.previous), ("next", place.next))
        for word in ("url", "title")
        if neighbour
    }
    return piece("articles/_list_nav.html", label=label, foot=at_the_foot, **words_of(place), **steps)


@register.simple_tag
def lists_that_hold(placements: Placements) -> SafeString:
    """Each place of the article in a list; nothing where there is none."""
    places = [piece("articles/_in_list.html", **words_of(place)) for place in placements.all]
    number = counted(len(placements.lists), "reading list", "reading lists")
    return piece("articles/_in_lists.html", lists=number, places=joined(places)) if places else joined([])


def words_of(place: Placement) -> dict[str, object]:
    named = place.reading_list
    return {"number": place.number, "total": place.total, "url": named.get_absolute_url(), "title": named.title}


@register.simple_tag
def lists_within(filtered: FilteredList) -> list[Named]:
    """The lists with an article of a topic, whatever its filters. One query."""
    return lists_with(filtered.base, filtered.scope.user, filtered.scope.at)


@register.filter
def standfirst(reading_list: Named) -> str:
    """One query."""
    return standfirst_of(reading_list)


@register.simple_tag
def lists_touched_by(act: str, tag: Tag) -> str:
    """What an act of curation means for reading lists, in a sentence; nothing where it means nothing."""
    if act not in TAKES_ARTICLES:
        return ""
    number = ReadingList.objects.with_articles_under(tag).count()
    whole = counted(number, "reading list holds such an article", "reading lists hold such articles")
    return f"{whole}; nothing in them changes." if number else ""


@register.simple_tag(takes_context=True)
def coins(context: Context, article: Article) -> str:
    return metadata.coins(article, origin_of(context["request"]) + article.get_absolute_url())
