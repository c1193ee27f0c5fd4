"""A name and a year, as papers are cited in a few words, mean the authors and the year of the paper."""

import pytest

from articles.search import ranking
from articles.search.query.citations import says_others, years_meant
from articles.text.tokenizer import words_of
from tests.articles.search.asking import asked, titles
from tests.articles.search.offers import marked_on, searched, texts_of
from tests.factories import make_article, make_reference, make_user
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "years"),
    [
        ("2002", (2002, 2002)), ("2002a", (2002, 2002)), ("2002-2005", (2002, 2005)), ("2002–2005", (2002, 2005)),
        ("2005-2002", None), ("20022", None), ("3002", None), ("0.2002x", (2002, 2002)), ("2002mg", None),
        ("covid-2019", None), ("2001-2002-2003", None),
    ],
)  # fmt: skip
def test_a_word_that_is_a_year_may_mean_papers_of_it(word: str, years: tuple[int, int] | None) -> None:
    found = years_meant(words_of(word))
    assert ((found.first, found.last) if found else None) == years


def test_et_al_names_nobody() -> None:
    words = ["furmark", "et", "al", "in", "al", "gore", "et", "cetera"]
    assert [word for at, word in enumerate(words) if not says_others(words, at)] == [
        "furmark", "in", "al", "gore", "et", "cetera",
    ]  # fmt: skip


@shared
def papers() -> None:
    furmark = make_reference(issued={"date-parts": [[2002]]})
    again = make_reference(issued={"date-parts": [[2005]]})
    others = make_reference(author=[{"family": "Berg", "given": "Ida"}], issued={"date-parts": [[2002]]})
    make_article(title="What they found", paper=furmark)
    make_article(title="Found again", paper=again)
    make_article(title="By somebody else", paper=others)
    make_article(title="Furmark 2002 and what came of it", standfirst="After Furmark, 2002.")
    make_article(title="Elsewhere", standfirst="Of Furmark and his tablets.", full_post="## Part\n\nIn 2002.")


@pytest.mark.parametrize(
    "query",
    [
        "Furmark 2002", "2002 furmark", "Furmark et al. 2002", "furmark et al (2002)", "Furmark, 2002a",
        "Furmark & Tillfors, 2002", "Furmark and Tillfors 2002", "Tillfors M 2002", "author:furmark 2002",
        "Archives of General Psychiatry 2002 Furmark", "Furmark 2001-2003", "fumark 2002",
    ],
)  # fmt: skip
def test_name_and_year_find_the_paper_first(papers: None, query: str) -> None:
    found = titles(query)
    assert found[0] == "What they found"
    assert not {"Found again", "By somebody else", "Elsewhere"} & set(found)


def test_a_text_that_says_name_and_year_is_found_too_and_a_year_alone_finds_its_papers(papers: None) -> None:
    assert titles("furmark 2002") == ["What they found", "Furmark 2002 and what came of it"]
    assert set(titles("2002")) == {"What they found", "By somebody else", "Furmark 2002 and what came of it"}
    assert set(titles("2002 -furmark")) == {"By somebody else"}


def test_a_year_without_a_paper_of_that_author_is_offered_to_be_left_out(papers: None) -> None:
    assert asked("tillfors 2019").missing == ("2019",)
    assert set(titles("tillfors 2019")) == {"What they found", "Found again"}
    assert texts_of(searched("berg 2005"), "said") == [
        "No summary has all of these words. Without “2005”: 1 Without “berg”: 1"
    ]
    assert titles("berg 2005") == ["By somebody else"]


def test_a_member_is_not_told_that_the_year_of_a_paper_stands_in_the_full_post(papers: None) -> None:
    page = searched("tillfors 2002")
    assert marked_on(page) == ["Tillfors"]
    found = asked("tillfors 2002", make_user())
    assert found.count == 1
    assert not texts_of(searched("tillfors 2002"), "stretch")


def test_the_paper_is_weighed_even_where_only_some_are(papers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 1)
    for number in range(3):
        make_article(title=f"Furmark 2002, once more {number}")
    assert titles("furmark 2002")[0] == "What they found"
