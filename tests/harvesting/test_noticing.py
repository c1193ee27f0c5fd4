"""Datestamps move with everything that a record says, and with nothing else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any
from unittest.mock import Mock

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import withdraw
from bibliography.models import Reference
from bibliography.writing import format_anew, save_reference
from harvesting import noticing
from harvesting.answers import stamp
from harvesting.models import HarvestRecord, ToldVocabulary
from harvesting.noticing import notice
from harvesting.triggers import triggers
from members.models import User
from tags.curation.renaming import rename
from tags.models import Tag
from tests.articles.related.relations import settled
from tests.factories import make_article, make_category, make_reference, make_tag, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
BEGUN, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)  # after all that is saved here


def stamps() -> dict[str, datetime | None]:
    return dict(HarvestRecord.objects.values_list("article__slug", "changed"))


def two_articles() -> None:
    fear = make_tag("Fear")
    for name in ("one", "two"):
        make_article(
            name, paper=make_reference(f"of-{name}"), tags=[make_tag(f"Topic {name}", under=[fear])],
            categories=[make_category(f"Field {name}")], editor=make_user("editor", name=f"Editor of {name}"),
        )  # fmt: skip
    notice(lambda: BEGUN)
    assert stamps() == {"one": BEGUN, "two": BEGUN}


def correct_the_paper() -> None:
    save_reference("of-one", {**Reference.objects.get(key="of-one").csl, "title": "Another"})


def rename_its_topic() -> None:
    rename(Tag.objects.get(slug="topic-one"), "Renamed", by=make_user("editor"), at=NOW)


def rename_its_category() -> None:
    rename(Tag.objects.get(slug="field-one"), "Renamed", by=make_user("editor"), at=NOW)


def rename_its_editor() -> None:
    User.objects.filter(name="Editor of one").update(name="Ada")


def file_it_elsewhere() -> None:
    Article.objects.get(slug="one").tags.add(make_tag("Grief"))


def take_it_back() -> None:
    withdraw(Article.objects.get(slug="one"), by=make_user("editor"), at=NOW, reason=Article.WithdrawalReason.ERROR)


def save_it() -> None:
    Article.objects.filter(slug="one").update(title="Another")


@pytest.mark.parametrize(
    "change",
    [correct_the_paper, rename_its_topic, rename_its_category, rename_its_editor, file_it_elsewhere, take_it_back,
     save_it],
)  # fmt: skip
def test_a_record_is_younger_after_a_change_of_what_it_says(change: Callable[[], None]) -> None:
    two_articles()
    change()
    settled()
    notice(lambda: LATER)
    assert stamps() == {"one": LATER, "two": BEGUN}


def test_what_records_do_not_say_moves_no_datestamp_and_costs_two_queries() -> None:
    two_articles()
    make_tag("Unused")
    settled()
    for user in User.objects.all():
        user.save()
    for article in Article.objects.all():
        article.save()
    Article.objects.update(sort_key=F("sort_key") + 1000)
    for reference in Reference.objects.all():
        reference.save()
    assert not HarvestRecord.objects.filter(is_due=True).exists()
    notice(lambda: LATER)
    assert stamps() == {"one": BEGUN, "two": BEGUN}
    with CaptureQueriesContext(connection) as captured:
        notice(lambda: LATER)
    assert len(captured) == 3  # the third: whether the vocabulary in memory is that of the database


def test_another_style_of_citation_makes_every_record_of_a_paper_younger() -> None:
    two_articles()
    format_anew("vancouver")
    notice(lambda: LATER)
    assert stamps() == {"one": LATER, "two": LATER}


def test_what_is_scheduled_has_the_moment_at_which_it_came() -> None:
    make_article("to-come", status="scheduled", publish_at=LATER)
    notice(lambda: BEGUN)
    notice(lambda: BEGUN + timedelta(minutes=1))
    assert stamps() == {"to-come": BEGUN}
    notice(lambda: LATER)
    notice(lambda: LATER + timedelta(minutes=1))
    assert stamps() == {"to-come": LATER}


def test_a_draft_with_a_date_to_come_is_noted_once() -> None:
    make_article("one", status="scheduled", publish_at=LATER)
    Article.objects.update(status="draft")
    notice(lambda: BEGUN)
    notice(lambda: BEGUN + timedelta(minutes=1))
    assert stamps() == {"one": BEGUN}
    assert not HarvestRecord.objects.filter(is_due=True).exists()


def test_articles_from_before_keep_their_datestamps_and_those_to_come_get_theirs_at_their_time() -> None:
    make_article("there", publish_at=NOW - timedelta(days=9))
    make_article("to-come", status="scheduled", publish_at=LATER)
    saved = dict(Article.objects.values_list("slug", "updated_at"))
    HarvestRecord.objects.all().delete()
    import_module("harvesting.migrations.0001_datestamps").make_records(apps, None)
    assert stamps() == saved
    notice(lambda: LATER)
    assert stamps() == {**saved, "to-come": LATER}


def rising() -> Callable[[], datetime]:
    """A clock that is a second later each time it is looked at."""
    moments = (BEGUN + timedelta(seconds=passed) for passed in count())
    return lambda: next(moments)


def test_those_who_notice_do_so_one_after_the_other_and_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """So no datestamp is older than what was found, or than an answer of somebody who did not see it."""
    monkeypatch.setattr(noticing, "AT_ONCE", 2)
    for number in range(3):
        make_article(f"article-{number}")
    ToldVocabulary.objects.get_or_create(pk=1)
    with CaptureQueriesContext(connection) as captured:
        assert notice(rising())
    told = [query["sql"] for query in captured]
    begun = [place for place, sql in enumerate(told) if sql.startswith("SAVEPOINT")]
    assert all("harvesting_toldvocabulary" in told[place + 1] for place in begun)
    assert len(begun) >= 3  # two parts, and that there is no third
    if connection.vendor == "postgresql":
        assert all("FOR UPDATE" in told[place + 2] and "toldvocabulary" in told[place + 2] for place in begun)
        assert sum("FOR UPDATE OF" in sql and "SKIP LOCKED" in sql for sql in told) == 2
    first, second, third = (moment for _, moment in sorted(stamps().items()))
    assert first == second == BEGUN + timedelta(seconds=2)  # the clock was read before, to find them
    assert third == BEGUN + timedelta(seconds=3)


def test_a_topic_is_told_when_no_record_of_it_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    two_articles()
    rename(Tag.objects.get(slug="fear"), "Dread", by=make_user("editor"), at=NOW)
    settled()
    free_of = noticing.free_of
    with monkeypatch.context() as held:
        held.setattr(noticing, "free_of", lambda keys: free_of(keys)[:0])
        notice(lambda: LATER)
    assert stamps() == {"one": BEGUN, "two": BEGUN}
    notice(lambda: LATER)
    assert stamps() == {"one": LATER, "two": LATER}


def test_where_nothing_can_be_noted_nobody_is_told_a_time_of_which_more_may_come(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = NOW - timedelta(days=2)
    make_article("one")
    HarvestRecord.objects.update(changed=earlier)
    turn = Mock(side_effect=OperationalError)
    monkeypatch.setattr(noticing, "take_turn", turn)
    text = client.get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()
    assert turn.called
    assert f"<responseDate>{stamp(earlier)}</responseDate>" in text
    assert "urn:uuid:" in text


def test_an_answer_is_of_before_it_was_looked_for_what_is_due(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article("one")
    monkeypatch.setattr("harvesting.views.timezone.now", rising())
    text = client.get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()
    [told] = re.findall("<responseDate>(.*)</responseDate>", text)
    [changed] = re.findall("<datestamp>(.*)</datestamp>", text)
    assert told < changed


def test_every_trigger_stands_after_all_migrations() -> None:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        installed: set[Any] = {name for (name,) in cursor.fetchall()}
    assert {name for name, *_ in triggers("1", "IS NOT")} <= installed
