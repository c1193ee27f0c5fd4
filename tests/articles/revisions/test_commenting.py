"""What editors say to each other about an article."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from articles.models import Comment, Event
from articles.publishing import PublishRefused
from articles.revisions.commenting import answer, comment, reopen, resolve
from members.roles import CONTRIBUTOR, EDITOR
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db


def test_a_thread_is_opened_answered_resolved_and_opened_again() -> None:
    writer, editor = make_user(CONTRIBUTOR), make_user(EDITOR)
    article = make_article(editor=writer)
    thread = comment(article, " How many? ", field="standfirst", quote="a few people", by=editor, at=NOW)
    said = answer(thread, "75 adults.", by=writer, at=NOW)
    answer(said, "Write that.", by=editor, at=NOW)
    resolve(thread, by=editor, at=NOW)
    [found] = Comment.objects.of(article)
    assert (found.text, found.is_resolved, found.resolved_by) == ("How many?", True, editor)
    assert [reply.text for reply in found.answers.all()] == ["75 adults.", "Write that."]
    reopen(thread, by=writer, at=NOW)
    assert Comment.objects.open_by_field(article) == {"standfirst": 1}
    acts = list(Event.objects.filter(article=article, by__isnull=False).order_by("pk").values_list("act", flat=True))
    assert acts == ["commented", "commented", "commented", "comment-resolved", "comment-reopened"]


def test_open_threads_come_first_and_then_the_newest() -> None:
    editor, article = make_user(EDITOR), make_article()
    first, second, third = (comment(article, word, by=editor, at=NOW) for word in ("One", "Two", "Three"))
    resolve(third, by=editor, at=NOW)
    assert list(Comment.objects.of(article)) == [second, first, third]


def test_whoever_resolves_second_changes_nothing() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    thread = comment(make_article(), "How many?", by=one, at=NOW)
    resolve(thread, by=one, at=NOW)
    resolve(thread, by=other, at=NOW + timedelta(hours=1))
    assert Comment.objects.get(pk=thread.pk).resolved_by == one
    assert Event.objects.filter(act="comment-resolved").count() == 1


def test_who_may_not_write_an_article_says_nothing_about_it() -> None:
    editor, other = make_user(EDITOR), make_user(CONTRIBUTOR)
    article = make_article()
    thread = comment(article, "How many?", by=editor, at=NOW)
    acts: list[Callable[[], object]] = [
        lambda: comment(article, "Mine", by=other, at=NOW),
        lambda: answer(thread, "Mine", by=other, at=NOW),
        lambda: resolve(thread, by=other, at=NOW),
        lambda: reopen(thread, by=other, at=NOW),
    ]
    for act in acts:
        with pytest.raises(PublishRefused):
            act()
    assert Comment.objects.count() == 1


def test_an_empty_comment_and_one_at_no_field_are_refused() -> None:
    editor, article = make_user(EDITOR), make_article()
    with pytest.raises(PublishRefused, match="Write something"):
        comment(article, " \n ", by=editor, at=NOW)
    with pytest.raises(PublishRefused, match="no such field"):
        comment(article, "Here", field="password", by=editor, at=NOW)


def test_a_long_quote_is_cut_to_what_its_column_holds() -> None:
    said = comment(make_article(), "This", quote="word " * 400, by=make_user(EDITOR), at=NOW)
    assert len(Comment.objects.get(pk=said.pk).quote) <= 500
