"""What the page of search shows of an answer: why each was found, what was meant instead, and what was not searched."""

from types import ModuleType
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from articles.search import engine
from articles.search.expressions import Expression
from articles.search.language import LONGEST
from articles.search.limits import SearchTookTooLong
from members.roles import READER
from tests.articles.search.offers import at, box_of, count_on, found_on, offers_on, searched, titles_behind
from tests.factories import make_article, make_list, make_reference, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db
NOTHING: Final = "No summary holds all of these words"


def member() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def marked_on(page: Page) -> list[str]:
    return [mark.text for mark in page.with_tag("mark")]


def texts_of(page: Page, name: str) -> list[str]:
    return [element.text for element in page.with_class(name)]


# --- The box and the count ----------------------------------------------------------------------------------------


def test_the_box_keeps_the_query_and_cuts_nothing_off() -> None:
    make_article(title="Fear & dread")
    query = 'fear & "dread" -boredom ' + "x" * 300
    box = searched(query).with_id("bigq")[0].attributes
    assert box["value"] == query
    assert "maxlength" not in box


def test_the_page_says_how_many_there_are_in_its_heading_and_title() -> None:
    for _ in range(3):
        make_article(title="Dread")
    page = searched("dread")
    assert (page.with_id("res-h")[0].text, page.title) == ("3 summaries", "dread: 3 summaries · CBT Neuro")
    make_article(title="Bliss")
    assert searched("bliss").with_id("res-h")[0].text == "1 summary"


def test_no_page_of_search_is_for_indexes() -> None:
    for query in ("", "dread", "(", "a" * 600):
        robots = [meta for meta in searched(query).with_tag("meta") if meta.attributes.get("name") == "robots"]
        assert [meta.attributes["content"] for meta in robots] == ["noindex"], query


def test_without_a_query_the_page_teaches_the_language_by_examples_that_run() -> None:
    page = at("/search/")
    tries = page.with_class("try")
    assert len(tries) > 6
    assert {(button.attributes["name"], button.attributes["type"]) for button in tries} == {("q", "submit")}
    for button in tries:
        shown = searched(button.attributes["value"])
        assert shown.with_id("bigq")[0].attributes["value"] == button.text
        problems = texts_of(shown, "mistake")
        assert all("No tag is called “amygdala”" in problem for problem in problems), button.text


# --- Why each was found -------------------------------------------------------------------------------------------


def test_the_words_are_marked_in_title_and_standfirst_in_whatever_spelling() -> None:
    make_article(title="The quieter Amýgdala", standfirst="Its behavior in a follow-up of β-blockers.")
    assert marked_on(searched("amygdala behaviour followup beta")) == [
        "Amýgdala",
        "behavior",
        "follow-up",
        "β-blockers",
    ]


def test_a_synonym_marks_what_the_topic_is_called() -> None:
    cbt = make_tag("Cognitive-behavioural therapy", make_taxonomy("therapy"), synonyms=["CBT"])
    make_article(title="What cognitive behavioral therapy changes", tags=[cbt])
    page = searched("cbt")
    assert marked_on(page) == ["cognitive behavioral therapy", "Cognitive-behavioural therapy"]


def test_a_narrower_topic_that_was_meant_comes_first_and_is_marked() -> None:
    anxiety = make_tag("Anxiety disorders")
    phobia = make_tag("Specific phobia", under=[anxiety])
    others = [make_tag(f"Other {number}") for number in range(5)]
    make_article(title="Spiders", tags=[*others, phobia])
    page = searched("anxiety disorders")
    assert texts_of(page, "tagline") == ["Specific phobia Other 0 Other 1 Other 2"]
    assert marked_on(page) == ["Specific phobia"]


def test_a_stretch_of_the_summary_stands_where_the_standfirst_does_not_say_it() -> None:
    summary = (
        "It began as a trial.\n\n" + "Nothing of note. " * 30 + "Then the hippocampus grew.[^s] And so on.\n\n[^s]: x"
    )
    make_article(title="A trial", standfirst="Of therapy.", summary=summary)
    page = searched("trial hippocampus")
    stretch = texts_of(page, "stretch")
    assert len(stretch) == 1
    assert stretch[0].startswith("… ")
    assert "Then the hippocampus grew. And so on." in stretch[0]
    assert len(stretch[0].split()) < 45
    assert "hippocampus" in marked_on(page)
    assert texts_of(searched("trial therapy"), "stretch") == []


def test_an_author_far_down_the_line_is_shown() -> None:
    names = [{"family": f"Author{number}", "given": "A"} for number in range(12)]
    make_article(paper=make_reference(author=[*names, {"family": "Zetterqvist", "given": "Ida"}]))
    page = searched("zetterqvist")
    assert marked_on(page) == ["Zetterqvist"]
    assert texts_of(page, "cite")[0].startswith("… ")


def test_what_was_typed_never_becomes_markup() -> None:
    make_article(title="A <b>bold</b> claim", standfirst="With <script>alert(1)</script> in it.")
    text = Client().get("/search/", {"q": "bold script"}).content.decode()
    assert "<script>alert" not in text
    assert "&lt;<mark>script</mark>&gt;" in text


