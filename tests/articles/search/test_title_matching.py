"""Titles of reading lists are found by the rules by which articles are."""

import pytest
from django.test import Client

from articles.browse.scope import visible_scope
from articles.search.results import topics_of
from tests.articles.search.asking import VISITOR, asked
from tests.articles.search.offers import searched
from tests.factories import SCHEDULED, make_article, make_list, make_tag
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@shared
def lists() -> None:
    make_article(title="The amygdala after therapy or a tablet", tags=[make_tag("Fear")])
    make_tag("Cognitive behavioural therapy", synonyms=["CBT"])
    for title in (
        "Start here",
        "What happens in the amygdala",
        "Therapy or tablets",
        "Who gains from CBT",
        "A follow-up of sleep",
    ):
        make_list(title=title)


def lists_for(query: str) -> list[str]:
    links = searched(query).with_tag("a")
    return [link.text for link in links if link.attributes.get("href", "").startswith("/lists/list-")]


def suggested(text: str) -> list[str]:
    found = Client().get("/search/suggest/", {"q": text}).json()["suggestions"]
    return [one["label"] for one in found if one["group"] == "Reading lists"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("amygdalae", "What happens in the amygdala"),
        ("amigdala", "What happens in the amygdala"),
        ("amygd*", "What happens in the amygdala"),
        ("amygdala tag:fear", "What happens in the amygdala"),
        ("amygdala OR tag:fear", "What happens in the amygdala"),
        ('"in the amygdala"', "What happens in the amygdala"),
        ("tablet therapies", "Therapy or tablets"),
        ("who gains cognitive behavioural therapy", "Who gains from CBT"),
        ("followup", "A follow-up of sleep"),
        ("start here", "Start here"),
    ],
)
@pytest.mark.usefixtures("lists")
def test_a_list_is_found_by_other_forms_of_its_words(query: str, title: str) -> None:
    assert lists_for(query) == [title]


@pytest.mark.usefixtures("lists")
def test_either_word_or_what_must_not_be_there_means_the_same_for_lists() -> None:
    assert lists_for("amygdala OR tablets") == ["Therapy or tablets", "What happens in the amygdala"]
    assert lists_for("(amygdala OR tablets) -therapy") == ["What happens in the amygdala"]
    assert lists_for("amygdala OR -fear") == ["What happens in the amygdala"]


@pytest.mark.parametrize("query", ["art", "hap", "-amygdala", "tag:fear", '"amygdala the"', "", "!!"])
@pytest.mark.usefixtures("lists")
def test_a_list_is_not_found_by_parts_of_words(query: str) -> None:
    assert lists_for(query) == []


@pytest.mark.usefixtures("lists")
def test_a_list_is_suggested_by_its_words_the_last_of_them_begun() -> None:
    for text in ("hap", "what happens in the am", "amygdalae", "amygdala hap", "happens"):
        assert suggested(text) == ["What happens in the amygdala"], text
    assert suggested("followup") == suggested("follow-u") == ["A follow-up of sleep"]
    assert suggested("art") == suggested("hap amygdala") == suggested("xyz") == []


def test_only_so_many_lists_show_the_newest_first() -> None:
    for place in range(4):
        make_list(title=f"Sleep, part {place}")
    assert lists_for("sleep") == ["Sleep, part 3", "Sleep, part 2", "Sleep, part 1"]
    assert suggested("slee") == ["Sleep, part 3", "Sleep, part 2"]


@pytest.mark.parametrize("status", ["draft", SCHEDULED, "withdrawn"])
def test_a_hidden_list_is_neither_found_nor_suggested(status: str) -> None:
    make_list(title="Sleep", status=status)
    assert lists_for("sleep") == suggested("sleep") == []


@pytest.mark.usefixtures("lists")
def test_topics_are_begun_by_the_words_as_they_were_corrected() -> None:
    topic = make_tag("Amygdala volume")
    assert topics_of(asked("amigdala"), visible_scope(VISITOR)) == [(topic, 0)]
