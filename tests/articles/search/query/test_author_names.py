"""Authors are found however their names are written, and nobody else for them."""

import pytest

from tests.articles.search.asking import titles
from tests.factories import make_article, make_reference
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.usefixtures("papers")]
AUTHORS = [
    {"family": "Månsson", "given": "Kristoffer N. T."},
    {"family": "van den Heuvel", "given": "Odile A."},
    {"family": "Mayberg", "given": "H. S."},
    {"family": "Xu", "given": "J."},
    {"family": "Al-Hamzawi", "given": "Ali"},
]
OTHERS = [
    {"family": "Furmark", "given": "T."},
    {"family": "Boraxbekk", "given": "C."},
    {"family": "Onoda", "given": "K."},
    {"family": "Matsunaga", "given": "M."},
    {"family": "Messina", "given": "I."},
    {"family": "Sambin", "given": "M."},
]


@shared
def papers() -> None:
    make_article(title="Wanted", paper=make_reference(author=AUTHORS))
    make_article(title="Other", paper=make_reference(author=OTHERS))


@pytest.mark.parametrize(
    "name",
    [
        "Månsson", "mansson k", "Månsson KNT", "Månsson KN", "Månsson, K. N. T.", "K. N. T. Månsson", "KNT Månsson",
        "Kristoffer N. T. Månsson", "Kristoffer Månsson", "kristoffer mansson", "Mans", "Odile van den Heuvel",
        "van den Heuvel O", "Heuvel, Odile", "Mayberg HS", "H. S. Mayberg", "Helen Mayberg", "Mayberg Helen S",
        "Xu J", "J Xu", "Xu", "Al-Hamzawi A", "Ali Al-Hamzawi", "Al Hamzawi",
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_way_of_writing_it(name: str) -> None:
    assert titles(f'author:"{name}"') == ["Wanted"]


@pytest.mark.parametrize(
    "name", ["Brown T", "Smith I", "Furmark C", "Messina M", "T Boraxbekk", "K Matsunaga", "Heuvel K", "Mayberg X"]
)
def test_the_initial_of_one_author_is_not_that_of_the_next(name: str) -> None:
    assert titles(f'author:"{name}"') == []
