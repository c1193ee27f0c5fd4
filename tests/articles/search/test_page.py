"""What the page of search shows of an answer: how many there are, and why each was found."""

import pytest
from django.test import Client

from tests.articles.search.offers import at, marked_on, searched, texts_of, titles_behind
from tests.factories import make_article, make_list, make_reference, make_tag, make_taxonomy
from tests.page import Page

pytestmark = pytest.mark.django_db


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


def test_a_label_is_marked_where_a_text_has_a_hyphen_and_the_label_has_none_and_the_other_way_round() -> None:
    make_tag("Posttraumatic stress disorder", synonyms=["Follow-up care"])
    make_article(title="Post-traumatic stress disorder: the followup care")
    assert marked_on(searched("posttraumatic stress disorder"))[0] == "Post-traumatic stress disorder"
    assert marked_on(searched('"follow-up care"'))[-1] == "followup care"
    assert marked_on(searched("posttrau*")) == ["Post-traumatic"]


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
    assert texts_of(page, "tagline") == ["Specific phobia Other 0 Other 1 Other 2 Save: Spiders"]
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
