"""The databases that tests share: whatever a test does, the next one finds them as they were made."""

import pytest
from django.db import connection

from articles.models import Article
from tests import databases
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_filled_database_is_the_same_after_a_test_that_changed_it(filled_databases: databases.Filled) -> None:
    with filled_databases.holding(databases.SHIPPED_COLLECTION):
        shipped = list(Article.objects.order_by("pk").values_list("slug", "title"))
        Article.objects.order_by("pk")[0].delete()
        Article.objects.update(title="Other")
    with filled_databases.holding(databases.SHIPPED_COLLECTION):
        assert list(Article.objects.order_by("pk").values_list("slug", "title")) == shipped
    assert len(shipped) > 40


def test_what_a_test_wrote_into_its_own_database_is_neither_seen_in_a_filled_one_nor_lost(
    filled_databases: databases.Filled,
) -> None:
    make_article("mine")
    with filled_databases.holding(databases.SHIPPED_COLLECTION):
        assert not Article.objects.filter(slug="mine").exists()
        make_article("theirs")
    assert list(Article.objects.values_list("slug", flat=True)) == ["mine"]


def test_a_filled_database_is_another_file_or_name_than_that_of_the_other_tests(
    filled_databases: databases.Filled,
) -> None:
    own = connection.settings_dict["NAME"]
    with filled_databases.holding(databases.SHIPPED_COLLECTION):
        assert connection.settings_dict["NAME"] != own
    assert connection.settings_dict["NAME"] == own
