"""How the rows of a page are found: by their sort keys, and never by reading all that is published."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from articles.models import Article
from articles.search.engines.sqlite import TABLES
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_rows_of_a_page_are_found_by_their_sort_keys() -> None:
    sort_keys = [make_article().sort_key or 0 for _ in range(3)]
    rows = Article.objects.visible_to(AnonymousUser()).with_sort_keys(sort_keys)
    if connection.vendor == "sqlite":  # what PostgreSQL does follows from what it counted by itself
        for chosen in (rows, rows.newest_first(), rows.with_row(), rows.with_entry()):
            assert "(sort_key=?)" in chosen.explain()
    assert rows.count() == 3


def test_sqlite_reads_sort_keys_of_articles_from_an_index_alone() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                f"EXPLAIN QUERY PLAN SELECT group_concat(a.sort_key) FROM {TABLES[False]} JOIN articles_article a "  # noqa: S608
                f"INDEXED BY article_sort_key_of_key ON a.id = {TABLES[False]}.rowid WHERE {TABLES[False]} MATCH 'a'"
            )
            assert "COVERING INDEX article_sort_key_of_key" in str(cursor.fetchall())
    assert Article.objects.count() == 0
