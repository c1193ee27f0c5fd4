"""What is said of a tag at the desk: new tags, their words, matches and place; taxonomies; and all of it taken back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.roles import CONTRIBUTOR
from tags.cache.snapshot import current_snapshot
from tags.models import Closure, CurationAct, Tag, TagLabel, TagMatch, Taxonomy
from tests.desk.desk import at_desk
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.tags.curating import articles_under

pytestmark = pytest.mark.django_db


def form_on(answer: Any) -> dict[str, list[str]]:
    return FormReader(answer.content.decode(), "main-form").fields


def sent(client: Client, address: str, **said: Any) -> Any:
    """The form at this address with these changes."""
    return client.post(address, {**form_on(client.get(address)), **said})


def described(client: Client, tag: Tag, **said: Any) -> Any:
    return sent(client, reverse("desk:topic", args=[tag.pk]), **said)


def new(client: Client, **said: Any) -> Any:
    return sent(client, reverse("desk:new-topic"), **said)


def undone(client: Client) -> int:
    """The status after the last act was taken back."""
    act = CurationAct.objects.latest("pk")
    return client.post(reverse("desk:undo-topic-act", args=[act.pk]), {}).status_code


def told(answer: Any) -> str:
    assert answer.status_code in (409, 422), answer.get("Location")
    return Page.of(answer).text


def words(tag: Tag) -> set[tuple[str, str, str]]:
    return set(tag.labels.values_list("name", "kind", "language"))


def test_a_new_tag_is_made_whole_holds_its_articles_at_once_and_goes_again() -> None:
    client, _ = at_desk()
    process = make_taxonomy("process")
    fear, stress = make_tag("Fear", process), make_tag("Stress")
    answer = new(
        client, label="Fear  learning", taxonomy=process.pk, under="Fear", note="How fear is learned.",
        synonyms="Conditioning\n", related="Stress (Disorder)",
        **{"labels-0-name": "Furchtlernen", "labels-0-language": "de"},
        **{"matches-0-identifier": "D000001", "matches-0-name": "Fear"},
    )  # fmt: skip
    tag = Tag.objects.get(slug="fear-learning")
    assert answer["Location"] == reverse("desk:topic", args=[tag.pk])
    assert (tag.name, tag.scope_note) == ("Fear learning", "How fear is learned.")
    assert words(tag) == {("Conditioning", "alt", "en"), ("Furchtlernen", "pref", "de")}
    assert str(tag.matches.get()) == "The same as mesh D000001"
    assert list(Tag.objects.related_to(stress)) == [tag]
    article = make_article(tags=[tag])
    assert articles_under(fear) == [article]
    assert undone(client) == 409
    article.tags.clear()
    article.delete()
    assert undone(client) == 302
    assert set(Tag.objects.filter(taxonomy__is_category=False)) == {fear, stress}


@pytest.mark.parametrize("name", ["ＦＭＲＩ", "fMRÍ", "f\u00adMRI"])
def test_one_spelling_stands_once_in_a_taxonomy(name: str) -> None:
    client, _ = at_desk()
    method = make_taxonomy("method")
    make_tag("fMRI", method)
    assert "“fMRI” in Method is spelled the same." in told(new(client, label=name, taxonomy=method.pk))
    assert new(client, label=name, taxonomy=make_taxonomy("process").pk).status_code == 302


@pytest.mark.parametrize("name", ["СВТ", "СBТ"])
def test_a_label_that_looks_like_another_is_refused(name: str) -> None:
    client, _ = at_desk()
    method = make_taxonomy("method")
    make_tag("CBT", method)
    assert "“CBT” in Method looks the same in other letters." in told(new(client, label=name, taxonomy=method.pk))


@pytest.mark.parametrize("name", ["", "\U0001f9e0", "\u0301", "x" * 256])
def test_a_label_that_nobody_could_find_again_is_refused(name: str) -> None:
    client, _ = at_desk()
    assert told(new(client, label=name, taxonomy=make_taxonomy().pk))
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind", "language", "why"),
    [
        ("FEAR", "alt", "en", "“FEAR” is its label."),
        ("Dread", "pref", "en", "“Dread”: it has a preferred label in this language already."),
        ("Furcht", "pref", "de", "“Furcht”: it has a preferred label in this language already."),
        ("angst", "hidden", "de", "“angst” stands there already."),
        ("Peur", "pref", "-fr-", "“-fr-” is no language."),
    ],
)
def test_a_word_that_would_be_an_error_of_the_vocabulary_is_refused(
    name: str, kind: str, language: str, why: str
) -> None:
    client, _ = at_desk()
    tag = make_tag("Fear", synonyms=["Fright"])
    TagLabel.objects.create(tag=tag, name="Angst", kind="pref", language="de")
    row = {"labels-1-name": name, "labels-1-kind": kind, "labels-1-language": language}
    answer = described(client, tag, **row)
    assert why in told(answer)
    assert form_on(answer)["labels-1-name"] == [name]
    assert words(tag) == {("Fright", "alt", "en"), ("Angst", "pref", "de")}


def test_words_and_matches_change_go_and_come_back() -> None:
    client, _ = at_desk()
    tag = make_tag("Fear", related=[make_tag("Stress")])
    TagLabel.objects.create(tag=tag, name="Angst", kind="pref", language="de")
    TagMatch.objects.create(tag=tag, relation="exactMatch", identifier="D000001", name="Fear")
    said = {"labels-0-kind": "hidden", "matches-0-relation": "closeMatch", "related": ""}
    assert described(client, tag, **said).status_code == 302
    assert words(tag) == {("Angst", "hidden", "de")}
    assert tag.matches.get().relation == "closeMatch"
    assert not Tag.objects.related_to(tag)
    twice = {"matches-1-identifier": "D000001", "matches-1-name": "Again"}
    assert "The match mesh D000001 stands there twice." in told(described(client, tag, **twice))
    assert "Give its identifier there" in told(described(client, tag, **{"matches-1-name": "Nameless"}))
    assert described(client, tag, **{"labels-0-name": "", "matches-0-identifier": "", "matches-0-name": ""})
    assert (words(tag), tag.matches.count()) == (set(), 0)
    assert (undone(client), undone(client)) == (302, 409)
    assert (words(tag), tag.matches.count()) == ({("Angst", "hidden", "de")}, 1)


def test_a_tag_that_waits_is_filed_in_another_taxonomy_where_it_fits() -> None:
    client, _ = at_desk()
    article = make_article()
    article.tags.add("Freely typed")
    tag, disorder = Tag.objects.get(name="Freely typed"), make_taxonomy()
    other = make_tag("Freely typed", make_taxonomy("method"))
    assert "is spelled the same" in told(described(client, tag, taxonomy=other.taxonomy_id))
    category = make_category("Therapy").taxonomy
    assert "cannot take each other's place" in told(described(client, tag, taxonomy=category.pk))
    assert described(client, tag, taxonomy=disorder.pk).status_code == 302
    assert Tag.objects.get(pk=tag.pk).taxonomy == disorder
    make_tag("Narrower", under=[tag])
    assert "It stands under or above tags of Disorder" in told(
        described(client, tag, taxonomy=make_taxonomy("process").pk)
    )


def test_related_tags_are_found_by_label_and_never_stand_above_each_other() -> None:
    client, _ = at_desk()
    top = make_tag("Top")
    tag = make_tag("Fear", under=[top])
    assert "No tag that fits here is called “Nowhere”." in told(described(client, tag, related="Nowhere"))
    assert "unrelate them first" in told(described(client, tag, related="Top"))
    assert not Tag.objects.related_to(top)


def test_a_tag_is_deleted_after_a_question_and_comes_back_with_all_that_hung_on_it() -> None:
    client, _ = at_desk()
    top = make_tag("Top")
    middle = make_tag("Middle", under=[top], synonyms=["Centre"], related=[make_tag("Beside")])
    bottom = make_tag("Bottom", under=[middle])
    address = reverse("desk:topic-act", args=[middle.pk, "delete"])
    assert "“Bottom” no longer stands under it." in Page.of(client.get(address)).text
    assert client.post(address, {})["Location"] == reverse("desk:topics")
    assert not Tag.objects.filter(pk=middle.pk).exists()
    assert not Closure.objects.filter(ancestor=top, descendant=bottom).exists()
    assert undone(client) == 302
    assert Closure.objects.get(ancestor=top, descendant=bottom).depth == 2
    assert words(middle) == {("Centre", "alt", "en")}
    assert [tag.name for tag in Tag.objects.related_to(middle)] == ["Beside"]


def test_a_tag_with_articles_is_not_deleted_and_says_how_many_it_has() -> None:
    client, _ = at_desk()
    tag, category = make_tag("Amygdala"), make_category("Therapy")
    make_article(tags=[tag], categories=[category])
    for kept in (tag, category):
        address = reverse("desk:topic-act", args=[kept.pk, "delete"])
        assert f"“{kept}” has 1 article: take it off them first" in told(client.get(address))
        assert client.post(address, {}).status_code == 409
    assert set(Tag.objects.all()) == {tag, category}


def test_a_taxonomy_is_made_renamed_put_in_order_and_deleted_when_it_is_empty() -> None:
    client, _ = at_desk()
    assert sent(client, reverse("desk:new-taxonomy"), name="Sleep stage", position="3").status_code == 302
    made = Taxonomy.objects.get()
    assert (made.slug, made.position, made.is_category) == ("sleep-stage", 3, False)
    address = reverse("desk:taxonomy", args=[made.pk])
    assert sent(client, address, name="Stage of sleep", description="How deep.", position="1").status_code == 302
    assert current_snapshot().tag_tree.taxonomies[0].name == "Stage of sleep"
    tag = make_tag("REM", made)
    delete = reverse("desk:delete-taxonomy", args=[made.pk])
    assert "1 tag stands in it" in told(client.post(delete, {}))
    tag.delete()
    assert "It is empty." in Page.of(client.get(delete)).text
    assert client.post(delete, {}).status_code == 302
    assert not current_snapshot().tag_tree.taxonomies
    assert undone(client) == 302
    assert Taxonomy.objects.get().description == "How deep."


@pytest.mark.parametrize("name", ["process", "Process\u200b", "Рrocess"])
def test_two_taxonomies_of_one_name_are_told(name: str) -> None:
    client, _ = at_desk()
    make_taxonomy("process", name="Process")
    told(sent(client, reverse("desk:new-taxonomy"), name=name, slug="another"))
    assert Taxonomy.objects.count() == 1


def test_a_name_that_addresses_need_themselves_is_told() -> None:
    client, _ = at_desk()
    assert "has a meaning of its own" in told(sent(client, reverse("desk:new-taxonomy"), name="Sort"))


def test_tags_with_articles_do_not_become_categories() -> None:
    client, _ = at_desk()
    used, free = make_tag("Used", make_taxonomy("process")), make_tag("Free", make_taxonomy("method"))
    make_article(tags=[used])
    for tag in (used, free):
        sent(client, reverse("desk:taxonomy", args=[tag.taxonomy_id]), is_category="on")
    assert set(Taxonomy.objects.filter(is_category=True, slug__in=["process", "method"])) == {free.taxonomy}


def test_whoever_changes_a_taxonomy_second_sees_both_and_overwrites_nothing_unseen() -> None:
    client, _ = at_desk()
    address = reverse("desk:taxonomy", args=[make_taxonomy("process").pk])
    form = form_on(client.get(address))
    assert client.post(address, {**form, "description": "By the first."}).status_code == 302
    stale = client.post(address, {**form, "description": "By the second."})
    assert stale.status_code == 409
    assert "By the first." in Page.of(stale).text
    assert Taxonomy.objects.get().description == "By the first."
    assert client.post(address, form_on(stale)).status_code == 302
    assert Taxonomy.objects.get().description == "By the second."


def test_the_check_of_the_vocabulary_names_what_mends_it_and_leads_there() -> None:
    client, _ = at_desk()
    tag = make_tag("Fear", scope_note="What one feels.")
    page = client.get(reverse("desk:check-topics"))
    assert "No errors." in Page.of(page).text
    assert "Tags without an article (1)" in Page.of(page).text
    assert reverse("desk:topic", args=[tag.pk]) in page.content.decode()


def test_contributors_make_and_change_none_of_it() -> None:
    client, _ = at_desk(make_user(CONTRIBUTOR))
    taxonomy = make_taxonomy()
    for name, args in (
        ("new-topic", []), ("new-taxonomy", []), ("taxonomies", []), ("taxonomy", [taxonomy.pk]),
        ("delete-taxonomy", [taxonomy.pk]), ("check-topics", []),
    ):  # fmt: skip
        address = reverse(f"desk:{name}", args=args)
        assert client.get(address).status_code == 403, name
        said = {"label": "Mine", "name": "Mine", "taxonomy": taxonomy.pk}
        assert client.post(address, said).status_code in (403, 405), name
    assert (Tag.objects.count(), CurationAct.objects.count(), Taxonomy.objects.get()) == (0, 0, taxonomy)
