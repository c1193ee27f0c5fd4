"""Filing published articles under topics: the acts of curators, which can be undone at the desk."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from api.answering import json_of, private
from api.asking import asking_of
from api.describing.operation import told
from api.problems import Problem
from api.reading.records import named
from api.writing.sent_shapes import Filed
from articles.models import Article
from members.entrance.tokens.scopes import WRITE_TAGS
from tags.cache.snapshot import current_snapshot
from tags.curation.refusal import CurationRefused
from tags.curation.tagging import tag_articles, untag_articles
from tags.models import Tag

router = Router(tags=["Articles"])
ADDRESS: Final = "/articles/{slug:slug}/topics/{str:topic}"


@router.put(
    ADDRESS, response=Filed, url_name="filing", operation_id="file_article", summary="File an article under a topic",
    openapi_extra=told(404, 409, scope=WRITE_TAGS),
)  # fmt: skip
def file_article(request: HttpRequest, slug: Path[str], topic: Path[str]) -> HttpResponse:
    """At once and for readers. Where it stands there already, nothing happens."""
    return filed(request, slug, topic, tag_articles, wanted=True)


@router.delete(
    ADDRESS, response=Filed, url_name="filing", operation_id="unfile_article", summary="Take an article out of a topic",
    openapi_extra=told(404, 409, scope=WRITE_TAGS),
)  # fmt: skip
def unfile_article(request: HttpRequest, slug: Path[str], topic: Path[str]) -> HttpResponse:
    """The same the other way round. A published article keeps at least one topic and one category."""
    return filed(request, slug, topic, untag_articles, wanted=False)


def filed(request: HttpRequest, slug: str, topic: str, act: Callable[..., Any], *, wanted: bool) -> HttpResponse:
    asking = asking_of(request)
    by = asking.user(WRITE_TAGS)
    article = Article.objects.visible_to(AnonymousUser(), asking.at).with_page().at_address(slug).first()
    tag = current_snapshot().tag_tree.present(topic)
    if article is None or tag is None:
        raise Problem(404, f"There is no {'topic' if article else 'article'} at this address.")
    if stands_under(article, tag) is not wanted:
        try:
            act([article], tag, by=by, at=asking.at)
        except CurationRefused as refused:
            raise Problem(409, str(refused), problems=refused.reasons) from refused
        article = Article.objects.with_page().get(pk=article.pk)
    held = {"tags": article.tag_list, "categories": article.category_list}
    said = {name: [named(one) for one in tags] for name, tags in held.items()}
    return private(json_of({"slug": article.slug, **said}))


def stands_under(article: Article, tag: Tag) -> bool:
    return tag in (article.category_list if tag.taxonomy.is_category else article.tag_list)
