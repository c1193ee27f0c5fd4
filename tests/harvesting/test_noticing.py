"""Datestamps move with everything that a record says, and with nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import withdraw
from bibliography.models import Reference
from bibliography.writing import format_anew, save_reference
from harvesting.models import HarvestRecord
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
    notice(BEGUN)
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
    notice(LATER)
    assert stamps() == {"one": LATER, "two": BEGUN}


def test_what_records_do_not_say_moves_no_datestamp_and_costs_two_queries() -> None:
    two_articles()
    make_tag("Unused")
    settled()
    User.objects.update(last_login=NOW)
    notice(LATER)
    assert stamps() == {"one": BEGUN, "two": BEGUN}
    with CaptureQueriesContext(connection) as captured:
        notice(LATER)
    assert len(captured) == 3  # the third: whether the vocabulary in memory is that of the database


def test_another_style_of_citation_makes_every_record_of_a_paper_younger() -> None:
    two_articles()
    format_anew("vancouver")
    notice(LATER)
    assert stamps() == {"one": LATER, "two": LATER}


def test_what_is_scheduled_has_the_moment_at_which_it_came() -> None:
    make_article("to-come", status="scheduled", publish_at=LATER)
    notice(BEGUN)
    notice(BEGUN + timedelta(minutes=1))
    assert stamps() == {"to-come": BEGUN}
    notice(LATER)
    notice(LATER + timedelta(minutes=1))
    assert stamps() == {"to-come": LATER}


def test_every_trigger_stands_after_all_migrations() -> None:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        installed: set[Any] = {name for (name,) in cursor.fetchall()}
    assert {name for name, *_ in triggers("1")} <= installed
