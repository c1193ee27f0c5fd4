"""Taxonomies in the admin."""

import pytest
from django.test import Client

from tags.cache.snapshot import current_snapshot
from tags.models import Taxonomy
from tests.editing import errors_of
from tests.factories import make_article, make_tag, make_taxonomy
from tests.filled import sent

pytestmark = pytest.mark.django_db


def test_a_taxonomy_of_tags_with_articles_does_not_become_one_of_categories(editor: Client) -> None:
    used, free = make_tag("Used", make_taxonomy("process")), make_tag("Free", make_taxonomy("method"))
    make_article(tags=[used])
    for tag in (used, free):
        sent(editor, f"/admin/tags/taxonomy/{tag.taxonomy_id}/change/", "taxonomy_form", is_category="on")
    assert set(Taxonomy.objects.filter(is_category=True, slug__in=["process", "method"])) == {free.taxonomy}


@pytest.mark.parametrize("name", ["process", "Process\u200b", "Рrocess", "Ｐrocess"])
def test_two_taxonomies_of_one_name_are_told(name: str, editor: Client) -> None:
    make_taxonomy("process", name="Process")
    response = sent(editor, "/admin/tags/taxonomy/add/", "taxonomy_form", name=name, slug="another")
    assert errors_of(response)[0] in {
        "The taxonomy “Process” is spelled, or looks, the same.", "Taxonomy with this Name already exists.",
    }  # fmt: skip


def test_a_taxonomy_deleted_from_the_list_is_gone_for_readers_at_once(editor: Client) -> None:
    taxonomy = make_taxonomy("sleep")
    assert taxonomy in current_snapshot().tag_tree.taxonomies
    chosen = {"action": "delete_selected", "_selected_action": [taxonomy.pk], "post": "yes"}
    editor.post("/admin/tags/taxonomy/", chosen)
    assert taxonomy not in current_snapshot().tag_tree.taxonomies
