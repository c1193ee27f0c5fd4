"""The normal form of labels leaves out what nobody sees and knows one dash and one apostrophe.

A label whose new form another live tag of its taxonomy has, or another label of its tag, keeps its old form and works
as before; `check_taxonomy` names the two tags, and merging them is for editors to decide.
"""

from django.db import migrations

from tags.text.normal_form import normal_form

BATCH = 1000


def spell_anew(apps, schema_editor):
    Tag, TagLabel = apps.get_model("tags", "Tag"), apps.get_model("tags", "TagLabel")
    places = {
        Tag: lambda row: None if row.is_deprecated else row.taxonomy_id,
        TagLabel: lambda row: (row.tag_id, row.language),
    }
    for model, place in places.items():
        rows = list(model.objects.order_by("pk"))
        taken = {(place(row), row.normal_form) for row in rows}
        changed = []
        for row in rows:
            form = normal_form(row.name)
            if form and form != row.normal_form and (place(row) is None or (place(row), form) not in taken):
                row.normal_form = form
                taken.add((place(row), form))
                changed.append(row)
        model.objects.bulk_update(changed, ["normal_form"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [("tags", "0003_names_of_the_field")]

    operations = [migrations.RunPython(spell_anew, migrations.RunPython.noop)]
