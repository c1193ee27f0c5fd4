"""What a query names outright comes first: by DOI, by PubMed number, by title."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from articles.search.query.ast import text_of
from articles.search.query.parser import parse
from tests.articles.search.asking import asked, titles
from tests.factories import SCHEDULED, make_article, make_reference
from tests.worlds import shared

pytestmark = pytest.mark.django_db
TITLES = (
    "Fear: what it is (and is not)",
    'The "quieter" amygdala — a study',
    "Fear AND dread OR neither",
    "NOT what it seems",
    "tags:a new way to sort",
    "kind:of blue",
    "What is: a study in three parts",
    "Year: 2015–2020",
    "-ergic systems",
    "(Un)fair offers",
    "Is the brain “one thing”?",
    "β-blockers & γ-waves: 50% of 5-HT1A*",
    "C'est la vie; d'accord",
    "12345678",
    "A" * 160,
    "Naïve coöperation, façade and œdema",
    "?",
    "10.1000/is not a DOI here",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_whole_title_finds_its_article_first_whatever_stands_in_it(title: str) -> None:
    make_article("wanted", title=title)
    for number in range(3):
        make_article(
            f"other-{number}", title=f"Other {number}", standfirst=f"{title} {title}", summary="Fear and dread."
        )
    if title in ("?", "A" * 160):  # no word at all
        assert asked(title).count == 0
        assert asked(title).mistake
    else:
        assert titles(title, first=1) == [title]
        assert titles(f"  “{title}”  ", first=1) == [title]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Behavioural Tumour Programmes", "behavioral tumor programs"),
        ("Follow-up of β-waves", "follow up of beta waves"),
        ("The naïve brain", "THE NAIVE BRAIN"),
        ("Children’s fears", "childrens' fears".replace("childrens'", "children's")),
        ("Randomised trials of women", "randomized trial of woman"),
    ],
)
def test_a_title_is_known_in_another_spelling(title: str, typed: str) -> None:
    make_article("wanted", title=title)
    found = asked(typed)
    assert len(found.first) == 1
    assert titles(typed, first=1) == [title]


@shared
def papers() -> None:
    paper = make_reference(DOI="10.1001/archpsyc.59.5.425", PMID="11982446")
    make_article("wanted", title="Wanted", paper=paper)
    make_article("other", title="Other 11982446", standfirst="10.1001/archpsyc.59.5.425", paper=make_reference())


@pytest.mark.parametrize(
    "query",
    [
        "10.1001/archpsyc.59.5.425", "https://doi.org/10.1001/archpsyc.59.5.425", "http://dx.doi.org/10.1001/ARCHPSYC.59.5.425",
        "doi:10.1001/archpsyc.59.5.425", "DOI: 10.1001/archpsyc.59.5.425", " 10.1001/archpsyc.59.5.425. ",
        "11982446", "PMID 11982446", "pmid:11982446", "PMID: 11982446", "https://pubmed.ncbi.nlm.nih.gov/11982446/",
        "https://doi.org/10.1001%2Farchpsyc.59.5.425", "https://doi.org/10.1001/archpsyc.59.5.425?utm=1",
        "https://doi.org/10.1001/archpsyc.59.5.425/", "(10.1001/archpsyc.59.5.425)", "<10.1001/archpsyc.59.5.425>.",
        "doi.org/10.1001/archpsyc.59.5.425", "[doi: 10.1001/archpsyc.59.5.425]", "“10.1001/archpsyc.59.5.425”",
        "PMID: 11982446.", "(PMID 11982446)", "PubMed 11982446", "11982446[pmid]", "11982446 [uid]",
        "https://www.ncbi.nlm.nih.gov/pubmed/11982446", "pubmed.ncbi.nlm.nih.gov/11982446",
        "https://pubmed.ncbi.nlm.nih.gov/11982446/?term=x",
    ],
)  # fmt: skip
def test_a_paper_is_found_by_its_numbers(papers: None, query: str) -> None:
    assert titles(query, first=1) == ["Wanted"]


def test_a_doi_with_odd_characters_is_found() -> None:
    paper = make_reference(DOI="10.1002/(SICI)1097-0193(1999)7:2<115::AID-HBM5>3.0.CO;2-N")
    make_article("wanted", title="Wanted", paper=paper)
    assert titles("10.1002/(sici)1097-0193(1999)7:2<115::aid-hbm5>3.0.co;2-n") == ["Wanted"]


@pytest.mark.parametrize("status", ["draft", SCHEDULED, "withdrawn"])
def test_what_is_hidden_is_not_found_by_any_name(status: str) -> None:
    make_article(
        "hidden", title="Quiet amygdalae", status=status, paper=make_reference(DOI="10.1000/h", PMID="11982446")
    )
    for query in ("Quiet amygdalae", "10.1000/h", "11982446"):
        assert asked(query).count == 0, query


def test_a_doi_with_brackets_is_found_beside_a_filter(client: Client) -> None:
    make_article("wanted", title="Wanted", paper=make_reference(DOI="10.1016/s0006-3223(02)01475-1"))
    for query in ("10.1016/S0006-3223(02)01475-1", "10.1016/s0006-3223(02)01475-1 kind:paper-summary"):
        assert titles(query) == ["Wanted"], query
    assert text_of(parse("(10.1016/s0006-3223(02)01475-1 OR fear)")) == "(10.1016/s0006-3223(02)01475-1 OR fear)"
    moved = client.get("/search/", {"q": "10.1016/s0006-3223(02)01475-1", "from": "2001", "to": ""})
    assert titles(parse_qs(urlsplit(moved.headers["Location"]).query)["q"][0]) == ["Wanted"]


def test_filters_still_hold_for_what_is_named() -> None:
    make_article("one", title="Quiet amygdalae")
    assert titles("quiet amygdalae kind:overview") == ["Quiet amygdalae"]
    assert titles("quiet amygdalae kind:paper-summary") == []


def test_two_articles_of_one_title_both_come_first_the_newer_before_the_older() -> None:
    old, new = make_article(title="Fear"), make_article(title="fears")
    make_article(title="Fear fear fear")
    assert list(asked("fear").sort_keys(0, 2)) == [new.sort_key, old.sort_key]


def test_what_a_query_names_is_found_beside_its_filters() -> None:
    make_article(title="Fear: not the amygdala", paper=make_reference(DOI="10.1001/abc.5"))
    for query in ("10.1001/abc.5 kind:paper-summary", "fear: not the amygdala kind:paper-summary"):
        assert titles(query) == ["Fear: not the amygdala"], query
    assert titles("10.1001/abc.5 kind:overview") == []


def test_a_title_that_is_excluded_is_not_found() -> None:
    make_article(title="Second")
    make_article(title="Third")
    assert titles("-second") == ["Third"]


def test_a_word_that_is_excluded_is_excluded_from_whole_titles_too() -> None:
    for title in ("Fear extinction", "The amygdala after therapy for social anxiety", "Dread not fear"):
        make_article(title=title)
    for query in ("fear -extinction kind:overview", "the amygdala after -therapy for social anxiety"):
        assert titles(query, first=1) != ["Fear extinction"], query
        assert "The amygdala after therapy for social anxiety" not in titles(query), query
    assert "Fear extinction" not in titles("fear -extinction")
    assert titles("dread NOT fear") == []
    assert titles("dread not fear") == ["Dread not fear"]
