"""What is published gets its date as the first one."""

from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, schema_editor: Any) -> None:
    lists = apps.get_model("lists", "ReadingList").objects.using(schema_editor.connection.alias)
    lists.update(first_published_at=F("publish_at"))


class Migration(migrations.Migration):

    dependencies = [("lists", "0004_first_publication")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
