"""What is suggested while a reader types: tags by any of their names, and titles, of what the reader can see."""

import pytest

from articles.browse.scope import visible_scope
from articles.search.autocomplete import MOST, tags_for, titles_for
from tags.models import Tag
from tests.articles.search.asking import VISITOR
from tests.factories import SCHEDULED, make_article, make_tag

pytestmark = pytest.mark.django_db


def tags(text: str) -> list[tuple[str, str]]:
    return [(one.tag.name, one.synonym) for one in tags_for(text, visible_scope(VISITOR))]


def titles(text: str) -> list[str]:
    return [article.title for article in titles_for(text, visible_scope(VISITOR))]


def test_tags_are_suggested_by_the_beginnings_of_their_words() -> None:
    make_tag("Social anxiety disorder", synonyms=["Social phobia", "SAD"])
    make_tag("Amygdala")
    for text in ("soc", "anx", "social anx", "disorder soc", "SOCIAL-ANX"):
        assert tags(text) == [("Social anxiety disorder", "")], text
    assert tags("phob") == [("Social anxiety disorder", "Social phobia")]
    assert tags("sad") == [("Social anxiety disorder", "SAD")]
    assert tags("a") == tags("") == tags("xyz") == tags("!!") == tags("amygdala " * 60) == []


def test_what_begins_so_comes_first_and_then_what_has_more_articles() -> None:
    few, many = make_tag("Fear of dogs"), make_tag("Fear of cats")
    make_tag("No fear")
    make_article(tags=[many, few])
    make_article(tags=[many])
    assert [name for name, _ in tags("fear")] == ["Fear of cats", "Fear of dogs", "No fear"]


def test_hyphens_and_spaces_make_no_difference_to_tags() -> None:
    make_tag("Fronto-limbic connectivity")
    make_tag("Posttraumatic stress disorder", synonyms=["PTSD"])
    make_tag("Serotonin", synonyms=["5-HT"])
    make_tag("Brain stimulation", synonyms=["Intermittent theta burst stimulation"])
    for text in ("frontolimbic", "fronto limbic", "fronto-limbic", "frontolim", "connectivity frontolimbic"):
        assert tags(text) == [("Fronto-limbic connectivity", "")], text
    for text in ("post traumatic stress", "post-traumatic", "posttraumatic stress dis"):
        assert tags(text) == [("Posttraumatic stress disorder", "")], text
    assert tags("5ht") == tags("5 ht") == tags("5-HT") == [("Serotonin", "5-HT")]
    assert tags("thetaburst") == [("Brain stimulation", "Intermittent theta burst stimulation")]
    assert tags("limbicfronto") == tags("raumatic") == []


def test_a_tag_that_is_called_so_comes_first_by_label_or_synonym() -> None:
    make_tag("Serotonin", synonyms=["5-HT"])
    exposure = make_tag("Prolonged exposure", synonyms=["PE"])
    common = [make_tag("Serotonin receptors", synonyms=["5-HT1A"])]
    common += [make_tag(f"Personal trait {place}") for place in range(MOST)]
    make_article(tags=common)
    assert [name for name, _ in tags("serotonin")] == ["Serotonin", "Serotonin receptors"]
    assert tags("5-HT") == [("Serotonin", "5-HT"), ("Serotonin receptors", "5-HT1A")]
    assert tags("pe")[0] == ("Prolonged exposure", "PE")
    assert exposure.name not in [name for name, _ in tags("per")]


def test_deprecated_tags_are_not_suggested() -> None:
    tag = make_tag("Hysteria")
    tag.is_deprecated = True
    tag.save()
    assert tags("hyst") == []
    assert Tag.objects.filter(name="Hysteria").exists()


def test_titles_are_suggested_the_newest_first_and_only_so_many() -> None:
    for place in range(MOST + 2):
        make_article(title=f"Recall number {place}")
    make_article(title="Something else", standfirst="Recall number.")
    assert titles("rec") == [f"Recall number {place}" for place in reversed(range(2, MOST + 2))]
    assert titles("number rec") == titles("rec")
    assert titles("recall n") == titles("rec")
    assert titles("call") == titles("r") == titles("🧠") == []


@pytest.mark.parametrize("status", ["draft", SCHEDULED, "withdrawn"])
def test_hidden_titles_are_not_suggested(status: str) -> None:
    make_article(title="Zebrafish", status=status)
    assert titles("zebra") == []
