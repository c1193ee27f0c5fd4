"""Reading lists in the admin: sections and articles in order, and the acts that show or hide a list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from articles.publishing import PublishRefused
from articles.status import Status
from lists import publishing
from lists.models import Item, ReadingList, Section
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER
from tests.editing import errors_of, logged_in, messages_of
from tests.factories import make_article, make_list, make_user
from tests.filled import form_of, sent
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = pytest.mark.django_db
LIST = "/admin/lists/readinglist/"
ADD = "/admin/lists/readinglist/add/"
FORM = "readinglist_form"


def change(reading_list: ReadingList) -> str:
    return f"{LIST}{reading_list.pk}/change/"


def section_page(section: Section) -> str:
    return f"/admin/lists/section/{section.pk}/change/"


def saved(
    client: Client, reading_list: ReadingList, button: tuple[str, str] = ("_continue", "1"), /, **fields: Any
) -> Any:
    return sent(client, change(reading_list), FORM, button, **fields)


def sections(reading_list: ReadingList) -> list[tuple[str, int]]:
    return [(section.title, section.position) for section in reading_list.sections.all()]


def items(section: Section) -> list[tuple[str, int, str]]:
    return [(item.article.slug, item.position, item.reason) for item in section.items.select_related("article")]


def three_articles() -> list[Article]:
    return [make_article(slug) for slug in ("a", "b", "c")]


# --- Sections and articles ----------------------------------------------------------------------------------------


def test_a_list_is_made_with_its_sections_and_filled_section_by_section(editor: Client) -> None:
    article = make_article("first")
    response = sent(
        editor, ADD, FORM, ("_continue", "1"), title="Start here", slug="start-here", standfirst="For you.",
        **{"sections-0-title": "The ground", "sections-0-intro": "Begin."},
    )  # fmt: skip
    assert response.status_code == 302, errors_of(response)
    reading_list = ReadingList.objects.get()
    assert (reading_list.status, sections(reading_list)) == (Status.DRAFT, [("The ground", 0)])
    assert reading_list.editor is not None
    section = reading_list.sections.get()
    assert section_page(section) in editor.get(change(reading_list)).content.decode()
    added = {"items-0-article": article.pk, "items-0-reason": "Because it is first."}
    response = sent(editor, section_page(section), "section_form", **added)
    assert response.status_code == 302, errors_of(response)
    assert response.headers["Location"] == change(reading_list)
    assert items(section) == [("first", 0, "Because it is first.")]


def test_sections_follow_the_numbers_before_them(editor: Client) -> None:
    reading_list = make_list(sections={"One": three_articles(), "Two": [], "Three": []})
    saved(editor, reading_list, **{"sections-0-place": "3", "sections-2-place": "1"})
    assert sections(reading_list) == [("Three", 0), ("Two", 1), ("One", 2)]
    assert Item.objects.count() == 3
    saved(editor, reading_list, **{"sections-3-title": "Four", "sections-3-place": "2"})
    assert sections(reading_list) == [("Three", 0), ("Four", 1), ("Two", 2), ("One", 3)]
    saved(editor, reading_list, **{"sections-0-DELETE": "on", "sections-1-place": "9"})
    assert sections(reading_list) == [("Two", 0), ("One", 1), ("Four", 2)]


def test_articles_follow_the_numbers_and_equal_numbers_are_fine(editor: Client) -> None:
    section = make_list(articles=three_articles()).sections.get()
    page = section_page(section)
    sent(editor, page, "section_form", **{"items-0-place": "2", "items-1-place": "2", "items-2-place": "1"})
    assert [slug for slug, _, _ in items(section)] == ["c", "a", "b"]
    assert [position for _, position, _ in items(section)] == [0, 1, 2]
    sent(editor, page, "section_form", **{"items-1-DELETE": "on"})
    assert [(slug, position) for slug, position, _ in items(section)] == [("c", 0), ("b", 1)]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        ({1: "1"}, "bacd"),
        ({0: "3"}, "bcad"),
        ({0: "4"}, "bcda"),
        ({3: "2"}, "adbc"),
        ({0: "2", 1: "1"}, "bacd"),
        ({3: "1", 2: "1"}, "cdab"),
        ({0: "10", 1: "20", 2: "15"}, "dacb"),
        ({0: ""}, "bcda"),
    ],
)
def test_a_number_that_is_changed_is_the_place_of_the_row(editor: Client, numbers: dict[int, str], order: str) -> None:
    section = make_list(articles=[make_article(slug) for slug in "abcd"]).sections.get()
    changed = {f"items-{row}-place": number for row, number in numbers.items()}
    sent(editor, section_page(section), "section_form", **changed)
    assert "".join(slug for slug, _, _ in items(section)) == order


def test_two_articles_can_change_places_by_name(editor: Client) -> None:
    a, b, c = three_articles()
    section = make_list(articles=[a, b, c]).sections.get()
    swapped = {"items-0-article": str(b.pk), "items-1-article": str(a.pk)}
    response = sent(editor, section_page(section), "section_form", **swapped)
    assert response.status_code == 302, errors_of(response)
    assert [slug for slug, _, _ in items(section)] == ["b", "a", "c"]


def test_an_article_needs_a_reason_and_stands_once_in_a_section(editor: Client) -> None:
    a, *_ = three_articles()
    section = make_list(articles=[a]).sections.get()
    page = section_page(section)
    response = sent(editor, page, "section_form", **{"items-0-reason": " "})
    assert errors_of(response) == ["This field is required."]
    twice = {"items-1-article": str(a.pk), "items-1-reason": "Again."}
    assert "duplicate" in " ".join(errors_of(sent(editor, page, "section_form", **twice)))
    assert len(items(section)) == 1


def test_saving_forms_that_nobody_touched_changes_nothing(editor: Client) -> None:
    reading_list = make_list(sections={"One": three_articles(), "Two": []})
    section = reading_list.sections.all()[0]
    before = list(ReadingList.objects.values()), list(Section.objects.values()), list(Item.objects.values())
    assert saved(editor, reading_list).status_code == 302
    assert sent(editor, section_page(section), "section_form").status_code == 302
    assert before == (list(ReadingList.objects.values()), list(Section.objects.values()), list(Item.objects.values()))


def test_a_published_list_keeps_its_address(editor: Client) -> None:
    reading_list, draft = make_list("published"), make_list("draft", status=Status.DRAFT)
    saved(editor, reading_list, slug="elsewhere")
    saved(editor, draft, slug="renamed")
    assert sorted(ReadingList.objects.values_list("slug", flat=True)) == ["published", "renamed"]


# --- Acts ---------------------------------------------------------------------------------------------------------


def test_a_list_is_published_withdrawn_and_returned_by_its_buttons(editor: Client) -> None:
    reading_list = make_list(articles=[make_article()], status=Status.DRAFT)
    assert "was published. See its page" in messages_of(saved(editor, reading_list, ("_act", "publish")), editor)
    assert Client().get(reading_list.get_absolute_url()).status_code == 200
    assert "was withdrawn" in messages_of(saved(editor, reading_list, ("_act", "withdraw")), editor)
    assert Client().get(reading_list.get_absolute_url()).status_code in (404, 410)
    saved(editor, reading_list, ("_act", "return-to-draft"))
    reading_list.refresh_from_db()
    assert (reading_list.status, reading_list.publish_at, reading_list.withdrawn_at) == (Status.DRAFT, None, None)


def test_an_empty_list_is_not_published_and_says_what_is_missing(editor: Client) -> None:
    empty, full = make_list(status=Status.DRAFT), make_list(articles=[make_article()], status=Status.DRAFT)
    assert "Put at least one article in it." in editor.get(change(empty)).content.decode()
    chosen = {"action": "publish", "_selected_action": [empty.pk, full.pk]}
    said = messages_of(editor.post(LIST, chosen), editor)
    assert "Put at least one article in it." in said
    assert f"“{full}” was published." in said
    assert set(ReadingList.objects.values_list("pk", "status")) == {(empty.pk, "draft"), (full.pk, "published")}


def test_status_and_times_cannot_be_sent_along(editor: Client) -> None:
    reading_list = make_list(status=Status.DRAFT)
    saved(editor, reading_list, status="published", publish_at=f"{NOW - timedelta(days=9):%Y-%m-%d %H:%M}")
    reading_list.refresh_from_db()
    assert (reading_list.status, reading_list.publish_at) == (Status.DRAFT, None)


def test_acts_ask_who_does_them_and_decide_on_what_is_stored() -> None:
    reading_list = make_list(articles=[make_article()], status=Status.DRAFT)
    with pytest.raises(PublishRefused, match="Ask an editor"):
        publishing.publish(reading_list, by=make_user(CONTRIBUTOR), at=NOW)
    seen_before = ReadingList.objects.get()
    publishing.publish(reading_list, by=make_user(EDITOR), at=NOW)
    publishing.withdraw(seen_before, by=None, at=NOW)
    with pytest.raises(PublishRefused, match="Only a published list"):
        publishing.withdraw(reading_list, by=None, at=NOW)
    stored = ReadingList.objects.get()
    assert (stored.status, stored.publish_at, stored.withdrawn_at) == (Status.WITHDRAWN, NOW, NOW)


def test_a_list_that_readers_see_is_withdrawn_before_it_is_deleted(editor: Client) -> None:
    published, draft = make_list(), make_list(status=Status.DRAFT)
    assert editor.post(f"{LIST}{published.pk}/delete/", {"post": "yes"}).status_code == 403
    assert editor.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(ReadingList.objects.all()) == [published]


# --- Who may, and what it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "expected"), [(None, 302), (MEMBER, 302), (CONTRIBUTOR, 403)])
def test_only_editors_enter_the_lists(role: str | None, expected: int) -> None:
    reading_list = make_list(articles=[make_article()], status=Status.DRAFT)
    client = logged_in(make_user(role) if role else None)
    for address in (LIST, ADD, change(reading_list), section_page(reading_list.sections.get())):
        for answer in (client.get(address), client.post(address, {"_act": "publish"})):
            assert answer.status_code == expected
            assert reading_list.title not in answer.content.decode()
    assert ReadingList.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR])
def test_editors_enter_and_sections_are_reached_from_their_list(role: str) -> None:
    client, reading_list = logged_in(make_user(role)), make_list(articles=[make_article()])
    assert "sections-0-title" in form_of(client, change(reading_list), FORM).fields
    index = Page.of(client.get("/admin/"))
    assert "/admin/lists/readinglist/" in list(index.links())
    assert "/admin/lists/section/" not in list(index.links())
    assert client.get("/admin/lists/section/add/").status_code == 403


def test_the_lists_cost_the_same_queries_for_any_number_of_lists(editor: Client) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            make_list(articles=[make_article()], editor=make_user(EDITOR))

    assert_same_queries_for_any_number(LIST, add, editor)


def test_the_form_of_a_list_costs_the_same_queries_for_any_number_of_sections(editor: Client) -> None:
    reading_list = make_list(sections={"One": [make_article()]})

    def add(number: int) -> None:
        for _ in range(number):
            position = reading_list.sections.count()
            section = Section.objects.create(reading_list=reading_list, title="More", position=position)
            Item.objects.create(section=section, article=make_article(), reason="So.", position=0)

    assert_same_queries_for_any_number(change(reading_list), add, editor)
