"""Social cards are drawn after the act that wants one, one at a time beside the server: nobody waits for a drawing.

The act only says what is due. What is lost when a process ends is drawn when it is first asked for, or by
`manage.py make_cards`. Commands and tests draw nothing by themselves.
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from subprocess import SubprocessError
from typing import Final

from django.db import DatabaseError, InterfaceError, connections, transaction

from articles.cards.card_fonts import can_be_drawn
from articles.cards.card_png import png_from_beside
from articles.cards.cards_of import of_article, of_topic, topic_at
from articles.cards.stored_cards import png_for
from articles.models import Article
from articles.status import Status
from tags.cache.snapshot import current_snapshot

logger = logging.getLogger(__name__)

# Of the database, of files, of the process that draws, and of a card that nobody thought of.
FAILURES: Final = (
    DatabaseError, InterfaceError, OSError, SubprocessError, ArithmeticError, AttributeError, LookupError, RuntimeError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
Work = Callable[[], object]


class CardJob:
    """What is due, in order. It takes nothing before it is begun."""

    def __init__(self) -> None:
        self.due: SimpleQueue[Work] = SimpleQueue()
        self.has_begun = False

    def begin(self) -> None:
        """Once in each process of the server."""
        if not self.has_begun and can_be_drawn():
            self.has_begun = True
            threading.Thread(target=self.go_on, daemon=True).start()

    def after_commit(self, work: Work) -> None:
        if self.has_begun:
            transaction.on_commit(lambda: self.due.put(work), robust=True)

    def go_on(self) -> None:
        while True:
            do(self.due.get())
            if self.due.empty():
                connections.close_all()


def do(work: Work) -> None:
    try:
        work()
    except FAILURES:  # the next card is drawn all the same; this one is made when it is asked for
        logger.exception("A social card could not be made.")


card_job: Final = CardJob()


def make_for_article(pk: int) -> None:
    article = Article.objects.with_page().filter(pk=pk, status=Status.PUBLISHED).first()
    if article:
        png_for("articles", pk, of_article(article, current_snapshot().tag_tree), png_from_beside)


def make_for_topic(pk: int) -> None:
    tag = topic_at(pk)
    if tag:
        png_for("topics", pk, of_topic(tag), png_from_beside)
