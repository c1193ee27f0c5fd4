"""What is no edit of an article: it moves no date, and no editor is told that somebody saved."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from articles.content import render_again
from articles.models import Article, Image
from bibliography.writing import save_reference
from tags import curation
from tags.models import Tag
from tests.factories import make_article, make_drawing, make_reference, make_tag
from tests.times import NOW, printed

pytestmark = pytest.mark.django_db


def describe_image() -> None:
    image = Image.objects.get()
    Image.objects.filter(pk=image.pk).update(alt="Two boxes, joined.")
    render_again(image)


def rename_tag() -> None:
    curation.rename(Tag.objects.get(name="Fear"), "Dread", by=None, at=NOW)


def undo_renaming() -> None:
    act = curation.rename(Tag.objects.get(name="Fear"), "Dread", by=None, at=NOW)
    curation.undo(act, by=None, at=NOW)


MAINTENANCE: dict[str, Callable[[], object]] = {
    "alternative text": describe_image,
    "render_articles": lambda: call_command("render_articles"),
    "rename of a tag": rename_tag,
    "rename of a tag, undone": undo_renaming,
    "merge of tags": lambda: curation.merge(Tag.objects.get(name="Fear"), into=make_tag("Dread"), by=None, at=NOW),
    "a record corrected": lambda: save_reference("paper1", {"type": "article-journal", "title": "Corrected"}),
    "rebuild_related": lambda: call_command("rebuild_related"),
    "rebuild_search": lambda: call_command("rebuild_search"),
    "rebuild_shelves": lambda: call_command("rebuild_shelves"),
}


def times_told(article: Article) -> int:
    """How often the feed says its first publication as the time of the last change."""
    assert article.first_published_at
    return Client().get("/feeds/latest.atom").text.count(f"<updated>{printed(article.first_published_at)[:19]}")


@pytest.mark.parametrize("case", MAINTENANCE)
def test_maintenance_moves_no_date(case: str) -> None:
    make_drawing("boxes")
    paper = make_reference("paper1")
    article = make_article(paper=paper, tags=[make_tag("Fear")], full_post="![x](image:boxes)\n\nEnd [@paper1].")
    before = Article.objects.values("updated_at", "first_published_at", "public_updated_at", "publish_at").get()
    assert times_told(article) == 2  # of the entry, and so of the feed
    MAINTENANCE[case]()
    assert Article.objects.values(*before).get() == before
    assert times_told(article) == 2
