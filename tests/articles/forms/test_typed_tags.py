"""Tags typed by an editor: known spellings are taken, homonyms and unknown words are asked about, nothing is lost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from articles.content import content_of
from articles.forms.article_form import ArticleForm
from articles.models import Article
from bibliography.models import Reference
from tags.models import Tag, Taxonomy
from tests.articles.typing_tags import answered, asked, draft, offered
from tests.editing import ADD, FORM, change, errors_of, reread, saved
from tests.factories import make_article, make_reference, make_tag, make_taxonomy
from tests.filled import form_of, sent
from tests.page import Page

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
    assert list(article.tags.all()) == [first, tag]
    assert form_of(editor, change(article), FORM).fields["typed_tags"] == [""]


def test_typed_tags_come_behind_the_chosen_ones_in_order_and_each_once(editor: Client) -> None:
    tags = {name: make_tag(name) for name in ("Zebra", "Amygdala", "Middle", "Insula")}
    article = draft(tags["Zebra"])
    typed = "Middle\nzebra\nInsula\nAmygdala\nMIDDLE"
    assert saved(editor, article, typed_tags=typed).status_code == 302
    assert list(article.tags.all()) == [tags[name] for name in ("Zebra", "Middle", "Insula", "Amygdala")]


def test_the_old_label_of_a_replaced_tag_puts_its_replacement_on(editor: Client) -> None:
    live, old = make_tag("Social anxiety disorder"), make_tag("Social phobia")
    old.is_deprecated, old.replaced_by = True, live
    old.save()
    article = draft()
    assert saved(editor, article, typed_tags="Social phobia").status_code == 302
    assert list(article.tags.all()) == [live]


def test_a_published_article_may_have_typed_tags_alone(editor: Client) -> None:
    tag, article = make_tag("Insula"), make_article()
    assert saved(editor, article, tags=None, typed_tags="insula").status_code == 302
    assert list(article.tags.all()) == [tag]


def test_the_history_says_that_tags_were_typed(editor: Client) -> None:
    make_tag("Insula")
    article = draft()
    saved(editor, article, typed_tags="insula")
    assert "type tags" in Page.of(editor.get(f"/admin/articles/article/{article.pk}/history/")).text


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
    assert not article.tags.exists()
    response = answered(editor, response, change(article), typed_0_choice=method.pk)
    assert response.status_code == 302, errors_of(response)
    assert list(article.tags.all()) == [method]
    assert Article.objects.get().title == "Another title"
    assert disorder not in article.tags.all()


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
    assert not article.tags.exists()


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
    assert list(article.tags.all()) == [tag, known]
    assert LogEntry.objects.filter(object_id=str(tag.pk), content_type__model="tag").count() == 1
    assert not Taxonomy.objects.filter(slug="unfiled").exists()


def test_a_new_article_with_a_new_tag_is_saved_in_one_go(editor: Client) -> None:
    region = make_taxonomy("region")
    response = sent(editor, ADD, FORM, title="Of the fornix", typed_tags="Fornix")
    assert response.status_code == 200
    assert not Article.objects.exists()
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": region.pk}
    assert answered(editor, response, ADD, **answer).status_code == 302
    assert content_of(Article.objects.get()).tags == ("Fornix",)


def test_nothing_is_made_while_anything_else_has_to_be_mended(editor: Client) -> None:
    region = make_taxonomy("region")
    article = draft()
    response = saved(editor, article, typed_tags="Fornix", summary="[@nobody]")
    answer = {"typed_0_choice": "new", "typed_0_taxonomy": str(region.pk), "typed_0_broader": ""}
    response = answered(editor, response, change(article), **answer)
    assert "nobody" in " ".join(errors_of(response))
    assert not Tag.objects.filter(name="Fornix").exists()
    fields = reread(response)
    kept = {name: fields[name] for name in fields if name.startswith("typed")}
    assert kept == {
        "typed_tags": ["Fornix"], "typed-0-word": ["Fornix"], "typed-0-choice": ["new"],
        "typed-0-taxonomy": [str(region.pk)], "typed-0-broader": [""],
    }  # fmt: skip
    assert answered(editor, response, change(article), summary="Mended.").status_code == 302
    assert content_of(article).tags == ("Fornix",)


def test_a_new_tag_is_not_left_behind_when_the_article_cannot_be_written(editor: Client) -> None:
    """Its paper is deleted between the check and the writing."""
    region, paper = make_taxonomy("region"), make_reference()
    article = draft(paper=paper)
    asks = reread(saved(editor, article, typed_tags="Fornix"))
    data = QueryDict(mutable=True)
    for name, values in {**asks, "typed-0-choice": ["new"], "typed-0-taxonomy": [str(region.pk)]}.items():
        data.setlist(name, values)
    made = type("MayAdd", (ArticleForm,), {"may_add_tags": True})
    form = made(data, instance=Article.objects.get())
    assert form.is_valid(), form.errors
    Article.objects.update(paper=None, kind="overview")
    paper.delete()
    with pytest.raises(Reference.DoesNotExist), transaction.atomic():
        form.write()
    assert not Tag.objects.filter(name="Fornix").exists()
    assert not article.tags.exists()


def test_a_word_is_filed_as_the_tag_that_is_suggested(editor: Client) -> None:
    tag, article = make_tag("Amygdala", scope_note="The almond."), draft()
    response = saved(editor, article, typed_tags="amygdla")
    assert offered(response) == ["Amygdala (Disorder) The almond.", "Make it a new tag", "Leave this line out"]
    assert answered(editor, response, change(article), typed_0_choice=tag.pk).status_code == 302
    assert list(article.tags.all()) == [tag]
    assert Tag.objects.filter(taxonomy=tag.taxonomy).count() == 1


def test_a_line_is_left_out_on_request_and_the_others_are_kept(editor: Client) -> None:
    known, article = make_tag("Known"), draft()
    response = saved(editor, article, typed_tags="Nonsense\nKnown")
    assert answered(editor, response, change(article), typed_0_choice="drop").status_code == 302
    assert list(article.tags.all()) == [known]


def test_a_line_that_was_mended_or_taken_away_needs_no_answer(editor: Client) -> None:
    tag, article = make_tag("Amygdala"), draft()
    response = saved(editor, article, typed_tags="amygdla\nNonsense")
    assert len(asked(response)) == 2
    fields = {**reread(response), "typed_tags": ["amygdala"], "_save": ["1"]}
    assert editor.post(change(article), fields).status_code == 302
    assert list(article.tags.all()) == [tag]


def test_an_answer_belongs_to_its_word_wherever_its_line_has_gone(editor: Client) -> None:
    article, region = draft(), make_taxonomy("region")
    response = saved(editor, article, typed_tags="First\nSecond")
    fields = {
        **reread(response), "typed_tags": ["SECOND\nThird\nFirst"], "typed-0-choice": ["drop"],
        "typed-1-choice": ["new"], "typed-1-taxonomy": [str(region.pk)], "_save": ["1"],
    }  # fmt: skip
    response = editor.post(change(article), fields)
    assert errors_of(response) == ["“Third” is no tag yet: say below what shall become of it."]
    assert answered(editor, response, change(article), typed_1_choice="drop").status_code == 302
    assert content_of(article).tags == ("SECOND",)


# --- Preview -------------------------------------------------------------------------------------------------------


def test_the_preview_shows_typed_tags_and_makes_none(editor: Client) -> None:
    make_tag("Insula")
    region = make_taxonomy("region")
    article = draft()
    asks = reread(saved(editor, article, typed_tags="insula\nFornix"))
    preview = editor.post(f"/admin/articles/article/{article.pk}/preview/", asks)
    assert "“Fornix” is no tag yet" in Page.of(preview).text
    settled = {**asks, "typed-0-choice": "new", "typed-0-taxonomy": region.pk}
    preview = editor.post(f"/admin/articles/article/{article.pk}/preview/", settled)
    assert [chip.text for chip in Page.of(preview).with_class("chip")] == ["Insula", "Fornix"]
    assert not Tag.objects.filter(name="Fornix").exists()
