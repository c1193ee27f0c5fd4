"""Labels that were stored before a rule of spelling changed are spelled anew, and none is lost."""

from importlib import import_module

import pytest
from django.apps import apps

from tags.models import Tag, TagLabel
from tests.factories import make_tag


@pytest.mark.both_engines
@pytest.mark.django_db
def test_stored_labels_are_spelled_anew_and_twins_live_on() -> None:
    first, twin, other = make_tag("Amygdala"), make_tag("Insula"), make_tag("T-cell")
    Tag.objects.filter(pk=twin.pk).update(name="Amyg\u00addala", normal_form="amyg\u00addala")
    Tag.objects.filter(pk=other.pk).update(name="T\u2011cell", normal_form="t\u2010cell")
    for name in ("Almond", "Kernel"):
        TagLabel.objects.create(tag=first, name=name)
    TagLabel.objects.filter(name="Kernel").update(name="Al\u00admond", normal_form="al\u00admond")
    import_module("tags.migrations.0004_labels_spelled_anew").spell_anew(apps, None)
    assert dict(Tag.objects.values_list("pk", "normal_form")) == {
        first.pk: "amygdala", twin.pk: "amyg\u00addala", other.pk: "t-cell",
    }  # fmt: skip
    assert list(TagLabel.objects.values_list("normal_form", flat=True)) == ["almond", "al\u00admond"]
