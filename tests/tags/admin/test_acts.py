"""Curating in the admin: each act asks, says what will change, does it, and offers the way back."""

from typing import Any

import pytest
from django.test import Client

from members.models import User
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tags import curation
from tags.models import CurationAct, Tag
from tests.editing import logged_in, messages_of
from tests.factories import make_article, make_list, make_tag, make_taxonomy, make_user
from tests.filled import FormReader, form_of
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.tags.curating import Vocabulary, make_vocabulary, tags_of
from tests.tags.tables import assert_same, state
from tests.times import NOW
from tests.worlds import shared

pytestmark = pytest.mark.django_db
HISTORY = "/admin/tags/curationact/"
LIST = "/admin/tags/tag/"
WHO: dict[str, Any] = {"by": None, "at": NOW}


@shared
def vocabulary() -> Vocabulary:
    return make_vocabulary()


def page_of(tag: Tag, act: str) -> str:
    return f"{LIST}{tag.pk}/act/{act}/"


def seen(client: Client, tag: Tag, act: str, **asked: Any) -> Page:
    """The page after the first question was answered."""
    return Page.of(client.get(page_of(tag, act), asked))


def confirmed(client: Client, tag: Tag, act: str, later: dict[str, Any] | None = None, **asked: Any) -> Any:
    """The answer after the second page was confirmed as a browser would send it."""
    response = client.get(page_of(tag, act), asked)
    reader = FormReader(response.content.decode(), "confirm_form")
    assert ("_do", reader.buttons[0][1]) in reader.buttons, response.content.decode()
    return client.post(page_of(tag, act), {**reader.fields, **(later or {}), "_do": "1"})


def effects(page: Page) -> str:
    return " ".join(element.text for element in page.with_class("effects"))


def undo_link(client: Client, response: Any) -> str:
    """Where the button in the message leads."""
    page = Page.of(client.get(response.headers["Location"]))
    [link] = [element for element in page.with_class("undo") if element.tag == "a"]
    return link.attributes["href"]


# --- The acts -----------------------------------------------------------------------------------------------------


def test_the_page_of_a_tag_leads_to_its_acts(vocabulary: Vocabulary, editor: Client) -> None:
    links = [
        link.attributes.get("href", "")
        for link in Page.of(editor.get(f"{LIST}{vocabulary['Fear'].pk}/change/")).with_tag("a")
    ]
    acts = [link.split("/act/")[1].strip("/") for link in links if "/act/" in link]
    assert acts == ["rename", "merge", "split", "move", "add-parent", "remove-parent", "deprecate"]
    stress = Page.of(editor.get(f"{LIST}{vocabulary['Stress'].pk}/change/"))
    assert "Remove parent" not in stress.text


def test_a_tag_is_renamed_and_the_message_undoes_it(vocabulary: Vocabulary, editor: Client) -> None:
    fear, before = vocabulary["Fear"], state()
    said = effects(seen(editor, fear, "rename", label="Terror"))
    assert said == "“Fear” becomes a synonym of “Terror”./tags/fear/ leads to /tags/terror/."
    assert_same(before, state())
    response = confirmed(editor, fear, "rename", label="Terror")
    assert "Renamed “Fear” to “Terror”. Undo" in messages_of(response, editor)
    assert vocabulary["Fear"].name == "Terror"
    assert CurationAct.objects.get().by == User.objects.staff().get()
    response = confirmed(editor, fear, "rename", label="Fear again", keep_address="on")
    assert vocabulary["Fear"].slug == "terror"


def test_a_merge_says_what_moves_before_it_is_done(vocabulary: Vocabulary, editor: Client) -> None:
    fear, phobia = vocabulary["Fear"], vocabulary["Phobia"]
    make_list("steps", articles=vocabulary.articles[:2])
    said = effects(seen(editor, fear, "merge", into="phobic disorder"))
    for sentence in (
        "2 articles move to “Phobia”.",
        "2 articles are under both already, and will be under one.",
        "“Phobia” gains 2 synonyms.",
        "1 note and 1 match or code move.",
        "It gains 0 broader tags, 0 narrower tags and 1 related tag.",
        "2 addresses lead to /tags/phobia/ for good.",
        "1 reading list holds such an article",
        "“Fear” is then gone.",
    ):
        assert sentence in said
    response = confirmed(editor, fear, "merge", into="Phobia (Disorder)")
    assert response.headers["Location"] == f"{LIST}{phobia.pk}/change/"
    assert "Merged “Fear” into “Phobia”. Undo" in messages_of(response, editor)


def test_a_split_asks_which_articles_move_to_which_tag(vocabulary: Vocabulary, editor: Client) -> None:
    fear, [one, two] = vocabulary["Fear"], vocabulary.articles[:2]
    page = seen(editor, fear, "split", labels="Panic\n\n Fright ")
    assert "“Panic” and “Fright” will stand under “Anxiety”, in Disorder." in effects(page)
    assert [legend.text for legend in page.with_tag("legend")] == [
        "Articles that move to “Panic”", "Articles that move to “Fright”",
    ]  # fmt: skip
    later = {"articles_0": [one.pk], "articles_1": [one.pk, two.pk]}
    response = confirmed(editor, fear, "split", later, labels="Panic\n\n Fright ", as_narrower="on")
    assert "Split “Panic” and “Fright” from “Fear”. Undo" in messages_of(response, editor)
    assert tags_of(one) == ["Panic", "Fright"]
    assert set(Tag.objects.get(name="Panic").broader.all()) == {fear}


