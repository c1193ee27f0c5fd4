"""What an editor writes goes in and comes out whole, or not at all."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import content
from articles.content import ContentRefused, Link, content_of, render_again, write_content, write_related
from articles.models import Article, FormerSlug, FullPost, ImageUse
from tags.models import WriteLock
from tests.factories import (
    GLANCE,
    make_article,
    make_category,
    make_content,
    make_drawing,
    make_image,
    make_reference,
    make_tag,
)
from tests.queries import as_if_committed

pytestmark = pytest.mark.django_db


def everything() -> content.ArticleContent:
    """Content with every field filled, over rows that stand."""
    for key in ("paper2001", "other2002", "third2003"):
        make_reference(key)
    for name in ("Fear", "Amygdala, left", "fMRI"):
        make_tag(name)
    make_image("scanner")
    make_drawing("loop")
    return make_content(
        "the-slug",
        kind="paper-summary",
        access="open",
        byline="Ana Writer",
        categories=(make_category("Therapy").name, make_category("Psychology").name),
        tags=("fMRI", "Fear", "Amygdala, left"),
        paper="paper2001",
        at_a_glance=GLANCE,
        image="loop",
        image_caption="A *loop* [@other2002].",
        summary="Short [@other2002].\n\n![The loop.](image:loop)",
        full_post=(
            "## One\n\nLong [@paper2001; @other2002].[^n]\n\n[^n]: A note [@third2003].\n\n![A scanner.](image:scanner)"
        ),
    )


def written(value: content.ArticleContent) -> Article:
    article = Article()
    write_content(article, value)
    return Article.objects.get(pk=article.pk)


def tags_of(article: Article) -> list[str]:
    return [tag.name for tag in Article.objects.with_page().get(pk=article.pk).tag_list]


def test_content_comes_out_as_it_went_in() -> None:
    value = everything()
    assert content_of(written(value)) == value


def test_tags_keep_the_order_of_the_editor_and_their_commas() -> None:
    article = written(everything())
    assert tags_of(article) == ["fMRI", "Fear", "Amygdala, left"]
    write_content(article, replace(content_of(article), tags=("Amygdala, left", "fMRI")))
    assert tags_of(article) == ["Amygdala, left", "fMRI"]


def test_writing_the_same_again_changes_no_filing() -> None:
    article = written(everything())
    before = list(article.tagged_items.values()), list(article.categorised_items.values())
    write_content(article, content_of(article))
    assert (list(article.tagged_items.values()), list(article.categorised_items.values())) == before


def test_citations_stand_in_order_and_say_which_the_summary_cites() -> None:
    rows = written(everything()).citations.values_list("position", "reference__key", "in_summary")
    assert list(rows) == [(1, "other2002", True), (2, "paper2001", False), (3, "third2003", False)]


def test_image_uses_say_where_each_image_is_shown() -> None:
    rows = written(everything()).image_uses.values_list("image__name", "place")
    assert set(rows) == {("loop", "lead"), ("loop", "summary"), ("scanner", "full")}


def test_an_image_that_is_taken_out_is_no_longer_in_use() -> None:
    article = written(everything())
    write_content(article, replace(content_of(article), full_post="## One\n\nNothing to see."))
    assert not ImageUse.objects.filter(image__name="scanner").exists()


def test_the_full_post_stays_in_its_own_table() -> None:
    article = written(everything())
    assert "Long" in FullPost.objects.get(article=article).html
    columns = Article.objects.filter(pk=article.pk).values().get()
    assert not [name for name, value in columns.items() if "Long" in str(value) or "A note" in str(value)]


@pytest.mark.parametrize(
    ("change", "part", "line"),
    [
        ({"summary": "One.\n\nTwo [@nobody1999]."}, "summary", 3),
        ({"full_post": "## One\n\n![x](image:nowhere)"}, "full post", 3),
        ({"tags": ("Fear", "No such tag")}, "tags", 0),
        ({"categories": ("Fear",)}, "categories", 0),
    ],
)
def test_content_with_a_fault_is_refused_and_nothing_is_written(change: dict[str, Any], part: str, line: int) -> None:
    with pytest.raises(ContentRefused) as refused:
        written(replace(everything(), **change))
    assert [(problem[0], problem[1]) for problem in refused.value.problems] == [(line, part)]
    assert not Article.objects.exists()
    assert not FullPost.objects.exists()


def test_a_fault_leaves_a_stored_article_as_it_was() -> None:
    article = written(everything())
    before = content_of(article)
    with pytest.raises(ContentRefused):
        write_content(article, replace(before, slug="elsewhere", title="New", full_post="[@nobody1999]"))
    assert content_of(Article.objects.get(pk=article.pk)) == before
    assert not FormerSlug.objects.exists()


def test_a_new_address_keeps_the_old_one_and_coming_back_frees_it() -> None:
    article = written(everything())
    write_content(article, replace(content_of(article), slug="second"))
    write_content(article, replace(content_of(article), slug="third"))
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"the-slug", "second"}
    write_content(article, replace(content_of(article), slug="the-slug"))
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"second", "third"}


def test_related_links_are_written_in_order_and_replace_the_former_ones() -> None:
    one, two, three = make_article("one"), make_article("two"), make_article("three")
    write_related(one, [Link("two", "supports", "Because."), Link("three", "extends", "Also.")])
    write_related(one, [Link("three", "extends", "Also."), Link("two", "contradicts", "Yet.")])
    assert content_of(one).related == (Link("three", "extends", "Also."), Link("two", "contradicts", "Yet."))
    assert not two.related_links.exists()
    assert not three.related_links.exists()


def test_a_new_alternative_text_reaches_the_articles_that_show_the_image() -> None:
    article = written(everything())
    image = make_drawing("loop", alt="Another description.")
    content.render_again(image)
    assert "Another description." in Article.objects.get(pk=article.pk).summary_html


def test_reading_times_follow_the_words() -> None:
    article = make_article(summary="word " * 221, full_post="## One\n\n" + "word " * 219)
    assert (article.summary_words, article.summary_minutes) == (221, 2)
    assert (article.full_words, article.full_minutes) == (220, 1)
    assert article.sections == [{"title": "One", "minutes": 1}]


def test_writing_says_when_it_was_done() -> None:
    before = timezone.now()
    assert before <= written(everything()).updated_at <= timezone.now()


def test_rendering_again_reads_an_article_when_its_turn_has_come() -> None:
    """An act that was quicker is not written over."""
    image = make_image("scanner")
    make_article(summary="![A scanner](image:scanner)")
    for act in (lambda: call_command("render_articles", stdout=StringIO()), lambda: render_again(image)):
        as_if_committed()
        with CaptureQueriesContext(connection) as captured:
            act()
        asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        of_text = [place for place, sql in enumerate(asked) if '"summary_markdown"' in sql]
        assert any(WriteLock._meta.db_table in sql for sql in asked[: of_text[0]])
