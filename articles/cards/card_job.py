"""Social cards are drawn after the act that wants one, one at a time: nobody waits for a drawing.

The act leaves a job, which draws nothing where the card is stored already. What fails is drawn when it is first asked
for, or by `manage.py make_cards`.
"""

from typing import Any, Final

from django_tasks import task
from django_tasks.base import Task

from articles.cards.card_fonts import can_be_drawn
from articles.cards.card_png import png_from_beside
from articles.cards.cards_of import of_article, of_topic, topic_at
from articles.cards.stored_cards import png_for
from articles.models import Article
from articles.related.pending import is_put_off
from articles.status import Status
from tags.cache.snapshot import current_snapshot

LATER: Final = -10  # the priority: everything else goes first


def draw_soon(draw: Task[Any, Any], pk: int) -> None:
    """Where cards can be drawn. What changes many articles leaves them to `make_cards`, or to whoever asks."""
    if can_be_drawn() and not is_put_off():
        draw.enqueue(pk)


@task(priority=LATER)
def draw_for_article(pk: int) -> None:
    article = Article.objects.with_page().filter(pk=pk, status=Status.PUBLISHED).first()
    if article:
        png_for("articles", pk, of_article(article, current_snapshot().tag_tree), png_from_beside)


@task(priority=LATER)
def draw_for_topic(pk: int) -> None:
    tag = topic_at(pk)
    if tag:
        png_for("topics", pk, of_topic(tag), png_from_beside)
