"""Reading lists of made-up articles."""

import random
from typing import Final

from django.db import transaction

from articles.models import Article
from articles.status import Status
from collection.synthesis.names import list_slug
from collection.synthesis.words import Speech, chance_for, written
from lists.models import Item, ReadingList, Section

FEWEST, MOST = 3, 300
ARTICLES_A_LIST: Final = 500
SECTIONS, ITEMS = 3, 5


def number_for(articles: int) -> int:
    return min(MOST, max(FEWEST, articles // ARTICLES_A_LIST))


@transaction.atomic
def write_lists(number: int, speech: Speech, seed: int) -> None:
    """So many lists; those that stand already are left alone."""
    keys = list(Article.objects.filter(status=Status.PUBLISHED).order_by("pk").values_list("pk", flat=True))
    there = set(ReadingList.objects.values_list("slug", flat=True))
    for place in range(1, number + 1):
        if list_slug(place) not in there and len(keys) >= SECTIONS * ITEMS:
            write_list(place, keys, speech, chance_for(f"{seed} list {place}"))


def write_list(place: int, keys: list[int], speech: Speech, chance: random.Random) -> None:
    chosen = chance.sample(keys, SECTIONS * ITEMS)
    at = Article.objects.values_list("publish_at", flat=True).get(pk=max(chosen))
    reading_list = ReadingList.objects.create(
        slug=list_slug(place),
        title=f"Synthetic list {place}: {' '.join(speech.some(chance, 4))}",
        standfirst=f"{written(speech.sentence(chance))}.",
        status=Status.PUBLISHED,
        publish_at=at,
        first_published_at=at,
    )
    for position in range(SECTIONS):
        title = written(speech.some(chance, 3))
        section = Section.objects.create(reading_list=reading_list, title=title, position=position)
        Item.objects.bulk_create(
            Item(section=section, article_id=key, position=step, reason=f"{written(speech.sentence(chance))}.")
            for step, key in enumerate(chosen[position * ITEMS : (position + 1) * ITEMS])
        )
