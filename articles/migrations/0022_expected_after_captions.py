"""What SQLite should expect of the table of articles, told again: 0021 made the table anew."""

from importlib import import_module

from django.db import migrations

tell = import_module("articles.migrations.0010_what_sqlite_should_expect").tell


class Migration(migrations.Migration):

    dependencies = [("articles", "0021_caption_of_the_image")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
