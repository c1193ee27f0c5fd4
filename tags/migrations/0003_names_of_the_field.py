"""Models get the names that the field has for them. Tables are renamed, no row is touched."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tags", "0002_curation_and_shelves"),
        ("articles", "0013_words_that_templates_had"),  # the last that knows the former names
    ]

    operations = [
        migrations.RenameModel("Shelf", "StoredBitmap"),
        migrations.AlterModelOptions("StoredBitmap", {}),
        migrations.RenameModel("Turn", "WriteLock"),
    ]
