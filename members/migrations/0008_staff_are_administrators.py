"""Editors and contributors work at the desk, and no longer enter the admin."""

from django.db import migrations
from django.db.models import Q

ADMINISTRATORS = Q(is_superuser=True) | Q(groups__name="administrator")


def take_from_others(apps, schema_editor):
    users = apps.get_model("members", "User").objects
    kept = users.filter(ADMINISTRATORS).values_list("pk", flat=True)
    users.filter(is_staff=True).exclude(pk__in=list(kept)).update(is_staff=False)


def give_back(apps, schema_editor):
    users = apps.get_model("members", "User").objects
    working = users.filter(groups__name__in=["contributor", "editor"]).values_list("pk", flat=True)
    users.filter(pk__in=list(working)).update(is_staff=True)


class Migration(migrations.Migration):

    dependencies = [("members", "0007_deleted_articles"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(take_from_others, give_back)]
