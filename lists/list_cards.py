"""The social card of a reading list."""

from django.urls import reverse
from django_tasks import task

from articles.cards.card_fonts import can_be_drawn
from articles.cards.card_job import LATER
from articles.cards.card_png import png_from_beside
from articles.cards.social_card import MARK, Card, version_of
from articles.cards.stored_cards import png_for
from articles.status import Status
from lists.models import ReadingList


def of_list(reading_list: ReadingList) -> Card:
    return Card(reading_list.title, "Reading list", reading_list.standfirst, emblem=MARK)


def address_of_list(reading_list: ReadingList) -> str:
    return reverse("lists:card", args=[reading_list.pk, version_of(of_list(reading_list))]) if can_be_drawn() else ""


@task(priority=LATER)
def draw_for_list(pk: int) -> None:
    reading_list = ReadingList.objects.filter(pk=pk, status=Status.PUBLISHED).first()
    if reading_list:
        png_for("lists", pk, of_list(reading_list), png_from_beside)
