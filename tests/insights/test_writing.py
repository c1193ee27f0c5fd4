"""Counts on their way to the table: added up, whatever fails and whoever else writes; and the words of queries."""

from datetime import timedelta
from threading import Thread
from typing import Final

import pytest
from django.db import DatabaseError, connection

from insights.counting import MOST_WAITING, Counting
from insights.models import Count, Measure, SearchInVain
from insights.writing import (
    ENOUGH_DAYS,
    IN_DOUBT_FOR,
    KEPT_FOR,
    add_counts,
    add_in_vain,
    remove_old,
    write_all,
    write_what_is_due,
)
from tests.factories import make_article
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

TODAY: Final = NOW.date()
QUERY = "zyzzyva"


def queries() -> set[str]:
    return set(SearchInVain.objects.exclude(query="").values_list("query", flat=True))


def test_numbers_are_added_to_what_stands_there() -> None:
    key = (TODAY, Measure.GATE, 7)
    for number in (2, 3):
        add_counts({key: number, (TODAY, Measure.GATE, 8): 1})
    assert dict(Count.objects.values_list("subject", "number")) == {7: 5, 8: 2}


def test_more_than_a_statement_takes_is_written_in_several() -> None:
    add_counts({(TODAY, Measure.GATE, number): 1 for number in range(1, 1202)})
    assert Count.objects.count() == 1201


def test_what_cannot_be_written_is_kept_for_the_next_time() -> None:
    article, counts = make_article(), Counting()
    counts.add([(TODAY, Measure.GATE, article.slug)])
    with connection.execute_wrapper(away):
        write_all(NOW, counts)
    write_all(NOW, counts)
    assert [row.number for row in Count.objects.all()] == [1]


def away(*_: object) -> None:
    raise DatabaseError


def test_it_is_written_by_one_thread_a_minute() -> None:
    article, counts = make_article(), Counting()
    counts.add([(TODAY, Measure.GATE, article.slug)])
    write_what_is_due(NOW, counts)
    assert not Count.objects.exists()
    counts.since -= 61
    write_what_is_due(NOW, counts)
    write_what_is_due(NOW, counts)
    assert [row.number for row in Count.objects.all()] == [1]


def test_a_process_holds_so_many_different_things_and_goes_on_counting_those() -> None:
    counts = Counting()
    for number in range(MOST_WAITING + 100):
        counts.add([(TODAY, Measure.GATE, f"made-up-{number}")])
    counts.add([(TODAY, Measure.GATE, "made-up-0")])
    waiting = counts.all()
    assert len(waiting.seen) == MOST_WAITING
    assert waiting.seen[TODAY, Measure.GATE, "made-up-0"] == 2


def test_threads_lose_no_count() -> None:
    counts = Counting()

    def many() -> None:
        for _ in range(2000):
            counts.add([(TODAY, Measure.GATE, "one")])

    threads = [Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.all().seen.total() == 16_000


def test_the_words_of_a_query_are_stored_once_it_was_asked_on_enough_days() -> None:
    for number in range(ENOUGH_DAYS):
        assert not queries()
        for _ in range(5):  # as often as one likes on one day
            add_in_vain({(TODAY + timedelta(days=number), QUERY): 1})
    assert queries() == {QUERY}
    assert sum(SearchInVain.objects.filter(query=QUERY).values_list("number", flat=True)) == 5 * ENOUGH_DAYS


def test_until_then_nothing_in_the_table_tells_the_words() -> None:
    add_in_vain({(TODAY, QUERY): 1})
    row = SearchInVain.objects.values().get()
    assert row["query"] == ""
    assert QUERY not in str(row)


def test_days_that_lie_far_apart_are_not_enough() -> None:
    for number in range(ENOUGH_DAYS):
        day = TODAY + number * (IN_DOUBT_FOR + timedelta(days=1))
        add_in_vain({(day, QUERY): 1})
        remove_old(day + IN_DOUBT_FOR + timedelta(days=1))
    assert not queries()


def test_what_is_old_goes() -> None:
    for age in (timedelta(), KEPT_FOR, KEPT_FOR + timedelta(days=1)):
        add_counts({(TODAY - age, Measure.GATE, 1): 1})
    remove_old(TODAY)
    assert set(Count.objects.values_list("day", flat=True)) == {TODAY, TODAY - KEPT_FOR}
