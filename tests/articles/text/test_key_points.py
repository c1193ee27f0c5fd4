"""Key points with how sure one can be behind them."""

import pytest
from django.test import Client

from articles.text.key_points import KeyPoint, key_point
from tests.factories import make_article
from tests.page import Page

SPELLED = {
    "The amygdala answered less. [low]": KeyPoint("The amygdala answered less.", "low"),
    "The amygdala answered less.[very low]": KeyPoint("The amygdala answered less.", "very low"),
    "It fell [in two of five].": KeyPoint("It fell [in two of five]."),
    "It fell. [Low]": KeyPoint("It fell. [Low]"),
    "It fell. [@furmark2002]": KeyPoint("It fell. [@furmark2002]"),
    "[low]": KeyPoint("", "low"),
}


@pytest.mark.parametrize(("line", "point"), SPELLED.items(), ids=SPELLED)
def test_a_level_is_what_stands_in_brackets_at_the_end_in_the_words_of_the_site(line: str, point: KeyPoint) -> None:
    assert key_point(line) == point


@pytest.mark.django_db
def test_a_page_shows_the_level_as_a_word_and_search_reads_the_sentence_alone() -> None:
    article = make_article(key_points=("The zygote answered less. [very low]", "The trial was small. [high]"))
    points = Page.of(Client().get(article.get_absolute_url())).with_class("takeaways")[0].text
    assert "The zygote answered less. Very low confidence" in points
    assert "[very low]" not in Client().get(article.get_absolute_url()).text
    results = Client().get("/search/", {"q": "zygote"}).text
    assert article.title in results
    assert "[very low]" not in results
