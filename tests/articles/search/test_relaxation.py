"""When nothing holds all words of a query: what is missing, what comes nearest, and how much each way on shows."""

import re
from typing import Final

import pytest
from django.test import Client

from articles.models import Article
from members.roles import MEMBER
from tags.models import Tag
from tests.articles.search.asking import asked, queries_for, titles
from tests.articles.search.offers import at, count_on, found_on, searched, texts_of
from tests.factories import SCHEDULED, make_article, make_reference, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.worlds import shared

pytestmark = pytest.mark.django_db


def article(title: str, said: str, *tags: object, **content: object) -> Article:
    texts = {
        "standfirst": said,
        "key_points": ("A point.",),
        "summary": "Nothing more.",
        "full_post": "## Part\n\nNo.",
        **content,
    }
    return make_article(title=title, tags=list(tags) or None, **texts)  # type: ignore[arg-type]


@shared
def articles() -> None:
    ocd = make_tag("Obsessive-compulsive disorder", make_taxonomy("disorder"), synonyms=["OCD"])
    make_tag("Teenagers and young people", make_taxonomy("population"))
    furmark = make_reference()
    article("Loops", "Caudate and scans in adults.", ocd)
    article("Loops again", "Scans before and after exposure.", ocd)
    article("Tablets", "The effects of tablets, side by side with talking.", paper=furmark)
    article("Other side", "On the other side of the brain, scans and children.")
    article("Hidden", "Teenagers with OCD on the moon.", ocd, status=SCHEDULED)
    article("For members", "A sleep study.", full_post="## Part\n\nKangaroos slept.")


def ways(page: Page) -> list[tuple[str, str]]:
    """What is offered in place of the query, and where it leads."""
    links = [a for a in page.with_tag("a") if re.match(r"With(out)? .*: [\d,]+$", a.text)]
    return [(a.text, a.attributes["href"]) for a in links]


def test_a_word_that_nothing_has_is_named_and_the_others_are_shown(articles: None) -> None:
    page = searched("OCD teenagers")
    assert texts_of(page, "said") == ["No summary has “teenagers”. Without “teenagers”: 2"]
    assert page.with_id("res-h")[0].text == "Nearest: 2 summaries"
    assert sorted(found_on(page)) == ["Loops", "Loops again"]
    assert texts_of(page, "chip") == ["Obsessive-compulsive disorder 2", "Teenagers and young people 0"]
    (more,) = texts_of(searched("OCD unicorns moon"), "said")
    assert more == "No summary has “unicorns” or “moon”. Without “unicorns” and “moon”: 2"


def test_a_word_of_a_label_offers_what_is_filed_under_the_topic(articles: None) -> None:
    ocd, young = (
        Tag.objects.get(name="Obsessive-compulsive disorder"),
        Tag.objects.get(name="Teenagers and young people"),
    )
    article("At school", "How they fare.", ocd, young)
    page = searched("OCD teenagers unicorns")
    offered = ways(page)
    assert ("With “Teenagers and young people” without “unicorns”: 1") in [text.replace(",", "") for text, _ in offered]
    (address,) = [href for text, href in offered if text.startswith("With ")]
    assert titles("OCD tag:teenagers-and-young-people") == ["At school"]
    assert found_on(at(f"/search/{address}")) == ["At school"]
    assert not [text for text, _ in ways(searched("OCD and unicorns")) if text.startswith("With ")]


def test_words_that_are_found_but_not_together_are_each_offered_to_be_left_out(articles: None) -> None:
    page = searched("caudate children")
    assert texts_of(page, "said") == ["No summary has all of these words. Without “children”: 1 Without “caudate”: 1"]
    assert sorted(found_on(page)) == ["Loops", "Other side"]


def test_what_holds_most_of_the_words_is_shown_and_a_topic_tells_more_than_a_word(articles: None) -> None:
    assert titles("OCD children") == ["Loops again", "Loops"]
    assert [text for text, _ in ways(searched("OCD children"))] == ["Without “children”: 2", "Without “OCD”: 1"]
    assert sorted(titles("caudate exposure scans children")) == ["Loops", "Loops again", "Other side"]
    assert sorted(titles("caudate OCD children")) == ["Loops"]
    assert titles("sleep study of the caudate in kangaroos") == ["For members"]


FOUND_BY_NOTHING: Final = """
    OCD teenagers | caudate children | tablets talking caudate exposure unicorns | compulsive tablets unicorns
    follow up OCD teenagers | author:furmark children | author:nobody scans | scans -scans | "side effects"
    "side effects" scans | tag:ocd tablets unicorns | is:members OCD unicorns | (OCD teenagers)
    OCD teenagers OR tablets exposure | furmark 1999 | "sied effects" OR unicorns | OCD AND children AND NOT caudate
    exposures childrens OCD* | side-effects caudates
"""


