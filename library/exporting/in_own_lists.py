"""What a library holds in lists of one's own, for each form of export."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from library.exporting.whole import IS_KEPT, OF_ARTICLE
from library.listing import is_there
from library.models import Entry, OwnItem, OwnList
from library.own_lists.own_arrangement import arrangement_of_own
from lists.arrangement import Arrangement
from members.models import User


def own_lists_of(member: User, at: datetime) -> Iterator[tuple[OwnList, Arrangement]]:
    """In the order in which they were begun; three queries each."""
    for own_list in OwnList.objects.of(member).order_by("pk"):
        yield own_list, arrangement_of_own(own_list, member, at)


def places_in_lists(member: User) -> dict[int, list[tuple[str, str]]]:
    """For each article that stands in one: the titles of its lists, and why it is read there. One query."""
    found: dict[int, list[tuple[str, str]]] = {}
    items = OwnItem.objects.of(member).filter(article__isnull=False).order_by("section__own_list", "pk")
    for article, title, reason in items.values_list("article", "section__own_list__title", "reason"):
        found.setdefault(article, []).append((title, reason))
    return found


def only_in_lists(member: User, at: datetime, kept: Q = IS_KEPT) -> Iterator[Entry]:
    """Articles in lists of which no entry is `kept`, each once, as entries that are stored nowhere. One query."""
    known = Entry.objects.of(member).filter(kept, article__isnull=False).values("article")
    items = (
        OwnItem.objects.of(member)
        .filter(article__isnull=False)
        .exclude(article__in=known)
        .annotate(is_there=is_there(member, at))
        .select_related("article__editor", "article__paper")
        .only("known_as", *(f"article__{name}" for name in OF_ARTICLE))
        .order_by("section__own_list", "section__position", "position", "pk")
    )
    told = set()
    for item in items.iterator(chunk_size=500):
        if item.article_id not in told:
            told.add(item.article_id)
            entry = Entry(member=member, article=item.article, known_as=item.known_as)
            entry.is_there = item.is_there  # type: ignore[attr-defined]
            yield entry
