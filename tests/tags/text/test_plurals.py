"""Numbers of things in words."""

import pytest

from tags.text.plurals import counted

IN_WORDS = {
    (1, "article"): "1 article",
    (0, "article"): "0 articles",
    (2, "article"): "2 articles",
    (1, "summary", "summaries"): "1 summary",
    (2, "summary", "summaries"): "2 summaries",
    (1234, "article is", "articles are"): "1,234 articles are",
}


@pytest.mark.parametrize(("said", "words"), IN_WORDS.items())
def test_one_thing_is_one_and_any_other_number_is_many(said: tuple[int, str, str], words: str) -> None:
    assert counted(*said) == words
