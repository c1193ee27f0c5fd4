"""What each act of a curator does to tags, articles, labels and addresses, and what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import Article
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER
from tags import curation
from tags.curation import CurationRefused
from tags.hierarchy import CycleRefused
from tags.models import CurationAct, FormerTagSlug, Tag
from tests.factories import make_tag, make_taxonomy, make_user
from tests.tags.curating import Vocabulary, again, labels, leads_to, make_vocabulary, parents, tags_of
from tests.tags.tables import assert_same, state
from tests.times import NOW
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WHO: dict[str, Any] = {"by": None, "at": NOW}


@shared
def vocabulary() -> Vocabulary:
    return make_vocabulary()


# --- Rename -------------------------------------------------------------------------------------------------------


def test_the_old_label_becomes_a_synonym_and_the_old_address_leads_on(vocabulary: Vocabulary) -> None:
    curation.rename(vocabulary["Fear"], "  Acute   terror ", **WHO)
    fear = vocabulary["Fear"]
    assert (fear.name, fear.slug) == ("Acute terror", "acute-terror")
    assert labels(fear) == [("alt", "Dread"), ("alt", "Fear"), ("alt", "Fright")]
    assert [leads_to(slug) for slug in ("fear", "angst", "acute-terror")] == ["acute-terror", "acute-terror", ""]


def test_a_tag_that_is_renamed_back_has_its_first_address_again(vocabulary: Vocabulary) -> None:
    curation.rename(vocabulary["Fear"], "Terror", **WHO)
    curation.rename(vocabulary["Fear"], "Fear", **WHO)
    fear = vocabulary["Fear"]
    assert (fear.name, fear.slug, leads_to("terror"), leads_to("fear")) == ("Fear", "fear", "fear", "")
    assert labels(fear) == [("alt", "Dread"), ("alt", "Fright"), ("alt", "Terror")]


def test_another_spelling_of_a_label_makes_no_synonym_and_no_address(vocabulary: Vocabulary) -> None:
    curation.rename(vocabulary["Fear"], "FÉAR", **WHO)
    fear = vocabulary["Fear"]
    assert (fear.name, fear.slug, len(labels(fear)), leads_to("fear")) == ("FÉAR", "fear", 2, "")


def test_a_synonym_that_becomes_the_label_is_no_longer_one(vocabulary: Vocabulary) -> None:
    curation.rename(vocabulary["Fear"], "fright", **WHO)
    assert labels(vocabulary["Fear"]) == [("alt", "Dread"), ("alt", "Fear")]


def test_the_address_stays_when_that_is_wished(vocabulary: Vocabulary) -> None:
    curation.rename(vocabulary["Fear"], "Terror", keep_address=True, **WHO)
    assert (vocabulary["Fear"].slug, FormerTagSlug.objects.count()) == ("fear", 1)


def test_an_address_that_is_taken_gets_a_number(vocabulary: Vocabulary) -> None:
    other = make_tag("Terror", make_taxonomy("process"))
    curation.rename(vocabulary["Fear"], "Terror", **WHO)
    curation.rename(vocabulary["Phobia"], "Angst", **WHO)
    assert (again(other).slug, vocabulary["Fear"].slug, vocabulary["Phobia"].slug) == ("terror", "terror-2", "angst-2")
    assert leads_to("angst") == "terror-2"


def test_a_live_tag_wins_its_address_from_a_former_one(vocabulary: Vocabulary) -> None:
    newcomer = make_tag("Angst")
    assert (newcomer.slug, leads_to("angst")) == ("angst", "")
    curation.merge(newcomer, into=vocabulary["Stress"], **WHO)
    assert leads_to("angst") == "stress"


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Fear", "is its label already"),
        ("phobia", "“Phobia” in Disorder is spelled the same"),
        ("ＰＴＳＤ", "“PTSD” in Disorder is spelled the same"),
        (" ", "at least one letter"),
        ("x" * 256, "255 characters at most"),
    ],
)
def test_a_label_that_will_not_do_is_refused(label: str, reason: str, vocabulary: Vocabulary) -> None:
    before = state()
    with pytest.raises(CurationRefused, match=reason):
        curation.rename(vocabulary["Fear"], label, **WHO)
    assert_same(before, state())
    assert not CurationAct.objects.exists()


# --- Split --------------------------------------------------------------------------------------------------------


def test_a_split_moves_what_is_named_and_leaves_the_rest(vocabulary: Vocabulary) -> None:
    one, two, three = vocabulary.articles[:3]
    parts: list[Any] = [("Fright", [one, two]), ("Panic", [two]), "Alarm"]
    curation.split(vocabulary["Fear"], into=parts, **WHO)
    assert [tags_of(article) for article in (one, two, three)] == [
        ["Fright"], ["Phobia", "Fright", "Amygdala", "Panic"], ["Fear", "Phobia"],
    ]  # fmt: skip
    assert [parents(Tag.objects.get(name=name)) for name in ("Fright", "Panic", "Alarm")] == [{"Anxiety"}] * 3
    assert labels(vocabulary["Fear"]) == [("alt", "Dread")]


def test_a_split_can_make_narrower_tags(vocabulary: Vocabulary) -> None:
    curation.split(vocabulary["Fear"], into=["Panic"], as_narrower=True, **WHO)
    assert parents(Tag.objects.get(name="Panic")) == {"Fear"}


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ([], "at least one new tag"),
        (["Panic", "pánic"], "Two of the new tags"),
        (["fear"], "“Fear” in Disorder is spelled the same"),
        (["Panic", "PTSD"], "“PTSD” in Disorder"),
    ],
)
def test_a_split_that_will_not_do_is_refused(labels: list[str], reason: str, vocabulary: Vocabulary) -> None:
    before = state()
    with pytest.raises(CurationRefused, match=reason):
        curation.split(vocabulary["Fear"], into=labels, **WHO)
    stranger = vocabulary.articles[3]
    with pytest.raises(CurationRefused, match=f"Not filed under “Fear”: “{stranger}”"):
        curation.split(vocabulary["Fear"], into=[("Panic", [stranger])], **WHO)
    assert_same(before, state())


# --- Place --------------------------------------------------------------------------------------------------------


def test_a_tag_moves_from_all_its_parents_or_from_one(vocabulary: Vocabulary) -> None:
    curation.move(vocabulary["PTSD"], under=vocabulary["Phobia"], from_=vocabulary["Stress"], **WHO)
    assert parents(vocabulary["PTSD"]) == {"Anxiety", "Phobia"}
    act = curation.move(vocabulary["PTSD"], under=vocabulary["Stress"], **WHO)
    assert parents(vocabulary["PTSD"]) == {"Stress"}
    assert act.summary == "Moved “PTSD” from “Anxiety” and “Phobia” under “Stress”"
    curation.add_parent(vocabulary["PTSD"], vocabulary["Anxiety"], **WHO)
    curation.remove_parent(vocabulary["PTSD"], vocabulary["Stress"], **WHO)
    assert parents(vocabulary["PTSD"]) == {"Anxiety"}


def test_places_that_cannot_be_are_refused(vocabulary: Vocabulary) -> None:
    v, before = vocabulary, state()
    with pytest.raises(CycleRefused, match="“Social phobia” already stands under “Anxiety”"):
        curation.move(v["Anxiety"], under=v["Social phobia"], **WHO)
    with pytest.raises(CycleRefused):
        curation.add_parent(v["Fear"], v["Fear"], **WHO)
    attempts: list[tuple[Callable[[], Any], str]] = [
        (lambda: curation.move(v["Fear"], under=v["Insula"], **WHO), "“Insula” in Region: it cannot stand under it"),
        (lambda: curation.add_parent(v["Fear"], v["Stress"], **WHO), "“Fear” and “Stress” are related"),
        (lambda: curation.add_parent(v["Fear"], v["Anxiety"], **WHO), "stands under “Anxiety” already"),
        (lambda: curation.move(v["Fear"], under=v["Anxiety"], **WHO), "stands under “Anxiety” already"),
        (lambda: curation.move(v["PTSD"], under=v["Fear"], from_=v["Phobia"], **WHO), "does not stand under “Phobia”"),
        (lambda: curation.remove_parent(v["Fear"], v["Phobia"], **WHO), "does not stand under “Phobia”"),
    ]
    for attempt, reason in attempts:
        with pytest.raises(CurationRefused, match=reason):
            attempt()
    assert_same(before, state())


# --- Articles -----------------------------------------------------------------------------------------------------


def test_a_tag_is_put_on_many_articles_and_publishes_none(vocabulary: Vocabulary) -> None:
    states = list(Article.objects.order_by("pk").values_list("status", "updated_at"))
    act = curation.tag_articles(vocabulary.articles, vocabulary["Phobia"], **WHO)
    assert act.summary == "Put “Phobia” on 4 articles"
    assert all("Phobia" in tags_of(article) for article in vocabulary.articles)
    assert list(Article.objects.order_by("pk").values_list("status", "updated_at")) == states
    with pytest.raises(CurationRefused, match="on all of them already"):
        curation.tag_articles(vocabulary.articles, vocabulary["Phobia"], **WHO)


def test_a_published_article_keeps_a_tag_and_a_category(vocabulary: Vocabulary) -> None:
    before = state()
    with pytest.raises(CurationRefused, match="at least one tag") as refused:
        curation.untag_articles(vocabulary.articles, vocabulary["Fear"], **WHO)
    assert vocabulary.articles[0].title in str(refused.value)
    assert vocabulary.articles[6].title not in str(refused.value)
    with pytest.raises(CurationRefused, match="at least one category"):
        curation.untag_articles(vocabulary.articles, vocabulary["Therapy"], **WHO)
    assert_same(before, state())
    curation.untag_articles(vocabulary.articles[1:3], vocabulary["Fear"], **WHO)
    assert tags_of(vocabulary.articles[2]) == ["Phobia"]
    with pytest.raises(CurationRefused, match="on none of them"):
        curation.untag_articles(vocabulary.articles[1:3], vocabulary["Fear"], **WHO)


def test_drafts_may_lose_their_last_tag(vocabulary: Vocabulary) -> None:
    curation.untag_articles(vocabulary.articles[6:], vocabulary["Fear"], **WHO)
    assert tags_of(vocabulary.articles[6]) == []


# --- Who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [MEMBER, CONTRIBUTOR])
def test_who_may_not_curate_is_refused_every_act(role: str, vocabulary: Vocabulary) -> None:
    act = curation.rename(vocabulary["Stress"], "Strain", **WHO)
    person, v, before = make_user(role), vocabulary, state()
    who: dict[str, Any] = {"by": person, "at": NOW}
    attempts: list[Callable[[], Any]] = [
        lambda: curation.rename(v["Fear"], "New", **who),
        lambda: curation.merge(v["Fear"], into=v["Phobia"], **who),
        lambda: curation.split(v["Fear"], into=["New"], **who),
        lambda: curation.move(v["Fear"], under=v["Phobia"], **who),
        lambda: curation.add_parent(v["Fear"], v["Phobia"], **who),
        lambda: curation.remove_parent(v["Fear"], v["Anxiety"], **who),
        lambda: curation.delete_tag(v["Insula"], **who),
        lambda: curation.deprecate(v["Fear"], replaced_by=v["Phobia"], **who),
        lambda: curation.tag_articles(v.articles, v["Insula"], **who),
        lambda: curation.untag_articles(v.articles, v["Phobia"], **who),
        lambda: curation.undo(act, **who),
    ]
    for attempt in attempts:
        with pytest.raises(CurationRefused, match="Your role does not allow this"):
            attempt()
    assert_same(before | {"members.User": {}}, state() | {"members.User": {}})


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR])
def test_editors_acts_are_noted_with_their_name_and_time(role: str, vocabulary: Vocabulary) -> None:
    person = make_user(role)
    act = curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], by=person, at=NOW)
    noted = CurationAct.objects.get()
    assert (noted, noted.by, noted.at, noted.verb) == (act, person, NOW, "merge")
    assert noted.summary == "Merged “Fear” into “Phobia”"


def test_a_journal_holds_the_rows_that_differ_and_no_others(vocabulary: Vocabulary) -> None:
    act = curation.rename(vocabulary["Fear"], "Terror", keep_address=True, **WHO)
    rows = CurationAct.objects.get(pk=act.pk).rows
    assert rows.keys() == {"tags.Tag", "tags.TagLabel"}
    [[before, after]] = rows["tags.Tag"].values()
    assert {name for name in before if before[name] != after[name]} == {"name", "normal_form"}
    assert [before for before, _ in rows["tags.TagLabel"].values()] == [None]
