"""Addresses get the one spelling by which they are looked for.

Of several accounts whose addresses are one, that which is spelled so, else the one last logged in to, gets it. The others
keep theirs and all they have, and are named: nobody can log in to them until an administrator has settled whose they are.
"""

from django.db import migrations

from members.addresses import normal_address


def spell_anew(apps, schema_editor):
    User, EmailAddress = apps.get_model("members", "User"), apps.get_model("account", "EmailAddress")
    taken = {address for model in (User, EmailAddress) for address in model.objects.values_list("email", flat=True)}
    seen_last_first = sorted(User.objects.all(), key=lambda user: (user.last_login or user.date_joined), reverse=True)
    for user in seen_last_first:
        address = normal_address(user.email)
        if address == user.email:
            continue
        if address in taken:
            print(f"Account {user.pk} keeps an address that is, in its one spelling, that of another account.")
            continue
        taken.add(address)
        EmailAddress.objects.filter(user=user, email=user.email).update(email=address)
        User.objects.filter(pk=user.pk).update(email=address)


class Migration(migrations.Migration):

    dependencies = [("members", "0002_cache_table"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(spell_anew, migrations.RunPython.noop)]
