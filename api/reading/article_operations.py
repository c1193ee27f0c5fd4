"""Articles: lists by filters, and one of them."""

from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from ninja import Path, Router

from api.answering import (
    OF_PAGES,
    bad_cursor,
    fields_in,
    json_of,
    limit_in,
    moved,
    only,
    page,
    private,
    refuse_unknown,
)
from api.asking import asking_of
from api.describing.operation import CURSOR, IF_NONE_MATCH, LIMIT, fields_of, told
from api.problems import Problem, at_fault, values
from api.reading.records import stored_article_row, whole_article
from api.reading.shapes import ArticlePage, ArticleRow, WholeArticle
from articles.access import full_post_for
from articles.bitmaps.facet_registry import choice_facets
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import MOST, SORTS, Filters, TooManyFilters, UnknownFilter, read_filters
from articles.browse.pagination import BadCursor, encoded, sort_keys_of_page
from articles.browse.scope import VisibleScope, visible_scope
from articles.documents.storing import documents
from articles.models import Article, Citation
from articles.related.display import related_to
from members.origin import origin_of
from tags.cache.tag_tree import TagTree

router = Router(tags=["Articles"])
OF_ROWS: Final = tuple(ArticleRow.model_fields)
OF_ONE: Final = tuple(WholeArticle.model_fields)
YEARS: Final = frozenset({"from", "to", "sort"})


@router.get(
    "/articles", response=ArticlePage, url_name="articles", operation_id="list_articles", summary="Articles",
    openapi_extra=told(422, parameters=[LIMIT, CURSOR, fields_of(OF_ROWS), IF_NONE_MATCH], filters="articles"),
)  # fmt: skip
def articles(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed by the filters that a topic has in its address: a taxonomy and a topic of it, years of
    papers, kind. Several values of one mean *or*, different ones mean *and*.
    """
    asking = asking_of(request)
    scope = visible_scope(asking.person, asking.at)
    refuse_unknown(request.GET, {*names_of_filters(scope.tag_tree), *YEARS, *OF_PAGES})
    filters = filters_in(request.GET, scope.tag_tree)
    limit, fields = limit_in(request.GET), fields_in(request.GET, OF_ROWS)
    filtered = FilteredList(scope, scope.articles, filters)
    try:
        sort_keys = sort_keys_of_page(filtered, before=request.GET.get("cursor", ""), size=limit)
    except BadCursor as bad:
        raise bad_cursor() from bad
    rows = rows_at(sort_keys, scope)
    following = encoded(rows[limit - 1]) if len(rows) > limit else ""
    return page(request, as_rows(rows[:limit], scope, request, fields), following, count=filtered.count)


def names_of_filters(tag_tree: TagTree) -> list[str]:
    return [*(taxonomy.slug for taxonomy in tag_tree.taxonomies), *(facet.key for facet in choice_facets())]


def filters_in(params: QueryDict, tag_tree: TagTree) -> Filters:
    """Raises `Problem` for what the page of a topic corrects or leaves out."""
    try:
        filters = read_filters(params, tag_tree)
    except TooManyFilters as wrong:
        raise values([at_fault("", f"{MOST} filters at once, and not {wrong}.")]) from wrong
    except UnknownFilter as wrong:
        raise values([at_fault("", f"There is no value “{str(wrong)[:80]}” of that filter.")]) from wrong
    if filters.years.error:
        raise values([at_fault("from", filters.years.error)])
    if params.get("sort", filters.sort) not in SORTS:
        raise values([at_fault("sort", f"“sort” is one of: {', '.join(SORTS)}.")])
    return filters


def rows_at(sort_keys: list[int], scope: VisibleScope) -> list[Article]:
    """In the order of their keys. One query."""
    found = Article.objects.visible_to(scope.user, scope.at).with_sort_keys(sort_keys).with_record()
    by_key = {article.sort_key: article for article in found}
    return [by_key[key] for key in sort_keys if key in by_key]


def as_rows(
    rows: list[Article], scope: VisibleScope, request: HttpRequest, fields: frozenset[str]
) -> list[dict[str, object]]:
    held, origin = documents(rows), origin_of(request)
    return [
        only(stored_article_row(article, held[article.pk], scope.tag_tree, origin), fields)
        for article in rows
        if article.pk in held
    ]


@router.get(
    "/articles/{slug:slug}", response=WholeArticle, url_name="article", operation_id="read_article",
    summary="One article",
    openapi_extra=told(301, 404, 410, 422, parameters=[fields_of(OF_ONE), IF_NONE_MATCH]),
)  # fmt: skip
def article(request: HttpRequest, slug: Path[str]) -> HttpResponse:
    """Its public part; the full post where it is open, or where the token may read it. A former address leads on."""
    asking = asking_of(request)
    refuse_unknown(request.GET, {"fields"})
    fields = fields_in(request.GET, OF_ONE)
    found = Article.objects.visible_to(asking.person, asking.at).with_page().at_address(slug).first()
    if found is None:
        return elsewhere(request, slug)
    full_post = full_post_for(asking.person, found)
    cited = Citation.objects.of(found, in_full=full_post is not None)
    related = related_to(found.pk, asking.person, asking.at) if "related" in fields else []
    html = full_post.html if full_post else None
    response = json_of(only(whole_article(found, cited, related, html, origin_of(request)), fields))
    return private(response) if full_post and not found.is_open else response


def elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """An address without an article for who asks: moved for good, withdrawn, or not there."""
    asking = asking_of(request)
    former = Article.objects.visible_to(asking.person, asking.at).once_at_address(slug).first()
    if former:
        return moved(request, reverse("api:article", args=[former.slug]))
    gone = Article.objects.withdrawn().ever_at_address(slug).first()
    if gone:
        reason = gone.get_withdrawal_reason_display()
        raise Problem(410, f"{reason}.", reason=gone.withdrawal_reason)
    raise Problem(404, "There is no article at this address.")