def test_tags_are_moved_and_gain_and_lose_parents(vocabulary: Vocabulary, editor: Client) -> None:
    ptsd, anxiety, stress = (vocabulary[name] for name in ("PTSD", "Anxiety", "Stress"))
    said = effects(seen(editor, ptsd, "move", under="Phobia", from_=stress.pk))
    assert said == "“PTSD” stands under “Phobia”, and no longer under “Stress”."
    confirmed(editor, ptsd, "move", under="Phobia", from_=stress.pk)
    assert set(ptsd.broader.all()) == {anxiety, vocabulary["Phobia"]}
    assert "It still stands under “Anxiety”." in effects(
        seen(editor, ptsd, "remove-parent", parent=vocabulary["Phobia"].pk)
    )
    confirmed(editor, ptsd, "remove-parent", parent=vocabulary["Phobia"].pk)
    confirmed(editor, ptsd, "add-parent", parent="Stress")
    assert set(ptsd.broader.all()) == {anxiety, stress}
    assert "1 narrower tag goes with it." in effects(seen(editor, vocabulary["Phobia"], "move", under="Stress"))


def test_a_deprecated_tag_says_so_and_where_it_leads(vocabulary: Vocabulary, editor: Client) -> None:
    phobia = vocabulary["Phobia"]
    assert "1 article moves to “Fear”." in effects(seen(editor, phobia, "deprecate", replaced_by="Fear"))
    confirmed(editor, phobia, "deprecate", replaced_by="Fear")
    page = Page.of(editor.get(f"{LIST}{phobia.pk}/change/"))
    assert "Deprecated in favour of Fear" in page.text
    assert not [link for link in page.with_tag("a") if "/act/" in link.attributes.get("href", "")]
    assert "“Phobia” is deprecated" in seen(editor, phobia, "rename").text


