"""Two editors open one form, both change it, both save: nothing is taken away that the second one has not seen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.content import Link, write_related
from articles.models import Article
from cbtneuro.edit_conflicts import ThreeWayAdmin
from lists.models import ReadingList
from members.roles import ADMINISTRATOR
from tags import curation
from tests.cbtneuro.edited import CASES, OTHER, form_id, fresh, opened, page_of, record
from tests.editing import errors_of, logged_in, messages_of, reread
from tests.factories import make_article, make_list, make_reference, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", CASES)
def test_what_both_changed_is_refused_with_both_texts_and_goes_through_once_it_was_seen(
    name: str, first: Client, second: Client
) -> None:
    case = CASES[name]
    thing = case.make()
    page, mine = page_of(thing), opened(second, thing)
    theirs = {**opened(first, thing), case.both: ["Theirs & <others>"]}
    assert first.post(page, theirs).status_code == 302
    refused = second.post(page, {**mine, case.both: ["Mine"]})
    assert "Theirs & <others>" in " ".join(errors_of(refused))
    assert case.read(fresh(thing)) == "Theirs & <others>"
    again = reread(refused, form_id(thing))
    assert again[case.both] == ["Mine"]
    assert second.post(page, {**again, "_continue": ["1"]}).status_code == 302
    assert case.read(fresh(thing)) == "Mine"


@pytest.mark.parametrize("name", CASES)
def test_what_only_one_of_them_changed_stays_changed(name: str, first: Client, second: Client) -> None:
    case = CASES[name]
    thing = case.make()
    page, mine = page_of(thing), opened(second, thing)
    assert first.post(page, {**opened(first, thing), case.both: ["Theirs"]}).status_code == 302
    saved = second.post(page, {**mine, case.other: [OTHER.get(case.other, "Other")]})
    assert "Others had changed this meanwhile" in messages_of(saved, second)
    assert case.read(fresh(thing)) == "Theirs"
    assert opened(first, thing)[case.other] == [OTHER.get(case.other, "Other")]


@pytest.mark.parametrize("name", CASES)
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(name: str, first: Client, second: Client) -> None:
    case = CASES[name]
    thing = case.make()
    page, mine = page_of(thing), opened(second, thing)
    assert first.post(page, {**opened(first, thing), case.both: ["Theirs"]}).status_code == 302
    silent = {key: said for key, said in mine.items() if not key.startswith("initial-")}
    assert second.post(page, {**silent, case.both: ["Mine"]}).status_code == 200
    emptied = {key: [""] if key.startswith("initial-") else said for key, said in mine.items()}
    assert second.post(page, {**emptied, case.both: ["Mine"]}).status_code == 200
    assert case.read(fresh(thing)) == "Theirs"


def test_a_record_is_compared_as_data_and_not_as_text(first: Client, second: Client) -> None:
    reference = make_reference("one2001")
    page, mine = page_of(reference), opened(second, reference)
    assert first.post(page, {**opened(first, reference), "csl": [record("Theirs")]}).status_code == 302
    refused = second.post(page, {**mine, "csl": [record("Mine")]})
    assert "Theirs" in " ".join(errors_of(refused))
    assert second.post(page, {**mine, "csl": [record("Theirs").replace(": ", ":\r\n")]}).status_code == 302
    again = reread(refused, "reference_form")
    assert second.post(page, {**again, "_continue": ["1"]}).status_code == 302
    assert fresh(reference).authors == "Mine"


# --- What other pages do while a form is open ---------------------------------------------------------------------


def test_a_tag_put_on_by_the_tagging_page_stays_when_an_open_form_is_saved(second: Client) -> None:
    article = make_article(tags=[make_tag("Fear")])
    mine = opened(second, article)
    curation.tag_articles([article], make_tag("Amygdala"), by=None, at=timezone.now())
    assert second.post(page_of(article), {**mine, "title": ["Mine"]}).status_code == 302
    assert [tag.name for tag in article.tags.all()] == ["Fear", "Amygdala"]
    assert fresh(article).title == "Mine"


def test_tags_that_both_changed_are_shown_and_not_mixed(second: Client) -> None:
    article, third = make_article(tags=[make_tag("Fear")]), make_tag("Insula")
    mine = opened(second, article)
    curation.tag_articles([article], make_tag("Amygdala"), by=None, at=timezone.now())
    refused = second.post(page_of(article), {**mine, "tags": [*mine["tags"], str(third.pk)]})
    assert "Fear (Disorder), Amygdala (Disorder)" in " ".join(errors_of(refused))
    assert [tag.name for tag in article.tags.all()] == ["Fear", "Amygdala"]


def test_a_tag_that_was_moved_is_not_moved_back(second: Client) -> None:
    tag, above = make_tag("Fear"), make_tag("Emotion")
    mine = opened(second, tag)
    curation.move(tag, under=above, by=None, at=timezone.now())
    assert second.post(page_of(tag), {**mine, "scope_note": ["Mine"]}).status_code == 302
    assert list(tag.broader.all()) == [above]


# --- Rows ---------------------------------------------------------------------------------------------------------


def a_list(*titles: str) -> ReadingList:
    return make_list("path", sections={title: [make_article()] for title in titles})


def titles(reading_list: ReadingList) -> list[str]:
    return [section.title for section in reading_list.sections.all()]


def added(fields: dict[str, list[str]], row: int, title: str) -> dict[str, list[str]]:
    return {**fields, f"sections-{row}-title": [title]}


def test_rows_that_both_add_stand_side_by_side(first: Client, second: Client) -> None:
    reading_list = a_list("One")
    page, mine = page_of(reading_list), opened(second, reading_list)
    assert first.post(page, added(opened(first, reading_list), 1, "Theirs")).status_code == 302
    assert second.post(page, added(mine, 1, "Mine")).status_code == 302
    assert titles(reading_list) == ["One", "Theirs", "Mine"]


def test_rows_put_in_order_by_one_are_renamed_by_the_other(first: Client, second: Client) -> None:
    reading_list = a_list("One", "Two", "Three")
    page, mine = page_of(reading_list), opened(second, reading_list)
    moved = {**opened(first, reading_list), "sections-2-place": ["1"], "sections-0-place": ["2"]}
    assert first.post(page, moved).status_code == 302
    assert second.post(page, {**mine, "sections-1-title": ["Mine"]}).status_code == 302
    assert titles(reading_list) == ["Three", "One", "Mine"]


def test_a_row_that_one_deleted_is_gone_unless_the_other_had_changed_it(first: Client, second: Client) -> None:
    reading_list = a_list("One", "Two", "Three")
    page, mine = page_of(reading_list), opened(second, reading_list)
    gone = {**opened(first, reading_list), "sections-0-DELETE": ["on"], "sections-1-DELETE": ["on"]}
    assert first.post(page, gone).status_code == 302
    refused = second.post(page, {**mine, "sections-1-title": ["Mine"]})
    assert any("Somebody deleted a section" in error for error in errors_of(refused))
    assert second.post(page, {**reread(refused, form_id(reading_list)), "_continue": ["1"]}).status_code == 302
    assert titles(reading_list) == ["Three", "Mine"]


def test_a_row_that_one_changed_is_not_deleted_unseen(first: Client, second: Client) -> None:
    reading_list = a_list("One", "Two")
    page, mine = page_of(reading_list), opened(second, reading_list)
    assert first.post(page, {**opened(first, reading_list), "sections-0-title": ["Theirs"]}).status_code == 302
    refused = second.post(page, {**mine, "sections-0-DELETE": ["on"]})
    assert any("Somebody changed “Theirs”" in error for error in errors_of(refused))
    assert titles(reading_list) == ["Theirs", "Two"]
    assert second.post(page, {**reread(refused, form_id(reading_list)), "_continue": ["1"]}).status_code == 302
    assert titles(reading_list) == ["Two"]


def test_links_that_two_editors_choose_are_both_kept(first: Client, second: Client) -> None:
    article, *others = (make_article(slug) for slug in ("source", "a", "b", "c"))
    write_related(article, [Link("a", "supports", "A.")])
    page, mine, theirs = page_of(article), opened(second, article), opened(first, article)
    for client, fields, target in ((first, theirs, others[1]), (second, mine, others[2])):
        row = {"target": [str(target.pk)], "relation": ["extends"], "reason": ["So."]}
        sent = {**fields, **{f"related_links-1-{name}": said for name, said in row.items()}}
        assert client.post(page, sent).status_code == 302
    assert [link.target.slug for link in article.related_links.order_by("position")] == ["a", "b", "c"]


# --- At the same moment, and everywhere ---------------------------------------------------------------------------


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["article", "reading list", "section", "tag", "drawing"])
def test_of_several_who_save_at_the_same_moment_one_goes_through(name: str) -> None:
    case = CASES[name]
    thing = case.make()
    clients = [logged_in(make_user(ADMINISTRATOR)) for _ in range(4)]
    forms = [opened(client, thing) for client in clients]
    start = Barrier(len(clients))

    def save(number: int) -> int:
        try:
            start.wait(timeout=60)
            return clients[number].post(page_of(thing), {**forms[number], case.both: [f"Text {number}"]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = list(threads.map(save, range(len(clients))))
    assert sorted(answers) == [200, 200, 200, 302]
    assert case.read(fresh(thing)) == f"Text {answers.index(302)}"


def test_every_form_of_the_admin_compares() -> None:
    assert [editing for editing in admin.site._registry.values() if not isinstance(editing, ThreeWayAdmin)] == []


def test_looking_at_a_form_that_was_not_touched_writes_nothing_over(first: Client, second: Client) -> None:
    article = make_article()
    untouched = opened(second, article)
    assert first.post(page_of(article), {**opened(first, article), "title": ["Theirs"]}).status_code == 302
    assert second.post(page_of(article), untouched).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "Theirs"
