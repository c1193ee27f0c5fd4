"""`dumpdata --natural-foreign --natural-primary` and `loaddata`: the whole of a site in an empty database."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.utils import timezone

from members.models import User
from tags import curation
from tags.models import CurationAct, Tag
from tests.factories import make_article, make_image, make_list, make_tag, make_taxonomy
from tests.members.people import code_in, enter_code, register

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
NUMBERED_ANEW = (
    "auth.Permission",
    "auth.Group_permissions",
    "members.User_groups",
    "contenttypes.ContentType",
    "admin.LogEntry",
    "articles.Document",  # made anew, as the rows that it shows are written
    "articles.FullDocument",
    "harvesting.HarvestRecord",  # due once more, as its article is written
)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, with its key."""
    models = apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.label not in NUMBERED_ANEW]
    return {
        model._meta.label: [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in kept
    }


def test_every_row_comes_back_as_it_was_and_everything_goes_on(
    client: Client, mailoutbox: list[EmailMessage], tmp_path: Path
) -> None:
    with connection.cursor() as cursor:  # people are numbered anew, and so they have to be from one on
        for statement in connection.ops.sequence_reset_sql(no_style(), [User]):
            cursor.execute(statement)
    register(client)
    enter_code(client, code_in(mailoutbox[0]))
    fear, other = make_tag("Fear"), make_tag("Fear", make_taxonomy("method"))
    articles = [make_article(tags=[make_tag("Dread"), fear, other], image=make_image()), make_article(status="draft")]
    make_list(articles=articles[:1])
    filed, now = [*articles[0].tags.all()], timezone.now()
    act = curation.merge(fear, into=Tag.objects.get(name="Dread"), by=None, at=now)
    before = rows()
    call_command("dumpdata", natural_foreign=True, natural_primary=True, output=str(tmp_path / "all.json"))
    connection.check_constraints()  # PostgreSQL empties no table of which it has put something off
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()  # as in a new process
    assert not User.objects.exists()
    call_command("loaddata", str(tmp_path / "all.json"), verbosity=0)
    assert rows() == before
    assert client.get("/account/").status_code == 200
    assert CurationAct.objects.get().at == now
    assert articles[0].title in Client().get("/search/?q=dread").text
    curation.undo(CurationAct.objects.get(pk=act.pk), by=None, at=now)
    assert [*articles[0].tags.all()] == filed
    make_article(tags=[make_tag("Spiders")], image=make_image())


def test_times_are_dumped_to_the_microsecond() -> None:
    make_article()
    out = io.StringIO()
    call_command("dumpdata", "articles.article", stdout=out)
    [said] = json.loads(out.getvalue())
    [stored] = apps.get_model("articles", "Article").objects.values_list("updated_at", flat=True)
    assert said["fields"]["updated_at"] == stored.isoformat()
