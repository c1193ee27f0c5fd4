"""Merging two references at the desk: choosing, comparing, doing, taking back."""

import pytest
from django.urls import reverse

from bibliography.models import FormerKey, Reference, ReferenceMerge
from members.roles import CONTRIBUTOR
from tests.desk.desk import at_desk
from tests.factories import make_article, make_reference, make_user
from tests.filled import FormReader

pytestmark = pytest.mark.django_db


def merging(reference: Reference) -> str:
    return reverse("desk:merge-record", args=[reference.pk])


def test_the_other_one_is_found_compared_merged_and_brought_back() -> None:
    client, editor = at_desk()
    kept, gone = make_reference("new2002", volume="59"), make_reference("old2002", volume="60", title="Seen before")
    make_article("citing", summary="So it says [@old2002].")
    page = merging(kept)
    assert page in client.get(reverse("desk:record", args=[kept.pk])).content.decode()
    found = client.get(page, {"q": "seen before"}).content.decode()
    assert "?with=old2002" in found
    assert "?with=new2002" not in client.get(page, {"q": "quieter"}).content.decode()
    asked = client.get(page, {"with": "old2002"}).content.decode()
    assert "1 article about or citing “old2002” cites “new2002” from then on." in " ".join(asked.split())
    form = FormReader(asked, "main-form").fields
    assert (form["field-volume"], form["field-title"]) == (["kept"], ["kept"])
    done = client.post(page, {**form, "field-volume": "gone"})
    assert done["Location"] == reverse("desk:record", args=[kept.pk])
    kept.refresh_from_db()
    assert kept.csl["volume"] == "60"
    merge = ReferenceMerge.objects.get()
    assert merge.by == editor
    undoing = reverse("desk:undo-merge", args=[merge.pk])
    assert undoing in client.get(done["Location"]).content.decode()
    assert client.get(undoing).status_code == 200
    back = client.post(undoing)
    assert back["Location"] == reverse("desk:record", args=[gone.pk])
    assert not FormerKey.objects.exists()
    assert client.post(undoing).status_code == 409
    assert "That was undone on" in client.get(reverse("desk:record", args=[kept.pk])).content.decode()


@pytest.mark.parametrize("key", ["new2002", "nobody1999", "x" * 500, "../", "%00"])
def test_an_address_that_names_no_other_reference_offers_to_look_for_one(key: str) -> None:
    client, _ = at_desk()
    kept = make_reference("new2002")
    assert client.get(merging(kept), {"with": key}).status_code == 404
    assert client.post(merging(kept), {"with": key}).status_code == 404
    assert client.post(merging(kept), {"with": "\0x"}).status_code == 404
    assert Reference.objects.count() == 1


def test_a_record_that_nobody_could_save_is_refused_with_its_reason() -> None:
    client, _ = at_desk()
    kept, gone = make_reference("new2002"), make_reference("old2002")
    Reference.objects.filter(pk=gone.pk).update(csl={**gone.csl, "DOI": "nonsense"})
    answer = client.post(merging(kept), {"with": "old2002", "field-DOI": "gone"})
    assert answer.status_code == 409
    assert "is no DOI" in answer.content.decode()
    assert Reference.objects.count() == 2


def test_contributors_do_not_merge() -> None:
    client, _ = at_desk(make_user(CONTRIBUTOR))
    kept, _ = make_reference("new2002"), make_reference("old2002")
    assert client.get(merging(kept)).status_code == 403
    assert client.post(merging(kept), {"with": "old2002"}).status_code == 403
    assert client.post(reverse("desk:undo-merge", args=[1])).status_code == 403
    assert "merge/" not in client.get(reverse("desk:record", args=[kept.pk])).content.decode()
