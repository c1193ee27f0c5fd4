"""Making a tag while writing an article: who may, and what is no place or no label for it."""

import pytest
from django.test import Client

from articles.forms.typed_tags import MOST_LINES, TypedTagsField
from articles.status import Status
from members.roles import CONTRIBUTOR
from tags.models import Tag
from tests.articles.typing_tags import answered, asked, draft, offered
from tests.editing import change, errors_of, filed, logged_in, reread, saved
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db

PLACES = {
    "no taxonomy": ({"typed_0_taxonomy": ""}, "Choose the taxonomy in which it shall stand."),
    "a taxonomy that is none": ({"typed_0_taxonomy": "999999"}, "not one of the available choices"),
    "a broader tag that is none": ({"typed_0_broader": "Limbic"}, "No tag of Region is called “Limbic”. Did you mean"),
    "a broader tag elsewhere": ({"typed_0_broader": "Fear"}, "No tag of Region is called “Fear”."),
    "a broader tag that is two": ({"typed_0_broader": "Lobe"}, "This may mean “Left lobe” or “Right lobe”."),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_is_none_is_told_and_nothing_is_made(editor: Client, name: str) -> None:
    wrong, told = PLACES[name]
    region, article = make_taxonomy("region"), draft()
    make_tag("Limbic system", region)
    make_tag("Left lobe", region, synonyms=["Lobe"])
    make_tag("Right lobe", region, synonyms=["Lobe"])
    make_tag("Fear", make_taxonomy("process"))
    response = saved(editor, article, typed_tags="Fornix")
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": region.pk, **wrong}
    response = answered(editor, response, change(article), **answer)
    assert told in " ".join(errors_of(response))
    assert not Tag.objects.filter(name="Fornix").exists()
    assert reread(response)["typed_tags"] == ["Fornix"]


def test_a_category_is_neither_a_tag_nor_a_place_for_one(editor: Client) -> None:
    category, article = make_category("Therapy"), draft()
    response = saved(editor, article, typed_tags="Therapy")
    assert asked(response) == ["“Therapy” is no tag yet. What shall become of it?"]
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": category.taxonomy.pk}
    assert "not one of the available choices" in " ".join(
        errors_of(answered(editor, response, change(article), **answer))
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("\u0301", "Write at least one letter or digit."),
        ("🧠", "Write at least one letter or digit."),
    ],
)
def test_a_word_that_cannot_be_a_label_makes_no_tag(editor: Client, typed: str, told: str) -> None:
    region, article = make_taxonomy("region"), draft()
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": region.pk}
    response = answered(editor, saved(editor, article, typed_tags=typed), change(article), **answer)
    assert told in errors_of(response)


def test_no_more_lines_are_taken_than_can_be_asked_about(editor: Client) -> None:
    article = draft()
    response = saved(editor, article, typed_tags="\n".join(f"Word {number}" for number in range(MOST_LINES + 1)))
    assert errors_of(response) == [f"Type {MOST_LINES} tags at most at once."]


# --- Who may add tags ----------------------------------------------------------------------------------------------


def test_a_contributor_is_told_who_can_add_a_tag_and_cannot() -> None:
    writer, region, near = make_user(CONTRIBUTOR), make_taxonomy("region"), make_tag("Fornices")
    client, article = logged_in(writer), make_article(status=Status.DRAFT, editor=writer, tags=[])
    response = saved(client, article, typed_tags="Fornixes")
    assert offered(response) == ["Fornices (Disorder)", "Leave this line out"]
    assert "Only an editor or administrator can add a tag" in Page.of(response).text
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": region.pk}
    assert "Select a valid choice" in " ".join(errors_of(answered(client, response, change(article), **answer)))
    assert answered(client, response, change(article), typed_0_choice=near.pk).status_code == 302
    assert (filed(article), Tag.objects.filter(taxonomy=region).count()) == ([near], 0)


def test_nobody_may_add_tags_unless_the_form_is_told_so() -> None:
    assert TypedTagsField().may_add is False
