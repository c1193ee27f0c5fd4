"""Tags typed by an editor: known spellings are taken, homonyms and unknown words are asked about, nothing is lost."""

import pytest
from django.test import Client

from tags.models import Tag, Taxonomy
from tests.articles.typing_tags import answered, asked, draft, offered
from tests.editing import change, errors_of, filed, reread, saved
from tests.factories import make_tag, make_taxonomy

pytestmark = pytest.mark.django_db


# --- What is known -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["fMRI", "FMRI", " fmri ", "ｆＭＲＩ", "functional mri", "- fMRI", "\r\n\r\nfMRI\r\nFMRI"]
)
def test_a_known_spelling_is_taken_at_once(editor: Client, typed: str) -> None:
    first, tag = make_tag("Amygdala"), make_tag("fMRI", make_taxonomy("method"), synonyms=["Functional MRI"])
    article = draft(first)
    response = saved(editor, article, typed_tags=typed)
    assert response.status_code == 302, errors_of(response)
    assert filed(article) == [first, tag]


def test_typed_tags_come_behind_the_chosen_ones_in_order_and_each_once(editor: Client) -> None:
    tags = {name: make_tag(name) for name in ("Zebra", "Amygdala", "Middle", "Insula")}
    article = draft(tags["Zebra"])
    typed = "Middle\nzebra\nInsula\nAmygdala\nMIDDLE"
    assert saved(editor, article, typed_tags=typed).status_code == 302
    assert filed(article) == [tags[name] for name in ("Zebra", "Middle", "Insula", "Amygdala")]


def test_the_old_label_of_a_replaced_tag_puts_its_replacement_on(editor: Client) -> None:
    live, old = make_tag("Social anxiety disorder"), make_tag("Social phobia")
    old.is_deprecated, old.replaced_by = True, live
    old.save()
    article = draft()
    assert saved(editor, article, typed_tags="Social phobia").status_code == 302
    assert filed(article) == [live]


# --- Homonyms ------------------------------------------------------------------------------------------------------


def homonyms() -> tuple[Tag, Tag]:
    disorder = make_tag("Placebo", make_taxonomy("disorder"), scope_note="The response.")
    return disorder, make_tag("Placebo", make_taxonomy("method"), scope_note="The comparison.")


def test_a_homonym_is_asked_about_with_taxonomy_and_scope_note(editor: Client) -> None:
    disorder, method = homonyms()
    article = draft()
    response = saved(editor, article, typed_tags="placebo", title="Another title")
    assert errors_of(response) == ["“placebo” may mean several tags: say below which one."]
    assert asked(response) == ["“placebo” may mean 2 tags. Which one is meant?"]
    assert offered(response) == [
        "Placebo (Disorder) The response.", "Placebo (Method) The comparison.", "Leave this line out",
    ]  # fmt: skip
    assert reread(response)["title"] == ["Another title"]
    assert not filed(article)
    response = answered(editor, response, change(article), typed_0_choice=method.pk)
    assert response.status_code == 302, errors_of(response)
    assert filed(article) == [method]
    assert disorder not in filed(article)


def test_a_homonym_without_an_answer_is_asked_about_again(editor: Client) -> None:
    homonyms()
    article = draft()
    response = answered(editor, saved(editor, article, typed_tags="placebo"), change(article))
    assert "Choose one of these." in errors_of(response)
    response = answered(editor, response, change(article), typed_0_choice="999999")
    assert "Select a valid choice" in " ".join(errors_of(response))


def test_a_tag_in_place_of_a_homonym_cannot_be_made_up(editor: Client) -> None:
    homonyms()
    article, other = draft(), make_tag("Elsewhere")
    for wrong in (other.pk, "new"):
        response = answered(editor, saved(editor, article, typed_tags="placebo"), change(article), typed_0_choice=wrong)
        assert "Select a valid choice" in " ".join(errors_of(response))
    assert not filed(article)


# --- Unknown words -------------------------------------------------------------------------------------------------


def test_an_unknown_word_is_asked_about_and_made_a_tag_in_its_place(editor: Client) -> None:
    region = make_taxonomy("region", name="Brain region")
    above, known = make_tag("Limbic system", region, synonyms=["Limbus"]), make_tag("Known")
    article = draft()
    response = saved(editor, article, typed_tags="Fornix\nKnown")
    assert errors_of(response) == ["“Fornix” is no tag yet: say below what shall become of it."]
    assert not Tag.objects.filter(name="Fornix").exists()
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": region.pk, "typed_0_broader": "ＬＩＭＢＵＳ"}
    response = answered(editor, response, change(article), **answer)
    assert response.status_code == 302, errors_of(response)
    tag = Tag.objects.get(name="Fornix")
    assert (tag.taxonomy, list(tag.broader.all())) == (region, [above])
    assert filed(article) == [tag, known]
    assert not Taxonomy.objects.filter(slug="unfiled").exists()


def test_a_word_is_filed_as_the_tag_that_is_suggested(editor: Client) -> None:
    tag, article = make_tag("Amygdala", scope_note="The almond."), draft()
    response = saved(editor, article, typed_tags="amygdla")
    assert offered(response) == ["Amygdala (Disorder) The almond.", "Make it a new tag", "Leave this line out"]
    assert answered(editor, response, change(article), typed_0_choice=tag.pk).status_code == 302
    assert filed(article) == [tag]
    assert Tag.objects.filter(taxonomy=tag.taxonomy).count() == 1


def test_a_line_is_left_out_on_request_and_the_others_are_kept(editor: Client) -> None:
    known, article = make_tag("Known"), draft()
    response = saved(editor, article, typed_tags="Nonsense\nKnown")
    assert answered(editor, response, change(article), typed_0_choice="drop").status_code == 302
    assert filed(article) == [known]


def test_a_line_that_was_mended_or_taken_away_needs_no_answer(editor: Client) -> None:
    tag, article = make_tag("Amygdala"), draft()
    response = saved(editor, article, typed_tags="amygdla\nNonsense")
    assert len(asked(response)) == 2
    fields = {**reread(response), "typed_tags": ["amygdala"]}
    assert editor.post(change(article), fields).status_code == 302
    assert filed(article) == [tag]


def test_an_answer_belongs_to_its_word_wherever_its_line_has_gone(editor: Client) -> None:
    article, region = draft(), make_taxonomy("region")
    response = saved(editor, article, typed_tags="First\nSecond")
    fields = {
        **reread(response), "typed_tags": ["SECOND\nThird\nFirst"], "typed-0-choice": ["drop"],
        "typed-1-choice": ["new"], "typed-1-taxonomy": [str(region.pk)],
    }  # fmt: skip
    response = editor.post(change(article), fields)
    assert errors_of(response) == ["“Third” is no tag yet: say below what shall become of it."]
    assert answered(editor, response, change(article), typed_1_choice="drop").status_code == 302
    assert [tag.name for tag in filed(article)] == ["SECOND"]
