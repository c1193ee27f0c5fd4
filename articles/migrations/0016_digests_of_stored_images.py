"""Stored images get a digest of the name of their file: it only has to change with the next picture."""

import hashlib

from django.db import migrations


def give_digests(apps, schema_editor):
    images = apps.get_model("articles", "Image").objects
    for image in images.exclude(original="").only("original").iterator():
        digest = hashlib.sha256(image.original.name.encode()).hexdigest()[:12]
        images.filter(pk=image.pk).update(digest=digest)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_digest_of_images")]

    operations = [migrations.RunPython(give_digests, migrations.RunPython.noop)]
