"""The page of numbers: right, for those it is for, and in few queries at any size."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from insights.charts import chart
from insights.models import Measure, SearchInVain
from insights.reports import Window, by_article, by_day, lines
from insights.writing import ENOUGH_DAYS, add_counts, add_in_vain
from library import keeping
from members.models import User
from members.roles import CONTRIBUTOR, EDITOR, MEMBER, READER
from tests.factories import make_article, make_tag, make_user
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def at_the_desk(role: str) -> tuple[Client, User]:
    client, user = Client(), make_user(role)
    client.force_login(user)
    return client, user


def page(client: Client, **query: str) -> str:
    response = client.get(reverse("insights:page"), query)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response.content.decode()


def test_only_who_works_at_the_desk_sees_numbers(client: Client) -> None:
    for name in ("insights:page", "insights:csv"):
        address = reverse(name)
        assert client.get(address)["Location"].startswith(reverse("account_login"))
        for role in (READER, MEMBER):
            assert at_the_desk(role)[0].get(address).status_code == 403


def test_an_editor_sees_articles_topics_and_searches() -> None:
    today = timezone.localdate()
    article, tag = make_article(title="Quiet amygdalae"), make_tag("Spiders")
    add_counts({(today, Measure.READ_BY_VISITOR, article.pk): 41, (today, Measure.TOPIC_SEARCH, tag.pk): 17})
    for number in range(ENOUGH_DAYS):
        add_in_vain({(today - timedelta(days=number), "zyzzyva"): 1})
    text = Page(page(at_the_desk(EDITOR)[0])).text
    for words in ("Quiet amygdalae", "41", "Spiders", "17", "zyzzyva"):
        assert words in text


def test_how_many_saved_an_article_is_told_and_not_who() -> None:
    user = make_user(CONTRIBUTOR)
    own, other = make_article(title="Mine alone", editor=user), make_article(title="Of somebody else")
    savers = [make_user(name="Zenobia") for _ in range(3)]
    for saver in savers:
        keeping.save(saver, other, at=timezone.now())
    keeping.save(savers[0], own, at=timezone.now() - timedelta(days=60))
    at = Window(30, timezone.localdate())
    editor = make_user(EDITOR)
    assert [(row.pk, row.numbers[Measure.SAVED]) for row in by_article(editor, at, Measure.SAVED)] == [(other.pk, 3)]
    assert by_day(editor, at)[at.last][Measure.SAVED] == 3
    assert not by_article(user, at, Measure.SAVED)
    assert (at.last.isoformat(), "Saved to a library", "Of somebody else", 3) in list(lines(editor, at))
    assert [row.pk for row in by_article(user, Window(90, at.last), Measure.SAVED)] == [own.pk]
    client = Client()
    client.force_login(editor)
    assert "Zenobia" not in page(client)


def test_a_contributor_sees_the_numbers_of_their_own_articles_alone() -> None:
    today, (client, user) = timezone.localdate(), at_the_desk(CONTRIBUTOR)
    own, other = make_article(title="Mine alone", editor=user), make_article(title="Of somebody else")
    tag = make_tag("Spiders")
    numbers = {(today, Measure.GATE, own.pk): 311, (today, Measure.GATE, other.pk): 4000}
    add_counts({**numbers, (today, Measure.TOPIC_READ, tag.pk): 5000, (today, Measure.TOPIC_READ, own.pk): 6000})
    for number in range(ENOUGH_DAYS):
        add_in_vain({(today - timedelta(days=number), "zyzzyva"): 1})
    for text in (page(client), client.get(reverse("insights:csv")).getvalue().decode()):
        assert "Mine alone" in text
        assert "311" in text
        for secret in ("Of somebody else", "4000", "4311", "5000", "6000", "zyzzyva", "Spiders"):
            assert secret not in text


def test_numbers_before_the_window_are_left_out_and_a_longer_one_has_them() -> None:
    today, article, (client, _) = timezone.localdate(), make_article(), at_the_desk(EDITOR)
    add_counts({(today - timedelta(days=29), Measure.GATE, article.pk): 100})
    add_counts({(today - timedelta(days=30), Measure.GATE, article.pk): 23})
    assert "Gate shown: 100 in 30 days" in page(client)
    assert "Gate shown: 123 in 90 days" in page(client, days="90")
    assert "in 30 days" in page(client, days="9999999999")


def test_articles_are_sorted_by_what_the_address_says() -> None:
    today, (client, _) = timezone.localdate(), at_the_desk(EDITOR)
    read, gated = make_article(title="Often read"), make_article(title="Often gated")
    add_counts({(today, Measure.READ_BY_VISITOR, read.pk): 2, (today, Measure.GATE, gated.pk): 2})
    assert page(client).index("Often read") < page(client).index("Often gated")
    text = page(client, sort="gate")
    assert text.index("Often gated") < text.index("Often read")


def test_the_file_has_every_number_and_runs_nothing() -> None:
    today, (client, _) = timezone.localdate(), at_the_desk(EDITOR)
    article = make_article(title="=HYPERLINK(1)")
    add_counts({(today, Measure.GATE, article.pk): 12})
    SearchInVain.objects.create(day=today, digest="0" * 32, number=3, query="+1+1")
    lines = client.get(reverse("insights:csv")).getvalue().decode().splitlines()
    assert lines == [
        "\ufeffDay,What,About,Number",
        f"{today},Gate shown,'=HYPERLINK(1),12",
        ",Searches that found nothing,'+1+1,3",
    ]


def test_the_page_costs_the_same_queries_at_any_size(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    today, (client, _) = timezone.localdate(), at_the_desk(EDITOR)
    for number in range(1, 13):
        article, tag = make_article(), make_tag()
        add_counts({(today - timedelta(days=number), Measure.GATE, article.pk): 1})
        add_counts({(today, Measure.TOPIC_READ, tag.pk): 1})
        if number in (1, 12):
            page(client)  # a process keeps the topics
            with django_assert_max_num_queries(16):
                page(client)


def test_bars_beyond_a_season_are_weeks_that_end_today() -> None:
    days = chart("Reads", [1] * 90)
    weeks = chart("Reads", [1] * 365)
    assert (len(days.bars), days.most, days.is_by_week) == (90, 1, False)
    assert (len(weeks.bars), weeks.most, weeks.is_by_week, weeks.total) == (53, 7, True, 365)
    assert all(bar.y == "0.00%" for bar in weeks.bars[1:])
