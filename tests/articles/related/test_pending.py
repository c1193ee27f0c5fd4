"""What acts leave until after their commit: done in time, never lost, and nothing said too much meanwhile."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article, PendingRelation, Suggestion
from articles.related.pending import put_off
from articles.related.rebuild import finish, rebuild
from jobs import queue
from tags.management.progress import silently
from tests.articles.related.relations import fear, listed, settled, sleep
from tests.articles.related.test_update import lists, overlap, written
from tests.factories import make_reference, make_tag
from tests.jobs.working import work_off
from tests.subjects import Writer

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
STATEMENTS = 60  # of one act, with its documents; opening and closing savepoints costs next to nothing


def named_beside(article: Article) -> set[str]:
    """The slugs in the stored list, whatever is still to be done."""
    return set(Suggestion.objects.filter(article=article).values_list("other__slug", flat=True))


def statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [query["sql"] for query in captured]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_a_new_article_has_its_list_in_the_act_and_is_named_by_others_after_it() -> None:
    one = fear("one")
    two = fear("two")
    assert named_beside(two) == {"one"}
    assert named_beside(one) == set()
    settled()
    assert named_beside(one) == {"two"}
    assert not PendingRelation.objects.exists()


def test_each_act_leaves_a_job_that_also_does_what_others_left() -> None:
    one, two = fear("one"), fear("two")
    queue.waiting().delete()
    assert set(PendingRelation.objects.values_list("article", flat=True)) == {one.pk, two.pk}
    assert named_beside(one) == set()
    three = fear("three")
    work_off()
    assert named_beside(one) == {"two", "three"}
    assert named_beside(three) == {"one", "two"}
    assert not PendingRelation.objects.exists()


def test_a_rebuild_does_what_was_left() -> None:
    one = fear("one")
    fear("two")
    rebuild(silently, resume=False)
    assert not PendingRelation.objects.exists()
    assert named_beside(one) == {"two"}


def test_between_commit_and_the_rest_no_list_names_a_word_that_was_taken_out() -> None:
    make_tag("Zqvagal")
    one, two = (fear(slug, summary="People learned that a tone was safe. Zqvagal nerves.") for slug in ("one", "two"))
    settled()
    assert "zqvagal" in str(list(Suggestion.objects.values_list("terms", flat=True))).lower()
    write_content(two, replace(content_of(two), summary="People learned that a tone was safe."))
    assert "zqvagal" not in str(list(Suggestion.objects.values_list("terms", flat=True))).lower()
    settled()
    assert named_beside(one) == {"two"}


def test_what_is_withdrawn_before_the_rest_is_done_stays_away() -> None:
    one, two = fear("one"), fear("two")
    publishing.withdraw(two, by=None, at=timezone.now(), reason="error")
    settled()
    assert named_beside(one) == set()


def test_an_act_takes_few_statements() -> None:
    for number in range(12):
        fear(f"fear-{number}")
    settled()
    article = sleep("night", status="draft", paper=None, full_post=f"## What\n\nNights [@{make_reference().key}].")
    published = statements(lambda: publishing.publish(article, by=None, at=timezone.now()))
    content = content_of(article)
    edited = statements(lambda: write_content(article, replace(content, summary="Bedtime was moved.")))
    drafted = statements(lambda: write_content(Article(), replace(content, slug="new")))
    after = statements(settled)
    print(f"statements: a draft {len(drafted)}, publishing {len(published)}, an edit {len(edited)}, after {len(after)}")
    assert len(drafted) <= STATEMENTS // 3
    assert len(edited) <= STATEMENTS
    assert len(published) <= STATEMENTS + 8


# --- Many at once ---------------------------------------------------------------------------------------------------


def test_acts_of_one_job_are_made_up_for_at_its_end() -> None:
    with put_off():
        made = written(30, Writer(subjects=3))
    assert PendingRelation.objects.count() == 30
    assert not Suggestion.objects.exists()
    finish(silently)
    assert not PendingRelation.objects.exists()
    before = lists()
    assert all(before[article.pk] for article in made)
    rebuild(silently, resume=False)
    assert lists() == before


def test_what_one_job_publishes_and_takes_back_is_not_read() -> None:
    written(6, Writer(subjects=3))
    settled()
    with put_off():
        two = fear("two")
        publishing.return_to_draft(two, by=None, at=timezone.now())
    finish(silently)
    assert not PendingRelation.objects.exists()
    assert not Suggestion.objects.filter(other=two).exists()


def test_few_acts_of_one_job_are_made_up_for_one_by_one() -> None:
    written(24, Writer(subjects=3))
    one = fear("one")
    settled()
    with put_off():
        fear("two")
    finish(silently)
    assert not PendingRelation.objects.exists()
    assert listed(one)[0] == "two"
    before = lists()
    rebuild(silently, resume=False)
    assert overlap(before, lists()) >= 0.9
