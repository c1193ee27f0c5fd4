"""Curating the vocabulary in the admin, and the acts behind it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tags.curation import TagInUse, delete_tags, rename
from tags.hierarchy import put_under, set_broader, set_related
from tags.models import Broader, Closure, RelatedTag, Tag, TagLabel, Taxonomy
from tests.editing import errors_of, logged_in
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user
from tests.filled import sent
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.tags.curating import articles_under

pytestmark = pytest.mark.django_db
LIST = "/admin/tags/tag/"
ADD = "/admin/tags/tag/add/"


def change(tag: Tag) -> str:
    return f"{LIST}{tag.pk}/change/"


def saved(client: Client, tag: Tag, **changes: Any) -> Any:
    return sent(client, change(tag), "tag_form", **changes)


def paths() -> set[tuple[str, str, int]]:
    """The closure in words: what stands how far under what, itself left out."""
    rows = Closure.objects.exclude(depth=0).values_list("ancestor__name", "descendant__name", "depth")
    return set(rows)


# --- Every tag can be found ---------------------------------------------------------------------------------------


def test_a_tag_made_in_the_admin_holds_its_articles_at_once(editor: Client) -> None:
    taxonomy = make_taxonomy("process")
    response = sent(editor, ADD, "tag_form", name="Fear  learning", taxonomy=taxonomy.pk)
    assert response.status_code == 302, errors_of(response)
    tag = Tag.objects.get()
    assert (tag.name, tag.slug) == ("Fear learning", "fear-learning")
    article = make_article(tags=[tag])
    assert articles_under(tag) == [article]


def test_a_tag_that_was_typed_freely_holds_its_article_at_once() -> None:
    article = make_article()
    article.tags.add("Something new, with a comma")
    tag = Tag.objects.get(name="Something new, with a comma")
    assert tag.taxonomy == Taxonomy.unfiled()
    assert articles_under(tag) == [article]


def test_a_tag_saved_twice_has_one_row_of_its_own() -> None:
    tag = Tag.objects.create(name="Once", taxonomy=make_taxonomy())
    tag.save()
    assert Closure.objects.filter(ancestor=tag, descendant=tag).count() == 1


# --- Place --------------------------------------------------------------------------------------------------------


def test_the_form_puts_a_tag_under_several_others_and_takes_it_out_again(editor: Client) -> None:
    anxiety, fear, phobia = make_tag("Anxiety"), make_tag("Fear"), make_tag("Phobia")
    spiders = make_tag("Spiders", under=[phobia])
    saved(editor, phobia, broader_tags=[anxiety.pk, fear.pk])
    assert paths() == {
        ("Phobia", "Spiders", 1), ("Anxiety", "Phobia", 1), ("Fear", "Phobia", 1),
        ("Anxiety", "Spiders", 2), ("Fear", "Spiders", 2),
    }  # fmt: skip
    article = make_article(tags=[spiders])
    assert articles_under(fear) == [article]
    saved(editor, phobia, broader_tags=[fear.pk])
    assert articles_under(anxiety) == []
    saved(editor, phobia, broader_tags=None)
    assert paths() == {("Phobia", "Spiders", 1)}


def test_a_circle_is_refused_at_its_field_and_nothing_changes(editor: Client) -> None:
    top, middle, bottom = make_tag("Top"), make_tag("Middle"), make_tag("Bottom")
    put_under(middle, top)
    put_under(bottom, middle)
    before = paths()
    response = saved(editor, top, broader_tags=[bottom.pk], name="Renamed")
    assert errors_of(response) == ["“Top” cannot stand under “Bottom”: “Bottom” already stands under “Top”."]
    assert "cannot stand under" in " ".join(errors_of(saved(editor, top, broader_tags=[top.pk])))
    assert (paths(), Tag.objects.get(pk=top.pk).name) == (before, "Top")


def test_the_form_says_where_the_tag_stands(editor: Client) -> None:
    parent, other = make_tag("Parent"), make_tag("Other")
    tag = make_tag("Child", under=[parent], related=[other])
    make_tag("Grandchild", under=[tag])
    response = saved(editor, tag)
    assert response.status_code == 302, errors_of(response)
    assert Broader.objects.filter(narrower_tag=tag).count() == 1
    assert RelatedTag.objects.count() == 1
    assert "Grandchild" in Page.of(editor.get(change(tag))).with_class("field-narrower_tags")[0].text


def test_related_tags_hold_in_both_directions_and_come_off_from_either(editor: Client) -> None:
    one, two = make_tag("One"), make_tag("Two")
    saved(editor, two, related_tags=[one.pk])
    assert list(Tag.objects.related_to(one)) == [two]
    saved(editor, one, related_tags=None)
    assert list(Tag.objects.related_to(two)) == []


def test_acts_set_exactly_what_they_are_given() -> None:
    a, b, c = make_tag("A"), make_tag("B"), make_tag("C")
    set_broader(a, [b, c])
    set_broader(a, [c, c])
    assert paths() == {("C", "A", 1)}
    set_related(b, [a, c, b])
    set_related(b, [c])
    assert [(pair.one, pair.other) for pair in RelatedTag.objects.all()] == [(b, c)]


# --- Spelling -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fmri", "ＦＭＲＩ", " fMRI ", "fMRÍ", "f\u00adMRI", "\ufefffMRI\u200b"])
def test_one_spelling_stands_once_in_a_taxonomy(name: str, editor: Client) -> None:
    method, process = make_taxonomy("method"), make_taxonomy("process")
    make_tag("fMRI", method)
    assert errors_of(sent(editor, ADD, "tag_form", name=name, taxonomy=method.pk)) == [
        "“fMRI” in Method is spelled the same."
    ]
    assert sent(editor, ADD, "tag_form", name=name, taxonomy=process.pk).status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "\U0001f9e0", "\u200b", "\u0301", "x" * 256])
def test_a_label_that_nobody_could_find_again_is_refused(name: str, editor: Client) -> None:
    taxonomy = make_taxonomy()
    assert errors_of(sent(editor, ADD, "tag_form", name=name, taxonomy=taxonomy.pk))
    tag = make_tag("Fine")
    if name.strip():
        assert errors_of(saved(editor, tag, **{"labels-0-name": name}))
    assert Tag.objects.count() == 1


def test_synonyms_are_written_beside_the_tag_and_each_stands_once(editor: Client) -> None:
    tag = make_tag("Cognitive-behavioral therapy")
    saved(editor, tag, **{"labels-0-name": " CBT "})
    assert [label.name for label in TagLabel.objects.all()] == ["CBT"]
    response = saved(editor, tag, **{"labels-1-name": "cbt"})
    assert "This synonym stands here already." in errors_of(response)
    assert saved(editor, tag, **{"labels-1-name": "cbt", "labels-0-DELETE": "on"}).status_code == 302
    assert [label.name for label in TagLabel.objects.all()] == ["cbt"]


@pytest.mark.parametrize(
    ("name", "kind", "language", "told"),
    [
        ("FEAR", "alt", "en", "This is its preferred label."),
        ("Dread", "pref", "en", "It has a preferred label in this language already."),
        ("Furcht", "pref", "de", "It has a preferred label in this language already."),
    ],
)
def test_a_label_that_would_be_an_error_of_the_vocabulary_is_refused(
    name: str, kind: str, language: str, told: str, editor: Client
) -> None:
    tag = make_tag("Fear", synonyms=["Fright"])
    TagLabel.objects.create(tag=tag, name="Angst", kind="pref", language="de")
    row = {"labels-0-name": name, "labels-0-kind": kind, "labels-0-language": language}
    assert errors_of(saved(editor, tag, **row)) == [told]
    assert {label.name for label in TagLabel.objects.all()} == {"Fright", "Angst"}


def test_a_new_tag_takes_no_address_that_leads_to_another(editor: Client) -> None:
    rename(make_tag("Fear", make_taxonomy("process")), "Anxiety", by=None, at=timezone.now())
    sent(editor, ADD, "tag_form", name="Fear", taxonomy=make_taxonomy("disorder").pk)
    assert Tag.objects.get(name="Fear").slug == "fear-2"
    assert editor.get("/tags/fear/").headers["Location"] == "/tags/anxiety/"


def test_a_tag_with_articles_does_not_become_a_category(editor: Client) -> None:
    category = make_category("Therapy").taxonomy
    used, free = make_tag("Used"), make_tag("Free")
    make_article(tags=[used])
    assert "cannot take each other's place" in errors_of(saved(editor, used, taxonomy=category.pk))[0]
    assert saved(editor, free, taxonomy=category.pk).status_code == 302


# --- Finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["cbt", "KOGNITIVE verhaltens", "behavioral cognitive", "Vérhaltens"])
def test_the_list_finds_a_tag_by_any_words_of_its_labels(query: str, editor: Client) -> None:
    make_tag("Cognitive-behavioral therapy", synonyms=["CBT", "Kognitive Verhaltenstherapie"])
    make_tag("Amygdala")
    shown = Page.of(editor.get(LIST, {"q": query})).with_id("result_list")[0].text
    assert "Cognitive-behavioral therapy" in shown
    assert "Amygdala" not in shown


def test_the_list_is_narrowed_to_a_taxonomy_and_counts_articles(editor: Client) -> None:
    method, process = make_taxonomy("method"), make_taxonomy("process")
    scan, fear = make_tag("fMRI", method), make_tag("Fear", process)
    for _ in range(3):
        make_article(tags=[scan, fear])
    page = Page.of(editor.get(LIST, {"taxonomy__id__exact": method.pk}))
    shown = page.with_id("result_list")[0].text
    assert "fMRI" in shown
    assert "Fear" not in shown
    assert page.with_class("field-filed")[0].text == "3"


def test_the_list_of_tags_costs_the_same_queries_for_any_number_of_tags(editor: Client) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            make_article(tags=[make_tag(synonyms=["a", "b"])])

    assert_same_queries_for_any_number(LIST, add, editor)


# --- Deleting -----------------------------------------------------------------------------------------------------


def test_a_tag_with_articles_is_not_deleted_and_says_how_many_it_has(editor: Client) -> None:
    tag, category = make_tag("Amygdala"), make_category("Therapy")
    for _ in range(2):
        make_article(tags=[tag], categories=[category])
    for kept in (tag, category):
        page = editor.get(f"{LIST}{kept.pk}/delete/").content.decode()
        assert f"“{kept}” has 2 articles" in page
        editor.post(f"{LIST}{kept.pk}/delete/", {"post": "yes"})
    editor.post(LIST, {"action": "delete_selected", "_selected_action": [tag.pk, category.pk], "post": "yes"})
    assert set(Tag.objects.all()) == {tag, category}
    assert list(Article.objects.all()[0].tags.all()) == [tag]
    with pytest.raises(TagInUse, match="has 2 articles"):
        delete_tags([make_tag("Unused"), tag])
    assert Tag.objects.filter(name="Unused").exists()


@pytest.mark.parametrize("many", [False, True])
def test_deleting_a_tag_leaves_no_path_through_it(many: bool, editor: Client) -> None:
    top, bottom = make_tag("Top"), make_tag("Bottom")
    middle = make_tag("Middle", under=[top])
    put_under(bottom, middle)
    article = make_article(tags=[bottom])
    assert articles_under(top) == [article]
    if many:
        editor.post(LIST, {"action": "delete_selected", "_selected_action": [middle.pk], "post": "yes"})
    else:
        editor.post(f"{LIST}{middle.pk}/delete/", {"post": "yes"})
    assert set(Tag.objects.filter(name__in=["Top", "Bottom", "Middle"])) == {top, bottom}
    assert paths() == set()
    assert articles_under(top) == []


# --- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "expected"), [(None, 302), (MEMBER, 302), (CONTRIBUTOR, 403), (EDITOR, 302)])
def test_editors_alone_curate(role: str | None, expected: int) -> None:
    tag = make_tag("Kept")
    client = logged_in(make_user(role) if role else None)
    assert client.post(f"{LIST}{tag.pk}/delete/", {"post": "yes"}).status_code == expected
    assert Tag.objects.filter(pk=tag.pk).exists() is (role != EDITOR)
    answer = client.post(ADD, {"name": "New", "taxonomy": make_taxonomy().pk})
    assert answer.status_code == (200 if role == EDITOR else expected)  # the editor's form lacks its inline tables
    assert not Tag.objects.filter(name="New").exists()


def test_a_contributor_is_not_told_how_many_drafts_of_others_a_tag_has() -> None:
    writer = make_user(CONTRIBUTOR)
    tag = make_tag("Fear")
    make_article(tags=[tag])
    make_article(tags=[tag], status="draft", editor=writer)
    for state in ("draft", "scheduled", "withdrawn"):
        make_article(tags=[tag], status=state, categories=[make_category("Therapy")])
    seen = {user: articles_told_to(logged_in(user), tag) for user in (writer, make_user(EDITOR))}
    assert list(seen.values()) == [{2}, {5}]


def articles_told_to(client: Client, tag: Tag) -> set[int]:
    """The number of articles in the list of tags and on the page of the tag."""
    row = Page.of(client.get(LIST)).with_class("field-filed")[0].text
    field = Page.of(client.get(change(tag))).with_class("field-filed")[0].text
    return {int(row), int(field.split()[-1])}


def test_a_contributor_reads_what_a_tag_means_and_where_it_stands() -> None:
    tag = make_tag("Child", under=[make_tag("Parent")], scope_note="What is filed here.", synonyms=["Offspring"])
    page = Page.of(logged_in(make_user(CONTRIBUTOR)).get(change(tag)))
    for piece in ("What is filed here.", "Parent", "Offspring"):
        assert piece in page.text
    assert "tag_form" in [form.attributes.get("id") for form in page.with_tag("form")]
    assert not [field for field in page.with_tag("input") if field.attributes.get("name") == "name"]
