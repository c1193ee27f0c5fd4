"""Writing articles in the admin: nothing that was typed is lost or changed."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from articles.content import Link, content_of, write_related
from articles.models import Article, Citation, FormerSlug, SiteSettings
from articles.site.values import Fact
from articles.status import Status
from tests.databases import shipped_site
from tests.editing import ADD, FORM, change, errors_of, reread, saved
from tests.factories import (
    SCHEDULED,
    make_article,
    make_category,
    make_drawing,
    make_reference,
    make_tag,
    make_taxonomy,
)
from tests.filled import form_of, sent
from tests.page import Page
from tests.times import NOW

pytestmark = pytest.mark.django_db


# --- The form says what is stored ---------------------------------------------------------------------------------


def test_saving_a_form_that_nobody_touched_changes_nothing(editor: Client) -> None:
    paper, image = make_reference("furmark2002"), make_drawing("map")
    tags = [make_tag("Zebra"), make_tag("Cognitive-behavioral therapy"), make_tag("Amygdala, left")]
    article = make_article(
        paper=paper,
        image=image,
        tags=tags,
        categories=[make_category("Therapy"), make_category("Neuroscience")],
        key_points=("One, two.", "“Three” & <four>"),
        summary="\tcode first [@furmark2002]\n\n- a list\n\n![Map.](image:map)",
        full_post="## A\n\nText.[^a]\n\n[^a]: Note.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        byline="The editors",
        access="open",
    )
    write_related(
        article, [Link(make_article().slug, "supports", "Same way."), Link(make_article().slug, "extends", "Further.")]
    )
    before, html = content_of(article), article.summary_html
    response = saved(editor, article)
    assert response.status_code == 302, errors_of(response)
    article = Article.objects.get(pk=article.pk)
    assert content_of(article) == before
    assert article.summary_html == html
    assert (article.status, FormerSlug.objects.count()) == (Status.PUBLISHED, 0)
    assert "No fields changed." in Page.of(editor.get(f"/admin/articles/article/{article.pk}/history/")).text


def test_a_new_article_is_written_with_everything_that_belongs_to_it(editor: Client) -> None:
    make_reference("furmark2002")
    paper, image = make_reference("goldapple2004"), make_drawing("routes")
    long_tag, short_tag = make_tag("Cognitive-behavioral therapy, brief"), make_tag("Amygdala")
    category, target = make_category(), make_article()
    response = sent(
        editor, ADD, FORM,
        kind="paper-summary", paper=paper.pk, title="Talking  quiets\nthe cortex", slug="", standfirst="One.\nTwo.",
        design="Randomised trial", design_detail="Two arms", people="17 adults", people_detail="", therapy="CBT",
        therapy_detail="", brain_measure="PET", brain_measure_detail="", main_result="Quieter", main_result_detail="",
        confidence="low", confidence_detail="Few people", key_points="- First.\r\n\r\n* Second.\r\nThird.",
        summary="Short [@goldapple2004].\r\n\r\n![Routes.](image:routes)\r\n",
        full_post="\r\n## What they did\r\n\r\nMore [@furmark2002; @goldapple2004].[^n]\r\n\r\n[^n]: Note.\r\n\r\n",
        tags=[long_tag.pk, short_tag.pk], categories=[category.pk], image=image.pk, access="members", byline="",
        **{"related_links-0-target": target.pk, "related_links-0-relation": "supports",
           "related_links-0-reason": "It points the same way."},
    )  # fmt: skip
    assert response.status_code == 302, errors_of(response)
    article = Article.objects.get(slug="talking-quiets-the-cortex")
    content = content_of(article)
    assert (content.title, content.standfirst) == ("Talking quiets the cortex", "One. Two.")
    assert content.key_points == ("First.", "Second.", "Third.")
    assert content.tags == ("Cognitive-behavioral therapy, brief", "Amygdala")
    assert content.at_a_glance["design"] == {"answer": "Randomised trial", "detail": "Two arms"}
    assert content.at_a_glance["confidence"] == {"level": "low", "reason": "Few people"}
    assert content.summary == "Short [@goldapple2004].\n\n![Routes.](image:routes)"
    assert content.full_post.startswith("## What they did\n\nMore")
    assert content.related == (Link(target.slug, "supports", "It points the same way."),)
    assert [c.reference.key for c in Citation.objects.of(article, in_full=True)] == ["goldapple2004", "furmark2002"]
    assert [c.reference.key for c in Citation.objects.of(article, in_full=False)] == ["goldapple2004"]
    assert sorted(article.image_uses.values_list("place", flat=True)) == ["lead", "summary"]
    assert article.editor is not None
    assert (article.status, article.publish_at) == (Status.DRAFT, None)
    assert "What they did" in article.full_post.html


def test_a_draft_needs_a_title_alone(editor: Client) -> None:
    response = sent(editor, ADD, FORM, title="Something to begin with")
    assert response.status_code == 302, errors_of(response)
    assert Article.objects.get().slug == "something-to-begin-with"


def test_the_same_title_twice_gets_an_address_of_its_own(editor: Client) -> None:
    FormerSlug.objects.create(slug="a-title-2", article=make_article("a-title"))
    sent(editor, ADD, FORM, title="A title")
    assert Article.objects.latest("pk").slug == "a-title-3"


def test_status_and_times_cannot_be_sent_along(editor: Client) -> None:
    article = make_article(status=Status.DRAFT)
    day = f"{NOW - timedelta(days=9):%Y-%m-%d}"
    saved(editor, article, status="published", publish_at=day, withdrawn_at=day)
    article.refresh_from_db()
    assert (article.status, article.publish_at, article.withdrawn_at) == (Status.DRAFT, None, None)


def test_a_new_address_leaves_the_old_one_leading_to_it(editor: Client) -> None:
    article = make_article("old-address")
    saved(editor, article, slug="new-address")
    answer = Client().get("/articles/old-address/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/new-address/")
    saved(editor, article, slug="old-address")
    assert [former.slug for former in FormerSlug.objects.all()] == ["new-address"]


def test_an_address_that_leads_to_another_article_is_not_taken_away(editor: Client) -> None:
    other = make_article()
    FormerSlug.objects.create(slug="taken", article=other)
    response = saved(editor, make_article(), slug="taken")
    assert errors_of(response) == [f"This address leads on to “{other}”. Choose another one."]


def test_tags_stand_in_the_order_in_which_they_were_chosen(editor: Client) -> None:
    first, second, third = make_tag("Zebra"), make_tag("Amygdala"), make_tag("Middle")
    article = make_article(tags=[first, second])
    saved(editor, article, tags=[third.pk, first.pk, second.pk])
    assert content_of(article).tags == ("Middle", "Zebra", "Amygdala")
    assert form_of(editor, change(article), FORM).fields["tags"] == [str(t.pk) for t in (third, first, second)]


def test_two_tags_with_one_label_stay_what_they_are(editor: Client) -> None:
    """Labels are unique within a taxonomy alone."""
    disorder = make_tag("Placebo", make_taxonomy("disorder"))
    method = make_tag("Placebo", make_taxonomy("method"), slug="placebo-method")
    article = make_article(status=Status.DRAFT, tags=[])
    saved(editor, article, tags=[method.pk])
    assert list(article.tags.all()) == [method]
    saved(editor, article, tags=[method.pk, disorder.pk])
    assert list(article.tags.all()) == [method, disorder]


def test_a_category_cannot_be_slipped_in_among_the_tags(editor: Client) -> None:
    category = make_category("Therapy")
    response = saved(editor, make_article(), tags=[category.pk])
    assert "not one of the available choices" in errors_of(response)[0]


# --- Mistakes ----------------------------------------------------------------------------------------------------

MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "unknown reference": ({"summary": "One.\n\nTwo [@nobody1999]."}, "Line 3: No reference has the key “nobody1999”."),
    "unknown image": ({"full_post": "## A\n\n![x](image:none)"}, "Line 3: No image is called “none”"),
    "link to nowhere": ({"full_post": "## A\n\nB\n\n[x](somewhere)"}, "Line 5: “somewhere” leads nowhere"),
    "heading too high": ({"full_post": "# A\n\nB"}, "Line 1: Begin headings at ##"),
    "reference in a caption": ({"image_caption": "Here [@nobody1999]."}, "No reference has the key “nobody1999”."),
    "caption without an image": ({"image_caption": "Here."}, "Choose the image that this is about"),
    "line that parts": ({"summary": "A\n\n<!-- full post -->\n\nB"}, "The line <!-- full post --> cannot stand here"),
    "no title": ({"title": "  "}, "This field is required."),
    "address": ({"slug": "not_an_address"}, "lower-case letters, digits and single hyphens"),
    "detail without answer": ({"kind": "paper-summary", "design_detail": "Two arms"}, "Say it in a few words first."),
    "confidence without reason": ({"kind": "paper-summary", "confidence": "low"}, "Choose how sure we are"),
    "facts in an overview": ({"design": "Trial"}, "an overview has none"),
    "NUL": ({"full_post": "a\0b"}, "Null characters are not allowed."),
    "NUL in a key point": ({"key_points": "a\0b"}, "Null characters are not allowed."),
}


@pytest.mark.parametrize(("changes", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(
    changes: dict[str, Any], message: str, editor: Client
) -> None:
    tags = [make_tag("Zebra"), make_tag("Amygdala")]
    article = make_article(status=Status.DRAFT, tags=tags)
    before = content_of(article)
    typed = {"byline": "Typed meanwhile", "tags": [tag.pk for tag in tags], "key_points": "Typed.\nToo.", **changes}
    response = saved(editor, article, **typed)
    assert any(message in error for error in errors_of(response)), errors_of(response)
    assert content_of(Article.objects.get(pk=article.pk)) == before
    kept = reread(response)
    for name, value in typed.items():
        if name != "slug" and "\0" not in str(value):
            assert kept[name] == ([str(key) for key in value] if isinstance(value, list) else [value]), name


def test_a_form_asks_for_the_facts_of_one_site_though_that_changes_meanwhile(
    editor: Client, settings: Settings
) -> None:
    settings.SITE_KEPT_FOR = 0
    article = make_article(paper=make_reference())
    turns = cycle([[asdict(fact) for fact in shipped_site().facts], [asdict(Fact("soil", "Soil"))]])

    def changing(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("SELECT") and f'FROM "{SiteSettings._meta.db_table}"' in sql:
            SiteSettings.objects.update(facts=next(turns))
        return execute(sql, *rest)

    with connection.execute_wrapper(changing):
        pages = [Page.of(editor.get(change(article))) for _ in range(2)]
        answers = [saved(editor, article, byline=f"Writer {number}") for number in range(2)]
    found = [(bool(page.with_id("id_soil")), bool(page.with_id("id_design"))) for page in pages]
    assert {*found} <= {(True, False), (False, True)}
    assert [errors_of(answer) for answer in answers if answer.status_code != 302] == []


def test_an_overview_with_a_paper_is_told_what_to_do(editor: Client) -> None:
    response = saved(editor, make_article(), paper=make_reference().pk)
    assert "An overview is not about one paper." in errors_of(response)[0]


@pytest.mark.parametrize("status", [Status.PUBLISHED, SCHEDULED])
def test_what_is_published_cannot_lose_what_publishing_asks_for(status: str, editor: Client) -> None:
    article = make_article(status=status, paper=make_reference())
    before = content_of(article)
    response = saved(editor, article, full_post="", categories=None, paper="", design="", design_detail="")
    found = " ".join(errors_of(response))
    for message in ("Write the full post.", "at least one category", "Name the paper", "all six facts"):
        assert message in found
    assert content_of(Article.objects.get(pk=article.pk)) == before
    assert saved(editor, make_article(status=Status.DRAFT), full_post="", categories=None).status_code == 302


# --- Related articles ---------------------------------------------------------------------------------------------


def related(article: Article) -> list[tuple[str, int]]:
    return [(link.target.slug, link.position) for link in article.related_links.select_related("target")]


def test_related_articles_follow_the_numbers_before_them(editor: Client) -> None:
    article, a, b, c = (make_article(slug) for slug in ("source", "a", "b", "c"))
    write_related(article, [Link("a", "supports", "A."), Link("b", "supports", "B."), Link("c", "supports", "C.")])
    saved(editor, article, **{"related_links-0-place": "3", "related_links-2-place": "1"})
    assert related(article) == [("c", 0), ("b", 1), ("a", 2)]
    saved(editor, article, **{"related_links-0-target": str(a.pk), "related_links-2-target": str(c.pk)})
    assert related(article) == [("a", 0), ("b", 1), ("c", 2)]
    saved(editor, article, **{"related_links-1-DELETE": "on"})
    assert related(article) == [("a", 0), ("c", 1)]
    assert b.related_from.count() == 0


def test_an_article_is_not_related_to_itself_or_twice(editor: Client) -> None:
    article, other = make_article("self"), make_article("other")
    row = {"related_links-0-relation": "supports", "related_links-0-reason": "So."}
    response = saved(editor, article, **row, **{"related_links-0-target": str(article.pk)})
    assert errors_of(response) == ["An article is not related to itself."]
    write_related(article, [Link("other", "supports", "So.")])
    twice = {
        "related_links-1-target": str(other.pk),
        "related_links-1-relation": "extends",
        "related_links-1-reason": "X",
    }
    assert "duplicate" in " ".join(errors_of(saved(editor, article, **twice)))
