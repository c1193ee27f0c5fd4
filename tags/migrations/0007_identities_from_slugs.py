"""Every tag gets the identity that follows from its slug: a site that loads its export makes the same."""

from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations

BATCH = 500


def give(apps: Any, _: Any) -> None:
    tags = apps.get_model("tags", "Tag").objects
    rows = [*tags.only("slug")]
    for row in rows:
        row.identity = str(uuid5(NAMESPACE_URL, f"urn:cbtneuro:tag:{quote(row.slug)}"))
    tags.bulk_update(rows, ["identity"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("tags", "0006_identities")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
