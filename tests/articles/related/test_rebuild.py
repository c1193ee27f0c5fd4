"""A rebuild beside editors at work: it takes nothing back, keeps nobody waiting, and goes on at the step it was in."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article, Posting, Suggestion, TermSnapshot, TermVector
from articles.related import rebuild as rebuilding
from articles.related.pinning import block, pin
from articles.related.rebuild import is_reading, rebuild, unfinished
from articles.related.update import list_anew
from articles.related.vectors import MOST, unpacked, vector_of
from tags.models import take_write_lock
from tests.articles.related.relations import fear, listed, settled, sleep
from tests.articles.related.test_update import lists, silent, stopping_after, told, written
from tests.factories import make_tag
from tests.subjects import Writer

pytestmark = pytest.mark.django_db
BATCHES = ("READ_AT_ONCE", "WEIGHED_AT_ONCE", "LISTED_AT_ONCE")


@dataclass
class Meanwhile:
    """Somebody who acts between a statement that names `after` and the next time that a rebuild takes its turn."""

    after: str
    act: Callable[[], object]
    has_read: bool = False
    has_acted: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.has_read |= sql.startswith("SELECT") and self.after in sql
        return execute(sql, params, many, context)

    def take_turn(self) -> None:
        if self.has_read and not self.has_acted:
            self.has_acted = True
            self.act()
        take_write_lock()


def rebuilt_while(act: Callable[[], object], *, after: str) -> None:
    somebody = Meanwhile(after, act)
    with connection.execute_wrapper(somebody), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuilding, "take_write_lock", somebody.take_turn)
        rebuild(silent, resume=False)
    assert somebody.has_acted


def hide_word(article: Article, word: str) -> None:
    """The word leaves the public text for the full post."""
    content = content_of(article)
    public = content.summary.replace(word, "")
    write_content(article, replace(content, summary=public, full_post=f"{content.full_post}\n\n{word}"))


def return_and_delete(article: Article) -> None:
    publishing.return_to_draft(article, by=None, at=timezone.now())
    Article.objects.get(pk=article.pk).delete()


def scores() -> dict[tuple[int, int], float]:
    settled()
    return {(page, other): score for page, other, score in Suggestion.objects.values_list("article", "other", "score")}


def test_a_word_that_is_taken_out_of_the_public_text_while_texts_are_read_stays_out() -> None:
    one = fear("one", summary="People learned that a tone was safe. Zqvagal nerves.\n\nZqvagal")
    fear("two", summary="People learned that a tone was safe. Zqvagal nerves.")
    rebuilt_while(lambda: hide_word(one, "Zqvagal"), after="summary_markdown")
    assert "zqvagal" not in TermVector.objects.get(article=one).words.lower()
    assert "zqvagal" in TermVector.objects.get(article=one).counts
    assert "zqvagal" not in str(list(Suggestion.objects.values_list("terms", flat=True))).lower()


def test_a_word_that_is_taken_out_while_articles_are_compared_stays_out() -> None:
    make_tag("Zqvagal")
    one, two = (fear(slug, summary="People learned that a tone was safe. Zqvagal nerves.") for slug in ("one", "two"))
    fear("three")
    rebuilt_while(lambda: hide_word(one, "Zqvagal"), after="articles_posting")
    assert "zqvagal" not in str(list(Suggestion.objects.values_list("terms", flat=True))).lower()
    assert set(listed(two)) == {"one", "three"}


@pytest.mark.parametrize("after", ["summary_markdown", "articles_posting"])
def test_what_is_withdrawn_during_a_rebuild_stays_withdrawn(after: str) -> None:
    one, two, gone = fear("one"), fear("two"), fear("gone")
    rebuilt_while(lambda: publishing.withdraw(gone, by=None, at=timezone.now(), reason="error"), after=after)
    assert set(TermVector.objects.values_list("article_id", flat=True)) == {one.pk, two.pk}
    assert (listed(one), listed(two)) == (["two"], ["one"])


@pytest.mark.parametrize("after", ["summary_markdown", "articles_termvector", "articles_posting"])
def test_what_is_deleted_during_a_rebuild_does_not_stop_it(after: str) -> None:
    one, two, gone = fear("one"), fear("two"), fear("gone")
    rebuilt_while(lambda: return_and_delete(gone), after=after)
    assert not TermVector.objects.exclude(article__in=[one, two]).exists()
    assert (listed(one), listed(two)) == (["two"], ["one"])


def test_an_edit_while_articles_are_compared_counts() -> None:
    one, two, three = fear("one"), sleep("two"), fear("three")
    night = content_of(two)

    def edit() -> None:
        changed = replace(night, slug="three", title=night.title, tags=content_of(three).tags)
        write_content(three, changed)

    rebuilt_while(edit, after="articles_posting")
    assert listed(two)[0] == "three"
    before = scores()
    list_anew([one.pk, two.pk, three.pk])
    assert scores() == before


@pytest.mark.both_engines
def test_the_planner_is_told_how_many_suggestions_there_are() -> None:
    for number in range(4):
        fear(f"study-{number}")
    rebuild(silent, resume=False)
    counted = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'articles_suggestion'",
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'articles_suggestion'",
    }
    with connection.cursor() as cursor:
        cursor.execute(counted[connection.vendor])
        assert str(cursor.fetchone()[0]).split()[0] == "12"


def test_a_rebuild_finds_in_memory_what_acts_find_in_the_database() -> None:
    tags = [make_tag("Fear"), make_tag("Sleep"), make_tag("Scans")]
    for number in range(12):
        (fear, sleep)[number % 2](f"study-{number}", tags=[tags[number % 3], tags[number % 2]][: 1 + number % 2])
    rebuild(silent, resume=False)
    before = scores()
    assert len(before) == 12 * 11
    list_anew(Article.objects.values_list("pk", flat=True))
    assert scores() == before


def test_several_processes_make_the_lists_that_one_makes() -> None:
    written(20, Writer(subjects=4))
    rebuild(silent, resume=False)
    assert len(before := scores()) > 20 * 10
    Suggestion.objects.all().delete()
    rebuild(silent, resume=False, processes=2)
    assert scores() == before


def test_what_is_blocked_while_articles_are_compared_stays_blocked() -> None:
    one, two = fear("one"), fear("two")
    fear("three")
    rebuilt_while(lambda: block(one, two), after="articles_posting")
    assert (listed(one), set(listed(two))) == (["three"], {"one", "three"})


# --- Nobody waits for it --------------------------------------------------------------------------------------------


@dataclass
class InTurn:
    """The statements that are run inside transactions."""

    depth: int
    statements: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if len(connection.savepoint_ids) > self.depth:
            self.statements.append(sql)
        return execute(sql, params, many, context)


def statements_in_turn() -> list[str]:
    seen = InTurn(len(connection.savepoint_ids))
    with connection.execute_wrapper(seen):
        rebuild(silent, resume=False)
    return seen.statements


def test_a_rebuild_holds_the_turn_to_write_only_while_it_writes() -> None:
    for number in range(4):
        fear(f"fear-{number}")
    few = statements_in_turn()
    assert not [sql for sql in few if sql.startswith("SELECT") and ' FROM "articles_posting" WHERE' in sql]
    for number in range(4):
        fear(f"more-{number}")
    assert len(statements_in_turn()) == len(few)


# --- Stopped ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "batches", "left"), [("Reading texts", 2, 10), ("Counting words", 3, 0)])
def test_a_rebuild_that_was_stopped_before_its_snapshot_goes_on_reading(
    step: str, batches: int, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in BATCHES:
        monkeypatch.setattr(rebuilding, name, 5)
    written(20, Writer(subjects=4))
    rebuild(silent, resume=False)
    expected, former = lists(), TermSnapshot.objects.get().version
    TermVector.objects.filter(article__gt=0).update(words="{}")
    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping_after(step, batches), resume=False)
    assert is_reading()
    assert unfinished() is None
    said = told("rebuild_related", resume=True)
    assert said.startswith("Going on with the texts.\n")
    assert (f"Reading texts: 100%, {left} of {left}" in said) == bool(left)
    assert TermSnapshot.objects.get().version > former
    assert not TermVector.objects.filter(words="{}").exists()
    assert lists() == expected
    assert not is_reading()
    assert told("rebuild_related", resume=True) == "Nothing was stopped.\n"


def test_the_first_rebuild_of_a_site_goes_on_reading_whatever_is_published_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "READ_AT_ONCE", 2)
    fears = [fear(f"fear-{number}") for number in range(6)]
    for model in (TermVector, Posting, Suggestion, TermSnapshot):
        model._default_manager.all().delete()
    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping_after("Reading texts", 1), resume=True)
    fear("new")
    assert told("rebuild_related").startswith("Going on with the texts.\n")
    assert TermVector.objects.count() == 7
    assert all(len(listed(article)) == 6 for article in fears)
    assert TermSnapshot.objects.get().articles == 7


def test_a_restart_reads_every_text_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "READ_AT_ONCE", 2)
    for number in range(6):
        fear(f"fear-{number}")
    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping_after("Reading texts", 2), resume=False)
    assert "Reading texts: 100%, 6 of 6" in told("rebuild_related", restart=True)


@pytest.mark.parametrize("step", ["Reading texts", "Weighing words"])
def test_an_article_saved_in_a_stopped_rebuild_has_true_scores_at_its_end(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in BATCHES:
        monkeypatch.setattr(rebuilding, name, 3)
    made = written(12, Writer(subjects=2))
    rebuild(silent, resume=False)
    expected = scores()
    for model in (TermVector, Posting, Suggestion, TermSnapshot):
        model._default_manager.all().delete()
    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping_after(step, 1), resume=True)
    write_content(made[0], content_of(made[0]))
    assert all(score <= 1 for score in scores().values())
    rebuild(silent, resume=True)
    assert scores() == expected


# --- What it costs to take off, and what is kept of a long text ------------------------------------------------------


def asked_of_frequencies(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [query["sql"] for query in captured]
    return [sql for sql in asked if sql.startswith("SELECT") and "articles_termfrequency" in sql]


def test_acts_ask_only_how_frequent_the_words_are_that_they_need() -> None:
    one, two, alone = fear("one"), fear("two"), sleep("night", title="Zzz", standfirst="Zzz", key_points=("Zzz",))
    for number in range(3):
        fear(f"other-{number}")
    Suggestion.objects.filter(other=alone).delete()
    pinned = asked_of_frequencies(lambda: pin(one, two))
    assert pinned
    assert all('"term" IN' in sql for sql in pinned)
    withdrawn = asked_of_frequencies(lambda: publishing.withdraw(two, by=None, at=timezone.now(), reason="error"))
    assert all('"term" IN' in sql for sql in withdrawn)
    assert asked_of_frequencies(lambda: publishing.return_to_draft(alone, by=None, at=timezone.now())) == []


def test_a_long_full_post_pushes_no_public_word_out() -> None:
    said_often = " ".join(f"word{number} word{number} word{number} word{number}" for number in range(MOST + 50))
    one = fear("one", full_post=said_often)
    public = vector_of(fear("two")).words.keys() - {"two"}
    vector = TermVector.objects.get(article=one)
    assert public <= unpacked(vector.counts).keys()
    assert public <= json.loads(vector.words).keys()
    assert len(unpacked(vector.counts)) == MOST
