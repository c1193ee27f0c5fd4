"""The mark of the content is another one after every change that visitors could see, whoever wrote it and how."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.fields import FieldOperation
from django.test import Client

from articles.models import Article, SiteSettings
from articles.publishing import schedule, withdraw
from bibliography.models import Reference
from cbtneuro.page_cache.content_version.reading import ContentVersion, stored_version
from cbtneuro.page_cache.content_version.triggers import NOT_SHOWN, install, tables
from lists.models import Item, ReadingList
from tags.curation.renaming import rename
from tags.models import Tag
from tests.factories import make_article, make_image, make_list, make_reference, make_tag, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

LATER: Final = NOW + timedelta(days=3)
TRIGGERS: Final = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%content_change%'",
    "postgresql": (
        "SELECT class.relname, trigger.tgname FROM pg_trigger AS trigger JOIN pg_class AS class "
        "ON class.oid = trigger.tgrelid JOIN pg_proc AS proc ON proc.oid = trigger.tgfoid "
        "WHERE proc.proname = 'note_content_change'"
    ),
}


def withdrawn() -> None:
    withdraw(Article.objects.get(), by=None, at=NOW, reason="error")


def renamed() -> None:
    rename(Tag.objects.get(slug="fear"), "Dread", by=None, at=NOW)


def removed() -> None:
    Item.objects.all().delete()


def corrected() -> None:
    Reference.objects.update(title="Another title")


def named() -> None:
    SiteSettings.objects.update(name="Another site")


def retitled_in_bulk() -> None:
    article = Article.objects.get()
    article.title = "Another"
    Article.objects.bulk_update([article], ["title"])


def written_by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lists_readinglist SET title = 'Another'")


ACTS: Final = (withdrawn, renamed, removed, corrected, named, retitled_in_bulk, written_by_hand, make_image, make_tag)


@pytest.fixture
def content() -> None:
    article = make_article(status="published", paper=make_reference(), tags=[make_tag("Fear")])
    make_list(articles=[article])


def test_each_table_that_visitors_see_notes_what_is_written() -> None:
    """What a migration made anew has lost its triggers on SQLite: call `install` at its end."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = {table for table, _ in cursor.fetchall()}
    assert found == set(tables(apps))


def test_what_is_said_not_to_be_shown_exists() -> None:
    assert {model._meta.db_table for model in apps.get_models()} >= NOT_SHOWN


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_whatever_is_written_is_another_version(content: None, act: Callable[[], object]) -> None:
    before = stored_version()
    act()
    assert stored_version() != before


def test_what_was_rolled_back_is_no_other_version(content: None) -> None:
    before = stored_version()
    with transaction.atomic():
        retitled_in_bulk()
        transaction.set_rollback(True)
    assert stored_version() == before
    retitled_in_bulk()
    assert stored_version() != before


def test_who_logs_in_and_reads_changes_nothing(content: None) -> None:
    before = stored_version()
    client = Client()
    client.force_login(make_user())
    assert client.get(Article.objects.get().get_absolute_url()).status_code == 200
    assert stored_version() == before


def test_an_article_and_a_list_that_come_to_their_time_are_another_version_each() -> None:
    schedule(make_article(), by=None, at=NOW, publish_at=LATER)
    ReadingList.objects.create(
        slug="one", title="One", status="published", publish_at=LATER + timedelta(days=1), first_published_at=LATER
    )
    versions = [stored_version(at) for at in (NOW, LATER, LATER + timedelta(days=1))]
    assert len(set(versions)) == 3
    assert stored_version(LATER - timedelta(seconds=1)) == versions[0]


def test_a_database_that_is_away_leaves_what_is_known() -> None:
    is_away = False
    noticed: list[int] = []

    def read() -> tuple[object, ...]:
        if is_away:
            raise OperationalError("away")
        return (len(noticed) if is_back else 0,)

    is_back = False
    version = ContentVersion(0, lambda: noticed.append(1), read)
    known = version.current()
    assert known is not None
    assert known.is_sure
    is_away = True
    unsure = version.current()
    assert unsure is not None
    assert (unsure.version, unsure.is_sure) == (known.version, False)
    is_away, is_back = False, True
    again = version.current()
    assert again is not None
    assert (again.version, again.is_sure, len(noticed)) == ((1,), True, 2)


def test_a_table_that_a_migration_makes_anew_is_noted_again_after_it_in_databases_of_before_too() -> None:
    """SQLite remakes the table for nearly every operation on a field. A new database shows nothing of it."""
    loader = MigrationLoader(None)
    installing = [
        key
        for key, migration in loader.disk_migrations.items()
        if key[0] == "cbtneuro" and any(getattr(one, "code", None) is install for one in migration.operations)
    ]
    last = max(installing)
    before_it = set(loader.graph.forwards_plan(last))
    shown = set(tables(apps))
    forgotten = [
        key
        for key, migration in loader.disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, FieldOperation) and f"{key[0]}_{operation.model_name.lower()}" in shown
        if key not in before_it
    ]
    assert forgotten == []
