"""What is suggested while one types: topics, titles and lists, for those who may see them."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import SCHEDULED, make_article, make_list, make_reference, make_tag, make_taxonomy, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def logged_in() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


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
    assert logged_in().get("/search/suggest/?q=am")["Cache-Control"] == "private, no-store"
    answer = Client().get("/search/suggest/?q=am")
    assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("public, max-age=60", True)


# --- Where nothing begins with all that was typed -----------------------------------------------------------------


def labels(text: str) -> list[str]:
    return [one["label"] for one in suggested(text)]


def test_a_misspelt_word_suggests_what_the_nearest_word_of_a_label_does() -> None:
    article = make_article(title="After panic", tags=[make_tag("Panic disorder", synonyms=["Specific phobia"])])
    for text in ("pannic", "panik", "panic dissorder", "pannic diso"):
        assert "Panic disorder" in labels(text), text
    assert labels("pannic") == ["Panic disorder", article.title]
    assert labels("fobia") == ["Panic disorder"]
    assert labels("qwertz") == []


def test_words_of_several_topics_suggest_each_of_them() -> None:
    make_tag("Obsessive-compulsive disorder", synonyms=["OCD"])
    make_tag("Children and adolescents")
    assert labels("OCD chil") == ["Obsessive-compulsive disorder", "Children and adolescents"]
    assert labels("what is ocd") == ["Obsessive-compulsive disorder"]


def test_an_author_and_the_beginning_of_a_year_suggest_the_paper() -> None:
    make_article(title="One", paper=make_reference(issued={"date-parts": [[2002]]}))
    make_article(title="Two", paper=make_reference(issued={"date-parts": [[2016]]}))
    make_article(title="Hidden", paper=make_reference(issued={"date-parts": [[2002]]}), status=SCHEDULED)
    assert labels("furm") == ["Two", "One"]
    for text in ("furmark 2002", "furmark 200", "Furmark et al. 2002", "furmark, t", "tillfors 2002 furm"):
        assert "One" in labels(text), text
        assert "Hidden" not in labels(text)
    assert labels("furmark 2016") == ["Two"]
    assert labels("furmark 1999") == []
