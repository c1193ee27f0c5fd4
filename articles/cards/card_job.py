"""Social cards are drawn after the act that wants one, one at a time beside the server: nobody waits for a drawing.

The act only says what is due. What is lost when a process ends is drawn when it is first asked for, or by
`manage.py make_cards`. Commands and tests draw nothing by themselves.
"""

from subprocess import SubprocessError
from typing import Final

from django.db import DatabaseError, InterfaceError

from articles.cards.card_fonts import can_be_drawn
from articles.cards.card_png import png_from_beside
from articles.cards.cards_of import of_article, of_topic, topic_at
from articles.cards.stored_cards import png_for
from articles.models import Article
from articles.status import Status
from tags.cache.snapshot import current_snapshot
from tags.management.background_job import BackgroundJob

# Of the database, of files, of the process that draws, and of a card that nobody thought of.
FAILURES: Final = (
    DatabaseError, InterfaceError, OSError, SubprocessError, ArithmeticError, AttributeError, LookupError, RuntimeError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
card_job: Final = BackgroundJob("A social card could not be made.", FAILURES)  # it is made when it is asked for


def begin() -> None:
    """Once in each process of the server that has what cards are drawn with."""
    if can_be_drawn():
        card_job.begin()


def make_for_article(pk: int) -> None:
    article = Article.objects.with_page().filter(pk=pk, status=Status.PUBLISHED).first()
    if article:
        png_for("articles", pk, of_article(article, current_snapshot().tag_tree), png_from_beside)


def make_for_topic(pk: int) -> None:
    tag = topic_at(pk)
    if tag:
        png_for("topics", pk, of_topic(tag), png_from_beside)
