"""Typing tags into the form of an article: a word that is unknown, one that means two; with and without scripts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from members.roles import CONTRIBUTOR, EDITOR
from tags.models import Tag
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.journeys.checks import check_axe, keep_picture, too_small
from tests.journeys.visits import PHONE, WIDE, Theme, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
NOTE = "Responses to a treatment that has no active part, as a subject of research of its own."


@pytest.fixture
def article() -> Article:
    region = make_taxonomy("region", name="Brain region")
    make_tag("Limbic system", region)
    make_tag("Amygdala", region, scope_note="The almond-shaped nuclei at the tip of the temporal lobe.")
    make_tag("Placebo", make_taxonomy("process", name="Process/mechanism"), scope_note=NOTE)
    make_tag("Placebo", make_taxonomy("method", name="Method"), scope_note="Trials with an inactive control.")
    return make_article(status="draft", tags=[])


def opened(visits: Visits, article: Article, *, role: str = EDITOR, scripts: bool = True, width: int = WIDE) -> Page:
    user = make_user(role)
    Article.objects.filter(pk=article.pk).update(editor=user)
    page = visits.page(user=user, scripts=scripts, width=width)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    return page


def typed(page: Page, lines: str) -> None:
    page.get_by_label("Or type tags, one a line").fill(lines)
    save(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").last.click()


def wait_for_names(page: Page) -> None:
    """Until the page has loaded and static/js/editing.js has named the controls that Select2 made."""
    page.wait_for_load_state("load")
    expect(page.locator(".select2-selection[aria-label]").first).to_be_visible()
    expect(page.locator(".select2-selection[role=combobox]:not([aria-label])")).to_have_count(0)


def question(page: Page, word: str) -> Locator:
    return page.get_by_role("group", name=f"“{word}”")


def tags_of(article: Article) -> list[str]:
    return [f"{tag.name} ({tag.taxonomy})" for tag in article.tags.order_by("name")]


@with_and_without_scripts
def test_an_unknown_word_is_asked_about_and_filed_in_its_place(
    visits: Visits, article: Article, *, scripts: bool
) -> None:
    page = opened(visits, article, scripts=scripts)
    page.get_by_role("textbox", name="Title").fill("Of the fornix")
    typed(page, "Fornix")
    asked = question(page, "Fornix")
    expect(page.locator(".field-typed_tags > .errorlist")).to_contain_text("“Fornix” is no tag yet")
    expect(asked.get_by_label("Taxonomy")).to_be_hidden()
    asked.get_by_label("Make it a new tag").check()
    save(page)
    expect(asked).to_contain_text("Choose the taxonomy in which it shall stand.")
    asked.get_by_label("Taxonomy").select_option(label="Brain region")
    asked.get_by_label("Stands under").fill("limbic systems")
    save(page)
    expect(asked).to_contain_text("Did you mean “Limbic system”?")
    assert not Tag.objects.filter(name="Fornix").exists()
    asked.get_by_label("Stands under").fill("limbic system")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Of the fornix")
    expect(page.get_by_label("Or type tags, one a line")).to_have_value("")
    assert tags_of(article) == ["Fornix (Brain region)"]
    assert [str(tag) for tag in Tag.objects.get(name="Fornix").broader.all()] == ["Limbic system"]


@with_and_without_scripts
def test_a_homonym_is_asked_about_and_chosen(visits: Visits, article: Article, *, scripts: bool) -> None:
    page = opened(visits, article, scripts=scripts)
    typed(page, "ｐｌａｃｅｂｏ\nAMYGDALA")
    asked = question(page, "ｐｌａｃｅｂｏ")
    expect(asked).to_contain_text("Trials with an inactive control.")
    asked.get_by_label("Placebo (Method)").check()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert tags_of(article) == ["Amygdala (Brain region)", "Placebo (Method)"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_questions_pass_the_rules(visits: Visits, article: Article, width: int) -> None:
    page = opened(visits, article, width=width)
    typed(page, "Placebo\nAmigdala\nHabenula")
    question(page, "Habenula").get_by_label("Make it a new tag").check()
    question(page, "Habenula").get_by_label("Stands under").fill("Epithalamus")
    save(page)
    wait_for_names(page)
    themes: tuple[Theme, ...] = ("light", "dark")
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        check_axe(page)
        keep_picture(page, f"typed tags {width} {theme}")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert not [small for small in too_small(page) if "typed" in small]


def test_a_contributor_is_told_who_can_add_a_tag(visits: Visits, article: Article) -> None:
    page = opened(visits, article, role=CONTRIBUTOR, width=PHONE)
    typed(page, "Amigdala")
    asked = question(page, "Amigdala")
    expect(asked).to_contain_text("Only an editor or administrator can add a tag")
    expect(asked.get_by_label("Make it a new tag")).to_have_count(0)
    wait_for_names(page)
    check_axe(page)
    keep_picture(page, "typed tags contributor")
    asked.get_by_label("Amygdala").check()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert tags_of(article) == ["Amygdala (Brain region)"]
