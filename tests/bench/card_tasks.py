"""What `drawing.py` leaves to a worker: a task has to be found by its name."""

from django_tasks import task

from articles.cards.card_job import LATER
from articles.cards.card_png import png_from_beside
from articles.cards.social_card import Card, svg_of


@task(priority=LATER)
def draw(number: int) -> None:
    png_from_beside(svg_of(Card(f"Number {number}", "Overview")))