@pytest.mark.parametrize(
    ("tag", "act", "asked", "words"),
    [
        ("Fear", "rename", {"label": "PTSD"}, "“PTSD” in Disorder is spelled the same."),
        ("Fear", "rename", {"label": ""}, "This field is required."),
        ("Fear", "merge", {"into": "Therapy"}, "No tag that fits here is called “Therapy”."),
        ("Fear", "merge", {"into": "Phobja"}, "No tag that fits here is called “Phobja”. Is it “Phobia (Disorder)”?"),
        ("Phobia", "merge", {"into": "Insula"}, "has narrower tags in Disorder, and “Insula” is in Region"),
        ("Anxiety", "move", {"under": "SAD"}, "“Anxiety” cannot stand under “Social phobia”"),
        ("Fear", "move", {"under": "Insula"}, "No tag that fits here is called “Insula”."),
        ("Fear", "split", {"labels": "Panic\npanic"}, "Two of the new tags are spelled the same."),
        ("Fear", "split", {"labels": "\n".join(f"Tag {n}" for n in range(13))}, "at most 12 tags at once"),
        ("PTSD", "remove-parent", {"parent": "x"}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(
    tag: str, act: str, asked: dict[str, str], words: str, vocabulary: Vocabulary, editor: Client
) -> None:
    before = state()
    address = page_of(vocabulary[tag], act)
    for response in (editor.get(address, asked), editor.post(address, asked)):
        page = Page.of(response)
        assert words in page.text
        assert page.with_tag("title")[0].text.startswith("Error: ")
    assert_same(before, state())


def test_a_word_of_several_tags_asks_which_is_meant(vocabulary: Vocabulary, editor: Client) -> None:
    make_tag("Dread", make_taxonomy("process"))
    said = seen(editor, vocabulary["Stress"], "merge", into="dread").text
    assert "“dread” may mean several tags. Write “Dread (Process)” or " in said
    assert "2 articles" not in said


def test_the_tag_page_lets_the_label_be_and_notes_new_parents(vocabulary: Vocabulary, editor: Client) -> None:
    fear = vocabulary["Fear"]
    reader = form_of(editor, f"{LIST}{fear.pk}/change/", "tag_form")
    assert "name" not in reader.fields
    parents = [vocabulary["Anxiety"].pk, vocabulary["PTSD"].pk]
    fields = {**reader.fields, "broader_tags": parents, "related_tags": [], "scope_note": "New.", "_save": "Save"}
    editor.post(f"{LIST}{fear.pk}/change/", fields)
    noted = CurationAct.objects.get()
    assert noted.summary == "Moved “Fear” under “Anxiety” and “PTSD”"
    assert vocabulary["Fear"].scope_note == "New."
    editor.post(f"{LIST}{fear.pk}/change/", {**fields, "scope_note": "Newer."})
    assert CurationAct.objects.count() == 1


def test_the_tag_page_refuses_parents_of_another_taxonomy(vocabulary: Vocabulary, editor: Client) -> None:
    fear = vocabulary["Fear"]
    reader = form_of(editor, f"{LIST}{fear.pk}/change/", "tag_form")
    page = Page.of(
        editor.post(f"{LIST}{fear.pk}/change/", {**reader.fields, "broader_tags": [vocabulary["Insula"].pk]})
    )
    assert "Not in Disorder: Insula." in page.text
    anxiety = vocabulary["Anxiety"]
    reader = form_of(editor, f"{LIST}{anxiety.pk}/change/", "tag_form")
    region = vocabulary["Insula"].taxonomy
    page = Page.of(editor.post(f"{LIST}{anxiety.pk}/change/", {**reader.fields, "taxonomy": region.pk}))
    assert "Narrower tags stand under it. Move them first." in page.text


def test_the_tag_page_relates_no_tag_to_one_above_it(vocabulary: Vocabulary, editor: Client) -> None:
    social, before = vocabulary["Social phobia"], state()
    reader = form_of(editor, f"{LIST}{social.pk}/change/", "tag_form")
    fields = {**reader.fields, "related_tags": [vocabulary["Anxiety"].pk], "_save": "Save"}
    said = messages_of(editor.post(f"{LIST}{social.pk}/change/", fields), editor)
    assert "“Social phobia” and “Anxiety” are related, and one would stand under the other" in said
    assert_same(before, state())


# --- The way back -------------------------------------------------------------------------------------------------


def test_an_act_is_undone_from_its_message(vocabulary: Vocabulary, editor: Client) -> None:
    before = state()
    response = confirmed(editor, vocabulary["Fear"], "merge", into="Phobia")
    address = undo_link(editor, response)
    page = Page.of(editor.get(address))
    assert "Merged “Fear” into “Phobia”" in page.text
    assert "4 tagged articles" in page.text
    assert "Undone: Merged “Fear” into “Phobia”." in messages_of(editor.post(address), editor)
    assert_same({**before, "members.User": {}}, {**state(), "members.User": {}})
    assert "It was undone on" in Page.of(editor.get(address)).text


def test_the_history_lists_acts_newest_first_with_who_and_when(vocabulary: Vocabulary, editor: Client) -> None:
    curation.rename(vocabulary["Fear"], "Terror", **WHO)
    confirmed(editor, vocabulary["Stress"], "rename", label="Strain")
    page = Page.of(editor.get(HISTORY))
    assert [cell.text for cell in page.with_class("field-summary")] == [
        "Renamed “Stress” to “Strain”", "Renamed “Fear” to “Terror”",
    ]  # fmt: skip
    assert "the command line" in page.with_class("field-who")[1].text
    curation.undo(CurationAct.objects.get(summary__contains="Terror"), **WHO)
    assert "Undone on" in Page.of(editor.get(HISTORY)).with_class("field-undo_link")[1].text
    assert len(Page.of(editor.get(HISTORY, {"q": "strain"})).with_class("field-summary")) == 1


def test_an_undo_that_is_refused_says_why_and_has_no_button(vocabulary: Vocabulary, editor: Client) -> None:
    act = curation.rename(vocabulary["Fear"], "Terror", **WHO)
    curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], **WHO)
    before = state()
    for response in (editor.get(f"{HISTORY}{act.pk}/undo/"), editor.post(f"{HISTORY}{act.pk}/undo/")):
        page = Page.of(response)
        assert "“Merged “Terror” into “Phobia”” (" in page.text
        assert "came later and changed “Terror”" in page.text
        assert not [field for field in page.with_tag("input") if field.attributes.get("value") == "Undo"]
    assert_same(before, state())


def test_the_history_costs_the_same_queries_for_any_number_of_acts(editor: Client) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            curation.rename(make_tag(), f"Label {CurationAct.objects.count()}", by=make_user(EDITOR), at=NOW)

    assert_same_queries_for_any_number(HISTORY, add, editor)


# --- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "expected"), [(None, 302), (MEMBER, 302), (CONTRIBUTOR, 403), (EDITOR, 200)])
def test_editors_alone_see_the_pages_of_acts(role: str | None, expected: int) -> None:
    tag = make_tag("Fear")
    make_article(tags=[tag])
    act = curation.rename(tag, "Terror", **WHO)
    client = logged_in(make_user(role) if role else None)
    for address in (page_of(tag, "rename"), HISTORY, f"{HISTORY}{act.pk}/undo/"):
        assert client.get(address).status_code == expected, address
    if role != EDITOR:
        client.post(page_of(tag, "rename"), {"label": "Horror"})
        client.post(f"{HISTORY}{act.pk}/undo/")
    assert Tag.objects.get(pk=tag.pk).name == "Terror"


def test_an_act_that_nobody_knows_and_a_tag_that_is_gone_are_not_found(editor: Client) -> None:
    assert editor.get(page_of(make_tag(), "explode")).status_code == 404
    assert editor.get(f"{LIST}999999/act/rename/").status_code == 404
    assert editor.get(f"{HISTORY}999999/undo/").status_code == 404
