"""The report on the vocabulary as a page: errors first, a link to every tag concerned, for those who curate."""

import pytest
from django.test import Client

from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER
from tags.admin.integrity_report import as_shown
from tags.curation.integrity import Finding
from tags.models import Tag, TagLabel
from tests.editing import logged_in
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db
CHECK = "/admin/tags/tag/check/"
LIST = "/admin/tags/tag/"


def test_whoever_may_change_tags_finds_the_page_from_the_list_of_tags() -> None:
    for role in (EDITOR, ADMINISTRATOR):
        client = logged_in(make_user(role))
        assert CHECK in list(Page.of(client.get(LIST)).links())
        assert client.get(CHECK).status_code == 200


def test_whoever_may_not_change_tags_sees_nothing_of_it() -> None:
    contributor = logged_in(make_user(CONTRIBUTOR))
    assert CHECK not in list(Page.of(contributor.get(LIST)).links())
    assert contributor.get(CHECK).status_code == 403
    for client in (logged_in(None), logged_in(make_user(MEMBER))):
        assert client.get(CHECK).status_code == 302


def test_it_only_looks(editor: Client) -> None:
    assert editor.post(CHECK).status_code == 405


def test_a_vocabulary_without_a_fault_says_so(editor: Client) -> None:
    article = make_article(tags=[make_tag(scope_note="A note.")], categories=[make_category()])
    Tag.objects.update(scope_note="A note.")
    page = Page.of(editor.get(CHECK))
    assert "No errors, no warnings." in page.text
    assert article.title not in page.text


def test_errors_stand_before_warnings_and_every_finding_leads_to_its_tags(editor: Client) -> None:
    tag = make_tag("Amygdala", make_taxonomy("region"))
    other = make_tag("Almond", tag.taxonomy, synonyms=["Kernel"], scope_note="A note.")
    TagLabel.objects.bulk_create([TagLabel(tag=tag, name="Amygdala", normal_form="amygdala")])
    TagLabel.objects.create(tag=tag, name="kernel")
    response = editor.get(CHECK)
    page = Page.of(response)
    wanted = [
        "1 error, 4 warnings.", "A preferred label that is a synonym too (1)", "Take the synonym away.",
        "Words that stand for several tags of a taxonomy (1)", "Tags without a scope note (1)",
        "Tags without an article (2)",
    ]  # fmt: skip
    places = [page.text.index(words) for words in wanted]
    assert places == sorted(places)
    links = list(page.links())
    assert links.count(f"{LIST}{tag.pk}/change/") == 4
    assert links.count(f"{LIST}{other.pk}/change/") == 2
    assert "no-store" in response.headers["Cache-Control"]


def test_a_finding_about_a_taxonomy_leads_to_no_tag_of_the_same_address() -> None:
    tag = make_tag("Amygdala", make_taxonomy("region"), slug="region")
    [of_taxonomy] = as_shown([Finding("taxonomy-address", "A bad address.", ("region",))])
    [of_tag] = as_shown([Finding("tag-address", "A bad address.", ("region",))])
    assert of_taxonomy["findings"] == [("A bad address.", [])]
    assert of_tag["findings"] == [("A bad address.", [tag])]
