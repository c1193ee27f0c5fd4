"""The evidence matrix over the collection that is shipped."""

import csv
import io

import pytest
from django.test import Client

from tests.articles.browse.matrices import assert_each_figure_is_the_number_behind_it, table_on
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_figures_of_the_shipped_collection_are_the_numbers_of_articles_behind_them(shipped: None) -> None:
    assert assert_each_figure_is_the_number_behind_it(Client(), "", every=5) > 150
    assert assert_each_figure_is_the_number_behind_it(Client(), "?rows=category&columns=method", every=3) > 20


def test_the_file_holds_what_the_unfolded_table_shows(shipped: None) -> None:
    for query in ("", "?rows=therapy&columns=evidence", "?rows=method&columns=category"):
        columns, lines = table_on(Page.of(Client().get(f"/tags/matrix/{query}")))
        text = Client().get(f"/tags/matrix.csv{query}").content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head[3:] == columns
        assert [[row[0], *(figure.replace("0", "", figure == "0") for figure in row[3:])] for row in rows] == lines
