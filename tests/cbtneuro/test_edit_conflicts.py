"""Two editors open one form, both change it, both save: nothing is taken away that the second one has not seen."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.content import Link, write_related
from articles.models import Article
from cbtneuro.edit_conflicts import ThreeWayAdmin
from lists.models import ReadingList
from members.models import User
from members.roles import ADMINISTRATOR
from tags import curation
from tests.editing import errors_of, logged_in, messages_of, reread
from tests.factories import make_article, make_drawing, make_image, make_list, make_reference, make_tag, make_user
from tests.filled import form_of
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@dataclass(frozen=True)
class Case:
    """What is edited, a field that both change, one that only the second changes, and how a text is read back."""

    make: Callable[[], Any]
    both: str
    other: str
    read: Callable[[Any], str]


def column(name: str) -> Callable[[Any], str]:
    return lambda thing: str(getattr(thing, name))


def make_paper_summary() -> Article:
    return make_article(paper=make_reference())


def make_section() -> Any:
    return make_list("path", sections={"First": [make_article("a")]}).sections.get()


def record(family: str) -> str:
    record = {"type": "book", "title": "T", "author": [{"family": family}], "issued": {"date-parts": [[2001]]}}
    return json.dumps({**record, "id": "one2001"})


CASES = {
    "article": Case(make_article, "title", "byline", column("title")),
    "full post": Case(make_article, "full_post", "byline", lambda article: article.full_post.markdown),
    "fact": Case(make_paper_summary, "people", "byline", lambda article: article.at_a_glance["people"]["answer"]),
    "reading list": Case(make_list, "standfirst", "title", column("standfirst")),
    "row of a list": Case(make_section, "items-0-reason", "intro", lambda section: section.items.get().reason),
    "section": Case(make_section, "title", "intro", column("title")),
    "tag": Case(lambda: make_tag("Fear"), "scope_note", "labels-0-name", column("scope_note")),
    "taxonomy": Case(lambda: make_tag("Fear").taxonomy, "description", "position", column("description")),
    "drawing": Case(make_drawing, "alt", "credit", column("alt")),
    "photograph": Case(make_image, "credit", "alt", column("credit")),
    "account": Case(lambda: make_user("editor"), "name", "role", column("name")),
}
OTHER = {"position": "7", "role": "member"}


def page_of(thing: Any) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def form_id(thing: Any) -> str:
    return f"{thing._meta.model_name}_form"


@pytest.fixture
def first() -> Client:
    return logged_in(make_user(ADMINISTRATOR))


@pytest.fixture
def second() -> Client:
    return logged_in(make_user(ADMINISTRATOR))


def opened(client: Client, thing: Any) -> dict[str, list[str]]:
    return {**form_of(client, page_of(thing), form_id(thing)).fields, "_continue": ["1"]}


def fresh(thing: Any) -> Any:
    return type(thing)._base_manager.get(pk=thing.pk)


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


@pytest.mark.parametrize(("name", "thing"), [("reading list", "reading list"), ("row of a list", "section")])
def test_a_refusal_names_who_saved_and_when(first: Client, second: Client, name: str, thing: str) -> None:
    case, changed = CASES[name], CASES[name].make()
    User.objects.filter(pk=first.session["_auth_user_id"]).update(name="Ana Editor")
    page, mine = page_of(changed), opened(second, changed)
    assert first.post(page, {**opened(first, changed), case.both: ["Theirs"]}).status_code == 302
    refused = second.post(page, {**mine, case.both: ["Mine"]})
    assert f"Ana Editor saved this {thing} after you had opened it (" in Page.of(refused).text
    assert "Ana Editor changed this after you had opened it." in " ".join(errors_of(refused))


def test_of_several_who_saved_none_is_blamed_for_a_field(first: Client, second: Client) -> None:
    article = make_article()
    page, mine = page_of(article), opened(second, article)
    for number, name in enumerate(["Ana", "Bo"]):
        other = logged_in(make_user(ADMINISTRATOR, name=name))
        assert other.post(page, {**opened(other, article), "title": [f"Theirs {number}"]}).status_code == 302
    refused = second.post(page, {**mine, "title": ["Mine"]})
    assert "Bo and Ana saved this article" in Page.of(refused).text
    assert "Somebody changed this after you had opened it." in " ".join(errors_of(refused))


def test_who_saved_before_it_was_opened_or_without_the_admin_is_not_named(first: Client, second: Client) -> None:
    article = make_article()
    page = page_of(article)
    first.post(page, {**opened(first, article), "title": ["Before"]})
    LogEntry.objects.update(action_time=timezone.now() - timedelta(hours=1))
    mine = opened(second, article)
    Article.objects.update(title="By a command")
    refused = second.post(page, {**mine, "title": ["Mine"]})
    assert "Somebody saved this article after you had opened it. What" in Page.of(refused).text


def test_a_form_that_a_double_click_sends_twice_is_written_once(second: Client) -> None:
    section, article = make_section(), make_article("source")
    row = {"items-1-article": str(article.pk), "items-1-reason": "Again."}
    sent = {**form_of(second, page_of(section), form_id(section)).fields, **row, "_save": ["1"]}
    answers = [second.post(page_of(section), sent) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [page_of(section.reading_list)] * 2
    assert section.items.filter(reason="Again.").count() == 1


def test_the_same_words_in_a_form_that_was_opened_anew_are_written_again(second: Client) -> None:
    page = "/admin/articles/article/add/"
    for number in (1, 1, 2):
        token = [f"of opening {number}"]
        sent = {**form_of(second, page, "article_form").fields, "title": ["New"], "_save": ["1"], "opened_by": [""]}
        assert second.post(page, {**sent, "csrfmiddlewaretoken": token}).status_code == 302
        assert Article.objects.filter(title="New").count() == number


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
