"""`manage.py make_cards`: draw every social card that is not stored yet, and remove those of what is not public."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.cards.card_fonts import can_be_drawn
from articles.cards.cards_of import OF_SITE, of_article, of_site, of_topic
from articles.cards.social_card import Card
from articles.cards.stored_cards import Kind, is_stored, png_for, remove_others
from articles.models import Article
from lists.list_cards import of_list
from lists.models import ReadingList
from tags.cache.snapshot import current_snapshot
from tags.management.progress import Progress

AT_ONCE = 200  # articles in memory


class Command(BaseCommand):
    help = "Draw the social cards that are not stored yet. One that is asked for before is drawn for whoever asks."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        if not can_be_drawn():
            raise CommandError("The packages that draw cards are not installed: see requirements.lock.")
        now, visitor = timezone.now(), AnonymousUser()
        articles = Article.objects.visible_to(visitor, now)
        lists = ReadingList.objects.visible_to(visitor, now)
        topics = [tag for tag in current_snapshot().tag_tree.tags.values() if not tag.replaced_by_id]
        keys: dict[Kind, set[int]] = {"articles": set(), "lists": set(), "topics": set(), "site": set()}
        progress = Progress(self.stdout, "Looking at cards", articles.count() + lists.count() + len(topics) + 1)
        made = 0
        for kind, key, card in every_card(articles, lists, topics):
            keys[kind].add(key)
            if not is_stored(kind, key, card):
                png_for(kind, key, card)
                made += 1
            progress.more(1)
        removed = sum(remove_others(kind, kept) for kind, kept in keys.items())
        self.stdout.write(f"{made} made, {removed} removed.")


def every_card(articles: Any, lists: Any, topics: Any) -> Iterator[tuple[Kind, int, Card]]:
    tag_tree = current_snapshot().tag_tree
    for article in articles.with_page().order_by("pk").iterator(chunk_size=AT_ONCE):
        yield "articles", article.pk, of_article(article, tag_tree)
    for reading_list in lists.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield "lists", reading_list.pk, of_list(reading_list)
    for tag in topics:
        yield "topics", tag.pk, of_topic(tag)
    yield "site", OF_SITE, of_site()
