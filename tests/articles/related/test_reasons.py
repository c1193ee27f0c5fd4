"""The reasons beside suggestions: true, of what anyone may read, and gone with what they name."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.content import content_of, write_content
from articles.models import Article, Suggestion, TaggedArticle
from articles.related.pinning import pin
from members.roles import EDITOR, MEMBER
from tags import curation
from tags.models import TagLabel
from tests.articles.related.relations import fear, listed, seen, sleep, slugs
from tests.factories import make_article, make_tag, make_user

pytestmark = pytest.mark.django_db


def test_words_of_full_posts_shape_the_score_and_are_never_named() -> None:
    make_tag("Zqvagal", synonyms=["zqbaroreflex"])
    secret = {"full_post": "## What\n\n" + "Zqvagal zqvagal zqbaroreflex. " * 4}
    one, two = fear("one", **secret), fear("two", **secret)
    fear("three")
    assert listed(one)[0] == "two"
    for user in (None, make_user(MEMBER), make_user(EDITOR)):
        assert not any("zq" in link.reason.lower() for link in seen(one, user))
    assert not any("zq" in str(row).lower() for row in Suggestion.objects.values_list("terms", flat=True))
    write_content(two, content_of(two))
    assert "zqvagal" not in Client().get(one.get_absolute_url()).content.decode().lower()


def test_a_word_is_named_only_where_both_say_it_in_public() -> None:
    """All three share one word and no other; whoever says it in the full post alone has not said it in public."""
    make_tag("Zqvagal")
    one = strange("one", "one", tags=[make_tag()], summary="The zqvagal nerve.")
    other = strange("other", "two", tags=[make_tag()], summary="A zqvagal tone.")
    closed = strange("closed", "three", tags=[make_tag()], full_post="Zqvagal.")
    for number in range(5):
        sleep(f"night-{number}")
    named, whole = "Shared terms: zqvagal.", "Close in the whole of their texts."
    assert {link.article.slug: link.reason for link in seen(one)} == {"other": named, "closed": whole}
    assert {link.article.slug: link.reason for link in seen(other)} == {"one": named, "closed": whole}
    assert {link.article.slug: link.reason for link in seen(closed)} == {"one": whole, "other": whole}
    assert not [word for row in Suggestion.objects.filter(article=closed) for word, _ in row.terms if word]


def test_a_word_of_a_full_post_is_not_named_when_the_lists_are_made_anew() -> None:
    make_tag("Zqvagal")
    one = strange("one", "one", tags=[make_tag()], summary="The zqvagal nerve.")
    closed = strange("closed", "two", tags=[make_tag()], full_post="Zqvagal.")
    for number in range(5):
        sleep(f"night-{number}")
    call_command("rebuild_related", stdout=io.StringIO())
    assert [link.reason for link in [*seen(one), *seen(closed)]] == ["Close in the whole of their texts."] * 2


def test_a_word_that_was_taken_back_from_the_public_text_is_no_longer_named() -> None:
    make_tag("Zqvagal")
    one, two = (fear(slug, title="The zqvagal nerve", tags=[make_tag()]) for slug in ("one", "two"))
    for number in range(5):
        sleep(f"night-{number}")
    assert "zqvagal" in seen(one)[0].reason
    changed: dict[str, Any] = {**content_of(two).__dict__, "title": "Another", "full_post": "The zqvagal nerve."}
    write_content(two, type(content_of(two))(**changed))
    assert not any("zqvagal" in link.reason for link in [*seen(one), *seen(two)])


def test_texts_that_share_nothing_in_public_are_told_so_in_one_sentence() -> None:
    make_tag("Zqvagal", synonyms=["zqbaroreflex"])
    one = fear("one", tags=[make_tag("A")], full_post="## What\n\n" + "zqvagal zqbaroreflex " * 9)
    make_article(
        "two", tags=[make_tag("B")], title="Zz", standfirst="Yy", key_points=("Xx",), summary="Ww",
        full_post="## What\n\n" + "zqvagal zqbaroreflex " * 9,
    )  # fmt: skip
    assert seen(one)[0].reason == "Close in the whole of their texts."


def strange(slug: str, letters: str, **content: Any) -> Article:
    """An article of words that no other has."""
    words = [f"zq{letter}{letters}" for letter in "abcde"]
    return make_article(slug, **{
        "title": words[0], "standfirst": words[1], "key_points": (words[2],), "summary": words[3],
        "full_post": words[4], **content,
    })  # fmt: skip


def test_a_suggestion_that_has_lost_its_only_reason_is_gone() -> None:
    tag, secret, night = make_tag("Fear extinction"), "zqvagal zqbaroreflex " * 9, sleep("night", tags=[make_tag()])
    one = strange("one", "one", tags=[tag, make_tag()], full_post=secret)
    by_tag = strange("by-tag", "two", tags=[tag, make_tag()])
    strange("by-both", "three", tags=[tag, make_tag()], full_post=secret)
    assert [link.reason for link in seen(one)] == ["Both on Fear extinction."] * 2
    curation.untag_articles([one], tag, by=None, at=timezone.now())
    assert [(link.article.slug, link.reason) for link in seen(one)] == [
        ("by-both", "Close in the whole of their texts."),
    ]  # fmt: skip
    assert slugs(seen(by_tag)) == ["by-both"]
    pin(one, by_tag)
    pin(one, night)
    assert [link.reason for link in seen(one)[:2]] == ["Chosen by the editors."] * 2


def test_a_pinned_article_that_shares_nothing_is_chosen_by_the_editors() -> None:
    one, two = strange("one", "one", tags=[make_tag()]), strange("two", "two", tags=[make_tag()])
    strange("three", "three", tags=[make_tag()])
    assert seen(one) == []
    pin(one, two)
    assert [(link.article.slug, link.reason) for link in seen(one)] == [("two", "Chosen by the editors.")]


def test_a_tag_that_every_article_carries_is_no_reason() -> None:
    every, some, _ = make_tag("Neuroscience"), make_tag("Amygdala"), make_tag("Extinction")
    one, two = (fear(slug, tags=[every, some]) for slug in ("one", "two"))
    sleep("night", tags=[every])
    write_content(one, content_of(one))
    assert [seen(article)[0].reason for article in (one, two)] == ["Both on Amygdala; shared terms: extinction."] * 2


def test_a_tag_is_named_as_it_is_called_now_and_only_while_both_carry_it() -> None:
    tag, kept, _ = make_tag("Fear extinction"), make_tag("Amygdala"), make_tag("Recall")
    one, two = fear("one", tags=[tag, kept]), fear("two", tags=[tag, kept])
    curation.rename(tag, "Extinction learning", by=None, at=timezone.now())
    assert seen(one)[0].reason.startswith("Both on Extinction learning and Amygdala;")
    curation.untag_articles([two], tag, by=None, at=timezone.now())
    assert seen(one)[0].reason.startswith("Both on Amygdala;")
    assert seen(two)[0].reason.startswith("Both on Amygdala;")
    curation.merge(kept, into=make_tag("Corpus amygdaloideum"), by=None, at=timezone.now())
    assert seen(one)[0].reason.startswith("Shared terms: ")
    assert TaggedArticle.objects.exists()


# --- Labels and synonyms, as they are today -----------------------------------------------------------------------


def reason_of_two(text: str) -> str:
    """Why two articles that share nothing but this text are suggested."""
    one, _ = (strange(letters, letters, tags=[make_tag()], summary=text) for letters in ("one", "two"))
    for number in range(3):
        sleep(f"night-{number}")
    return seen(one)[0].reason


def test_words_that_are_no_label_and_numbers_and_single_letters_are_never_named_however_rare() -> None:
    make_tag("Fear learning", synonyms=["25", "Q"])  # a word of a label is none
    assert reason_of_two("Less learning went into 25 months of Q, zqvagal.") == "Close in the whole of their texts."


def test_labels_and_synonyms_are_named_in_any_spelling_but_not_those_that_only_search_knows() -> None:
    tag = make_tag("Phobias", synonyms=["OCD", "Ångest", "抑郁"])
    TagLabel.objects.create(tag=tag, name="zqhidden", kind="hidden")
    reason = reason_of_two("A phobia, an OCD, 抑郁 and zqhidden.")
    assert sorted(reason[:-1].removeprefix("Shared terms: ").split(", ")) == ["OCD", "phobia", "抑郁"]


def test_a_label_is_named_only_as_long_as_the_vocabulary_has_it() -> None:
    tag = make_tag("Zqvagal")
    assert reason_of_two("The zqvagal nerve.") == "Shared terms: zqvagal."
    curation.deprecate(tag, replaced_by=make_tag("Vagus"), by=None, at=timezone.now())
    one = Article.objects.get(slug="one")
    assert seen(one)[0].reason == "Close in the whole of their texts."
    write_content(one, content_of(one))
    assert seen(one)[0].reason == "Close in the whole of their texts."


def test_the_synonym_of_a_tag_that_is_named_is_not_named_again() -> None:
    tag = make_tag("Obsessive-compulsive disorder", synonyms=["OCD"])
    one, _ = (strange(letters, letters, tags=[tag, make_tag()], summary="In OCD.") for letters in ("one", "two"))
    assert seen(one)[0].reason == "Both on Obsessive-compulsive disorder."