# --- Topics and lists ---------------------------------------------------------------------------------------------


def test_topics_that_the_query_names_stand_above_with_their_numbers() -> None:
    amygdala, region = make_tag("Amygdala", make_taxonomy("brain-region")), make_tag("Amygdalar nuclei")
    cbt = make_tag("Cognitive therapy", make_taxonomy("therapy"), synonyms=["CT"])
    make_article(tags=[amygdala, cbt])
    page = searched("ct amygdala")
    assert texts_of(page, "chip") == ["Cognitive therapy 1", "Amygdala 1"]
    assert texts_of(searched("amygd*"), "chip") == ["Amygdala 1", f"{region.name} 0"]
    assert not searched("-amygdala").with_class("chip")


def test_reading_lists_with_the_words_in_their_title_are_shown() -> None:
    make_list("first-steps", title="First steps with fear", articles=[make_article()])
    make_list("a-draft", title="More steps", status="draft")
    assert "/lists/first-steps/" in list(searched("steps tag:social-anxiety-disorder").links())
    assert "/lists/a-draft/" not in list(searched("steps").links())


# --- What was meant -----------------------------------------------------------------------------------------------


def test_a_misspelt_word_is_answered_by_the_nearest_and_the_page_says_so() -> None:
    make_article(title="The quieter amygdala")
    page = searched("amigdala is:members")
    assert texts_of(page, "said") == ["Nothing holds “amigdala is:members”. These hold “amygdala is:members”."]
    assert found_on(page) == ["The quieter amygdala"]
    assert "/search/?q=amygdala%20is%3Amembers" in list(page.links())


def test_most_of_the_words_are_better_than_nothing_and_the_page_says_so() -> None:
    make_article(title="The quieter amygdala after treatment")
    page = searched("quieter amygdala treatment zebrafish")
    assert texts_of(page, "said") == ["No summary has all of these words. These have most of them."]
    assert found_on(page) == ["The quieter amygdala after treatment"]


def test_nothing_at_all_is_said_in_words_with_ways_on() -> None:
    page = searched("zebrafish")
    assert page.with_id("res-h")[0].text == NOTHING
    assert {"/tags/", "/latest/"} <= set(page.links())


@pytest.mark.parametrize(
    ("query", "wrong", "suggestion"),
    [
        ("fear (amygdala OR insula", "(", "fear (amygdala OR insula)"),
        ('fear "of flying', '"', 'fear "of flying"'),
        ("fear year:2020..2015", "year:2020..2015", "fear year:2015..2020"),
        ("fear yaer:2015", "yaer", "fear year:2015"),
        ("fear tag:amigdala", "tag:amigdala", "fear tag:amygdala"),
        ("fear kind:overvew", "kind:overvew", "fear kind:overview"),
    ],
)
def test_a_mistake_is_shown_at_its_place_with_a_query_that_reads(query: str, wrong: str, suggestion: str) -> None:
    make_article(title="Fear", tags=[make_tag("Amygdala")])
    page = searched(query)
    assert page.title.startswith("Error: ")
    assert [alert.attributes.get("id") for alert in page.elements if alert.attributes.get("role") == "alert"] == [
        "mistake"
    ]
    assert marked_on(page) == [f"The mistake is here: {wrong}"]
    assert box_of(page) == query
    assert not page.with_id("results")
    assert not offers_on(page)
    link = next(a for a in page.with_tag("a") if a.text == suggestion)
    assert not texts_of(at(f"/search/{link.attributes['href']}"), "mistake")


