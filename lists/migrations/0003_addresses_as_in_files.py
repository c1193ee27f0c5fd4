"""An address of a list is one that a file of the collection can have. Only forms ask for it; no row is touched."""

from django.db import migrations, models

import tags.slugs


class Migration(migrations.Migration):

    dependencies = [("lists", "0002_roles")]

    operations = [
        migrations.AlterField(
            model_name="readinglist",
            name="slug",
            field=models.SlugField(max_length=120, unique=True, validators=[tags.slugs.slug_validator]),
        ),
    ]
