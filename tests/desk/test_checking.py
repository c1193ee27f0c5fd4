"""The checks beside the text: each leads to its place, and the list knows how many failed."""

import pytest
from django.urls import reverse

from tests.desk.desk import at_desk, autosave, begun, draft_of
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_what_blocks_is_told_with_a_link_to_its_field_and_counted_in_the_list() -> None:
    client, editor = at_desk()
    article = begun(editor, key_points=[], summary="A summary [@gone2001].")
    page = Page.of(client.get(reverse("desk:checks", args=[article.pk])))
    places = {link.attributes.get("data-go"): link for link in page.with_tag("a")}
    assert {"key_points", "summary"} <= places.keys()
    assert draft_of(article).blocking == len([row for row in page.with_tag("li") if "bad" in row.classes])
    assert f"{draft_of(article).blocking} to mend" in client.get(reverse("desk:list")).content.decode()


def test_a_failing_check_is_mended() -> None:
    client, editor = at_desk()
    article = begun(editor, title="")
    address = reverse("desk:checks", args=[article.pk])
    assert 'data-go="title"' in client.get(address).content.decode()
    autosave(client, article, title="A quieter amygdala")
    assert "Nothing blocks publishing" in client.get(address).content.decode()
    assert (draft_of(article).blocking, draft_of(article).checked_id) == (0, draft_of(article).head_id)


def test_what_no_column_takes_is_a_check_too() -> None:
    client, editor = at_desk()
    article = begun(editor, title="Long " * 50)
    assert "160 at most" in client.get(reverse("desk:checks", args=[article.pk]) + "?whole").content.decode()