def test_a_query_that_is_too_long_is_told_where_it_has_to_end() -> None:
    page = searched("fear " * (LONGEST // 5) + "of flying")
    assert f"A query can have {LONGEST} characters" in page.with_id("mistake")[0].text
    assert marked_on(page) == ["The mistake is here: of flying"]


def test_an_address_that_is_too_long_for_any_page_is_refused_in_words() -> None:
    response = Client().get("/search/", {"q": "fear " * 2000})
    assert response.status_code == 400
    page = Page.of(response)
    assert page.with_tag("h1")[0].text == "This request is too long"
    assert f"a query can have {LONGEST} characters" in page.text
    assert page.with_id("error-q")


def test_a_search_that_takes_too_long_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(title="Fear")
    monkeypatch.setitem(engine.ENGINES, connection.vendor, slow_database())
    response = Client().get("/search/?q=fear")
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    page = Page.of(response)
    assert page.with_tag("h2")[0].text == "This search took too long"
    assert box_of(page) == "fear"
    assert Client().get("/search/suggest/?q=fear").json() == {"suggestions": []}


def slow_database() -> ModuleType:
    def numbers(expression: Expression, *, full: bool) -> list[int]:
        raise SearchTookTooLong

    module = ModuleType("slow")
    vars(module)["numbers"] = numbers
    return module


# --- Pages --------------------------------------------------------------------------------------------------------


def test_every_result_stands_on_one_page_and_there_is_a_way_back() -> None:
    for number in range(45):
        make_article(title=f"Dread {number}")
    first = searched("dread")
    assert len(set(titles_behind(first))) == 45
    assert texts_of(first, "pager") == ["Page 1 of 3 More results"]
    second = at("/search/?q=dread&page=2")
    assert texts_of(second, "pager") == ["Better matches Page 2 of 3 More results"]
    assert second.title == "dread: 45 summaries, page 2 · CBT Neuro"
    assert texts_of(at("/search/?q=is:members&page=2"), "pager") == ["Newer Page 2 of 3 Older"]


def test_beyond_the_last_page_one_is_led_back_to_the_first() -> None:
    make_article(title="Dread")
    response = Client().get("/search/?q=dread&page=7")
    assert response.status_code == 404
    page = Page.of(response)
    assert "There is no page 7: the results end on page 1." in page.text
    assert "/search/?q=dread" in list(page.links())


# --- Full posts ---------------------------------------------------------------------------------------------------


def test_a_member_is_told_what_stands_in_the_full_post_alone_and_sees_the_place() -> None:
    make_article(title="The quieter amygdala", full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("amygdala zebrafish", member())
    assert texts_of(page, "stretch") == ["Found in the full post Then In the end the zebrafish swam away."]
    assert texts_of(page, "reach") == ["Full posts were searched, too."]
    assert texts_of(searched("amygdala", member()), "stretch") == []


def test_a_visitor_does_not_find_it_and_is_told_who_would_and_how() -> None:
    make_article(title="The quieter amygdala", full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("zebrafish")
    assert page.with_id("res-h")[0].text == NOTHING
    assert texts_of(page, "reach") == ["Members’ searches look into full posts, too. Log in to search them."]
    login = next(a for a in page.with_tag("a") if a.attributes["href"].startswith("/login/") and a.text == "Log in")
    assert login.attributes["href"] == f"/login/?next={quote('/search/?q=zebrafish', safe='')}"


def test_a_reader_without_a_verified_address_is_not_sent_to_the_log_in() -> None:
    client = Client()
    client.force_login(make_user(READER))
    make_article(full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("zebrafish", client)
    assert texts_of(page, "reach") == ["Members’ searches look into full posts, too."]


def test_what_a_member_finds_is_kept_by_nobody() -> None:
    make_article(title="Dread")
    for query in ("dread", "zebrafish", "tag:social-anxiety-disorder"):
        assert member().get("/search/", {"q": query})["Cache-Control"] == "private, no-store"
        answer: Any = Client().get("/search/", {"q": query})
        assert "Cookie" in answer["Vary"]
        assert "no-store" not in answer.get("Cache-Control", "")


def test_full_posts_cost_a_member_the_same_queries_at_any_size() -> None:
    client = member()
    make_article(title="First", full_post="## Then\n\nA zebrafish.")
    assert_same_queries_for_any_number(
        "/search/?q=zebrafish",
        lambda rows: [make_article(full_post="## Then\n\nA zebrafish.") for _ in range(rows)],
        client,
    )
    assert count_on(searched("zebrafish", client)) == 31


# --- Suggestions --------------------------------------------------------------------------------------------------


def suggested(text: str, client: Client | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (client or Client()).get("/search/suggest/", {"q": text}).json()["suggestions"]
    return found


def test_topics_titles_and_lists_are_suggested_in_this_order() -> None:
    region = make_tag("Amygdala", make_taxonomy("brain-region"), synonyms=["Corpus amygdaloideum"])
    article = make_article(title="The quieter amygdala", tags=[region])
    reading = make_list("first", title="What happens in the amygdala", articles=[article])
    assert [(one["group"], one["kind"], one["label"], one["url"]) for one in suggested("amyg")] == [
        ("Topics", "Brain region", "Amygdala", region.get_absolute_url()),
        ("Summaries", "Summary", "The quieter amygdala", article.get_absolute_url()),
        ("Reading lists", "Reading list", "What happens in the amygdala", reading.get_absolute_url()),
    ]


def test_a_topic_found_by_its_synonym_says_so_and_how_many_it_has() -> None:
    make_article(tags=[make_tag("Amygdala", synonyms=["Corpus amygdaloideum"])])
    assert [(one["label"], one["also"], one["count"]) for one in suggested("corp")] == [
        ("Amygdala", "Corpus amygdaloideum", 1)
    ]


@pytest.mark.parametrize("text", ["", " ", "a", "(", "%", "a" * 600])
def test_what_is_too_short_or_too_long_suggests_nothing(text: str) -> None:
    make_article(title="Amygdala")
    assert suggested(text) == []


def test_suggestions_for_people_who_are_logged_in_are_kept_by_nobody() -> None:
    assert member().get("/search/suggest/?q=am")["Cache-Control"] == "private, no-store"
    answer = Client().get("/search/suggest/?q=am")
    assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("public, max-age=60", True)
