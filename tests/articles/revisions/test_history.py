"""The history of an article, and two versions put together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import Draft, Event, Revision
from articles.publishing import PublishRefused
from articles.revisions.history import A_PAGE, history_of
from articles.revisions.putting_together import merged_with, put_together
from articles.revisions.saving import StaleBase
from members.roles import CONTRIBUTOR, EDITOR
from tests.drafts import begun, head, send, set_aside
from tests.factories import make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db


def test_one_entry_is_one_sitting_and_says_what_changed_in_it() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    base = send(article, base, editor, after=3600, title="One").pk
    base = send(article, base, editor, after=3660, standfirst="Two.").pk
    send(article, base, make_user(EDITOR), after=9000, summary="Three.")
    page = history_of(article, Draft.objects.get(pk=article.pk))
    assert [(entry.changed, entry.saves) for entry in page.entries] == [
        (("Summary",), 1),
        (("Title", "Standfirst"), 2),
        ((), 1),
    ]
    assert [entry.is_first for entry in page.entries] == [False, False, True]
    assert [entry.is_head for entry in page.entries] == [True, False, False]


def test_each_save_of_a_sitting_can_be_asked_for() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    for number in range(3):
        base = send(article, base, editor, after=3600 + number, title=f"Title {number}").pk
    last = Revision.objects.get(pk=base)
    page = history_of(article, Draft.objects.get(pk=article.pk), sitting=last.sitting)
    assert [entry.revision.content["title"] for entry in page.entries] == ["Title 2", "Title 1", "Title 0"]
    assert [entry.changed for entry in page.entries] == [("Title",)] * 3


def test_what_readers_see_is_marked_with_its_publication() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    publishing.publish(article, Revision.objects.get(pk=base), by=editor, at=NOW)
    send(article, head(article), editor, after=60, title="Next")
    page = history_of(article, Draft.objects.get(pk=article.pk))
    [live] = [entry for entry in page.entries if entry.is_live]
    acts = [act.act for entry in page.entries for act in entry.acts]
    assert live.revision.content["title"] == "A quieter amygdala"
    assert acts == ["published"]


def test_a_long_history_comes_in_pages_at_the_same_cost() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    for number in range(A_PAGE + 3):
        base = send(article, base, editor, after=3600 * (number + 1), title=f"Title {number}").pk
    draft = Draft.objects.get(pk=article.pk)
    with CaptureQueriesContext(connection) as asked:
        page = history_of(article, draft)
    rest = history_of(article, draft, before=page.older)
    assert len(asked) <= 4
    assert (len(page.entries), len(rest.entries)) == (A_PAGE, 4)
    assert all(entry.changed == ("Title",) for entry in page.entries)
    assert rest.older is None


# --- Two versions put together --------------------------------------------------------------------------------------


def test_two_versions_become_the_head_and_the_late_one_knows_where_it_went() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    theirs = send(article, base, one, title="Theirs")
    kept = set_aside(article, base, other, standfirst="Mine.")
    merged = put_together(article, kept, theirs, {}, by=other, at=NOW)
    assert (merged.content["title"], merged.content["standfirst"]) == ("Theirs", "Mine.")
    assert (head(article), merged.origin) == (merged.pk, "merged")
    assert Revision.objects.get(pk=kept.pk).taken_into == merged
    told = Event.objects.get(act="merged")
    assert (told.before, told.after) == ({"revision": theirs.pk, "set aside": kept.pk}, {"revision": merged.pk})


def test_what_was_chosen_is_what_stands_there() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    theirs = send(article, base, one, slug="theirs")
    kept = set_aside(article, base, other, slug="mine")
    assert [conflict.key for conflict in merged_with(kept, theirs).conflicts] == ["slug"]
    assert put_together(article, kept, theirs, {"slug": "theirs"}, by=other, at=NOW).content["slug"] == "theirs"
    assert Revision.objects.get(pk=kept.pk).taken_into == theirs


def test_a_third_save_meanwhile_sets_the_merged_text_aside_and_nothing_is_lost() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    theirs = send(article, base, one, title="Theirs")
    kept = set_aside(article, base, other, standfirst="Mine.")
    again = send(article, theirs.pk, one, byline="Again")
    with pytest.raises(StaleBase) as refused:
        put_together(article, kept, theirs, {}, by=other, at=NOW)
    waiting = refused.value.kept
    assert waiting is not None
    assert Revision.objects.get(pk=kept.pk).taken_into == waiting
    content = put_together(article, waiting, again, {}, by=other, at=NOW).content
    assert (content["title"], content["standfirst"], content["byline"]) == ("Theirs", "Mine.", "Again")


def test_the_last_of_what_a_tab_went_on_sending_is_the_one_to_merge() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    send(article, base, one, title="Theirs")
    early = set_aside(article, base, other, tab="a", standfirst="Mine.")
    late = set_aside(article, base, other, tab="a", standfirst="Mine, and more.")
    assert Revision.objects.sent_after(early) == late
    assert Revision.objects.sent_after(late) is None


def test_nobody_puts_together_what_is_not_theirs_to_write() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    theirs = send(article, base, one, title="Theirs")
    kept = set_aside(article, base, other, standfirst="Mine.")
    with pytest.raises(PublishRefused):
        put_together(article, kept, theirs, {}, by=make_user(CONTRIBUTOR), at=NOW)


def test_a_hundred_stale_saves_lose_no_word() -> None:
    """Each is set aside and then put together with the head, with the words of both where both changed the same."""
    people = [make_user(EDITOR) for _ in range(2)]
    article, _ = begun(people[0], full_post="The full post, as it was.")
    for number in range(100):
        newest = Revision.objects.get(pk=head(article))
        send(article, newest.pk, people[0], after=number, byline=f"Round {number}")
        text = f"{newest.content['full_post']}\n\nword{number}"
        kept = set_aside(article, newest.pk, people[1], full_post=text)
        current = Revision.objects.get(pk=head(article))
        both = {conflict.key: conflict.both for conflict in merged_with(kept, current).conflicts}
        put_together(article, kept, current, both, by=people[1], at=NOW)
    content = Revision.objects.get(pk=head(article)).content
    assert {f"word{number}" for number in range(100)} <= set(content["full_post"].split())
    assert content["byline"] == "Round 99"
