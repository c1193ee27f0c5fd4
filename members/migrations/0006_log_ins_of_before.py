"""Whoever is logged in now is listed among their log-ins, too, so that "everywhere else" means everywhere.

Where they were begun was not noted: they stand there without a network address (::) and without a browser.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations

AT_A_TIME = 1000


def list_them(apps, schema_editor):
    User, UserSession = apps.get_model("members", "User"), apps.get_model("usersessions", "UserSession")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    people = set(User.objects.values_list("pk", flat=True))
    found = []
    for session in apps.get_model("sessions", "Session").objects.iterator(AT_A_TIME):
        key = str(store.decode(session.session_data).get("_auth_user_id", ""))
        if key.isdecimal() and int(key) in people:
            found.append(UserSession(user_id=int(key), session_key=session.session_key, ip="::", user_agent=""))
    UserSession.objects.bulk_create(found, batch_size=AT_A_TIME, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0005_logged_acts"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(list_them, migrations.RunPython.noop)]
