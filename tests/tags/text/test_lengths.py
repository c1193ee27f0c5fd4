"""How long texts may be is said by the columns, and asked by everybody else."""

import pytest
from django.db.models import Model

from articles.models import Article, FormerSlug
from lists.models import ReadingList
from tags.models import FormerTagSlug, Tag, TagLabel
from tags.text.lengths import longest


def test_the_length_of_a_column_is_asked_of_its_model() -> None:
    assert (longest(Article, "title"), longest(Tag, "slug")) == (160, 100)


SAME = [
    (FormerSlug, "slug", Article, "slug"),  # a former address was an address
    (FormerTagSlug, "slug", Tag, "slug"),
    (TagLabel, "name", Tag, "name"),  # a label that is given up becomes a synonym
    (TagLabel, "language", Tag, "language"),
    (ReadingList, "slug", Article, "slug"),
]


@pytest.mark.parametrize(("model", "column", "other", "its_column"), SAME)
def test_what_moves_from_one_column_to_another_fits_there(
    model: type[Model], column: str, other: type[Model], its_column: str
) -> None:
    assert longest(model, column) >= longest(other, its_column)