@pytest.mark.parametrize("role", [None, MEMBER])
def test_each_number_is_that_of_its_link(articles: None, role: str | None) -> None:
    client = Client()
    if role:
        client.force_login(make_user(role))
    for query in re.split(r" \| |\n\s+", FOUND_BY_NOTHING.strip()):
        offered = ways(searched(query, client))
        assert offered, query
        for text, address in offered:
            linked = at(f"/search/{address.partition('/search/')[2] or address}", client)
            assert count_on(linked) == int(text.rpartition(": ")[2]), (query, text)
            assert not texts_of(linked, "said"), (query, text)


def test_a_sign_holds_for_all_that_is_shown_and_is_only_offered_to_be_left_out(articles: None) -> None:
    assert titles("author:furmark unicorns") == ["Tablets"]
    for query, offered in {
        "author:nobody scans": "Without “author:nobody”: 3",
        "scans -scans": "Without “-scans”: 3",
        '"side effects" scans': "Without “side effects”: 3",
        "(unicorns OR zebras) scans": "Without “(unicorns OR zebras)”: 3",
    }.items():
        page = searched(query)
        assert found_on(page) == [], query
        assert offered in [text for text, _ in ways(page)], query
    assert [text for text, _ in ways(searched("-tablets unicorns"))] == ["Without “unicorns”: 4"]
    assert titles("-tablets unicorns") == []


def test_filters_stay_and_numbers_are_counted_within_them(articles: None) -> None:
    page = searched("scans unicorns tag:ocd")
    assert texts_of(page, "said") == ["With this filter no summary has “unicorns”. Without “unicorns”: 2"]
    assert titles("unicorns tag:ocd") == ["Loops again", "Loops"]
    beside = searched("OCD children tag:ocd year:1990..1995")
    assert (found_on(beside), ways(beside)) == ([], [])
    assert [a.text for a in beside.with_tag("a") if a.text.startswith("Remove “")]


def test_a_phrase_that_nothing_has_is_offered_as_words(articles: None) -> None:
    assert ("Without quotation marks: 1", "?q=scans%20adults") in ways(searched('"scans adults"'))
    assert [text for text, _ in ways(searched('"side effect tablets unicorns"'))] == [
        "Without quotation marks and “unicorns”: 1"
    ]


def test_another_form_of_a_word_is_offered_by_its_beginning(articles: None) -> None:
    make_tag("Caudate nucleus", synonyms=["neostriatum"])
    assert [text for text, _ in ways(searched("caudal"))] == ["With “cauda*”: 1"]
    assert [text for text, _ in ways(searched("caudal scans unicorns"))] == [
        "Without “caudal” and “unicorns”: 3", "With “cauda*”, without “unicorns”: 1",
    ]  # fmt: skip
    assert ways(searched("neocaudal")) == ways(searched("caucus")) == []
    assert titles("caudal") == []


def test_a_visitor_is_told_nothing_of_full_posts_and_of_what_is_hidden(articles: None) -> None:
    visitor, member = asked("sleep kangaroos"), asked("sleep kangaroos", make_user(MEMBER))
    assert (visitor.missing, visitor.is_partial) == (("kangaroos",), True)
    assert (member.missing, member.is_partial, member.count) == ((), False, 1)
    assert asked("OCD moon").missing == ("moon",)


def test_another_language_is_served_by_the_same_rules() -> None:
    depression = make_tag("Depression", synonyms=["Depressionen", "抑郁"])
    make_article("one", title="Schlaf und Gehirn bei Depressionen", tags=[depression])
    make_article("two", title="抑郁症的认知行为治疗", tags=[depression])
    make_article("three", title="Angst und Schlaf")
    assert texts_of(searched("Schlaf bei Kindern mit Depressionen"), "said")[0].startswith("No summary has “Kindern”")
    assert titles("Schlaf Depresionen Kinder") == ["Schlaf und Gehirn bei Depressionen"]
    assert asked("抑郁 儿童").missing == ("儿童",)
    assert asked("抑郁 儿童").count == 2


def statements(query: str) -> int:
    """Once the words of what it finds were read."""
    queries_for(query)
    return len([sql for sql in queries_for(query) if "articles_" in sql])


def test_queries_do_not_grow_with_articles_and_hardly_with_words(articles: None) -> None:
    few, more = statements("caudate children"), statements("caudate children exposure adults tablets")
    for number in range(6):
        article(f"Children {number}", "Of adults.")
        article(f"Caudate {number}", "Of tablets and exposure.")
    assert statements("caudate children") == few
    assert statements("caudate children exposure adults tablets") == more <= few + 2
    assert statements(" ".join(f"unicorn{number} scans" for number in range(18))) <= few + 12
