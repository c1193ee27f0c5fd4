"""A tag that looks like another in print, though its letters are others, is refused in the admin."""

import pytest
from django.test import Client

from tests.editing import errors_of
from tests.factories import make_tag, make_taxonomy
from tests.filled import sent

pytestmark = pytest.mark.django_db
ADD = "/admin/tags/tag/add/"


@pytest.mark.parametrize("name", ["СВТ", "CВT", "СBТ"])
def test_a_label_that_looks_like_another_is_refused(name: str, editor: Client) -> None:
    method = make_taxonomy("method")
    tag = make_tag("CBT", method)
    told = ["“CBT” in Method looks the same in other letters."]
    assert errors_of(sent(editor, ADD, "tag_form", name=name, taxonomy=method.pk)) == told
    tag.name = name
    tag.save()
    told = [f"“{name}” in Method looks the same in other letters."]
    assert errors_of(sent(editor, ADD, "tag_form", name="CBT", taxonomy=method.pk)) == told
