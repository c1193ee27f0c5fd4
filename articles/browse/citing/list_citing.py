"""Citing the papers that a topic or a search shows, in its order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.browse.citing.works import AT_ONCE, Works, file_of_works, page_of_works
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import TooManyFilters, UnknownFilter, read_filters
from articles.browse.pagination import all_downwards
from articles.browse.redirects import moved_permanently
from articles.browse.scope import VisibleScope, visible_scope
from articles.models import Article
from articles.search.engines.time_limit import SearchTookTooLong
from articles.search.service import Answer, answer
from articles.search.views import answered_with, in_address
from bibliography.exporting import Record
from bibliography.notices.told import records_of
from members.characters import cleaned
from tags.management.parts import in_parts
from tags.models import Tag


@require_safe
def topic_page(request: HttpRequest, slug: str) -> HttpResponse:
    scope = visible_scope(request.user)
    tag = topic_at(request, scope, slug, "tags:cite-page")
    if isinstance(tag, HttpResponse):
        return tag
    filtered = filtered_by(request, scope, tag)
    title = f"{tag.name} × {filtered.filters.label}" if filtered.filters else tag.name
    back = tag.get_absolute_url() + filtered.filters.query
    return page_of_works(request, title, back, [papers_of_topic(filtered, tag)])


@require_safe
def topic_references(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    scope = visible_scope(request.user)
    tag = topic_at(request, scope, slug, "tags:references", format)
    if isinstance(tag, HttpResponse):
        return tag
    return file_of_works(request, papers_of_topic(filtered_by(request, scope, tag), tag), format, "papers")


def topic_at(request: HttpRequest, scope: VisibleScope, slug: str, name: str, *arguments: str) -> Tag | HttpResponse:
    """The topic, or the way from an address that it once had. Raises `Http404` for one that none ever had."""
    tag = scope.tag_tree.at(slug)
    if tag is not None and not tag.replaced_by_id:
        return tag
    now = scope.tag_tree.moved_to(slug)
    if now is None:
        raise Http404
    return moved_permanently(request, reverse(name, args=[now.slug, *arguments]))


def filtered_by(request: HttpRequest, scope: VisibleScope, tag: Tag) -> FilteredList:
    try:
        filters = read_filters(request.GET, scope.tag_tree, beside=tag.taxonomy)
    except (TooManyFilters, UnknownFilter) as unknown:
        raise Http404 from unknown
    return FilteredList(scope, scope.under(tag), filters)


def papers_of_topic(filtered: FilteredList, tag: Tag) -> Works:
    left = replace(filtered, base=filtered.base & filtered.scope.about_papers)
    among = f"the papers of {left.count:,} summaries"
    return Works("Papers", papers_of(all_downwards(left.order)), "tags:references", [tag.slug], among=among)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    found = asked_for(request)
    if isinstance(found, HttpResponse):
        return found
    back = reverse("articles:search") + in_address(found.query)
    return page_of_works(request, f"Search for {found.query}", back, [papers_found(found)])


@require_safe
def search_references(request: HttpRequest, format: str) -> HttpResponseBase:
    found = asked_for(request)
    return found if isinstance(found, HttpResponse) else file_of_works(request, papers_found(found), format, "papers")


def asked_for(request: HttpRequest) -> Answer | HttpResponse:
    query = cleaned(request.GET.get("q", "")).strip()
    try:
        return answer(query, visible_scope(request.user))
    except SearchTookTooLong:
        return answered_with(request, {"query": query, "took_too_long": True}, status=503)


def papers_found(found: Answer) -> Works:
    about_papers = found.filtered.scope.about_papers
    sort_keys = [key for key in found.sort_keys(0, found.count) if key in about_papers]
    among = f"the papers of {len(sort_keys):,} summaries"
    return Works("Papers", papers_of(sort_keys), "articles:search-references", among=among)


def papers_of(sort_keys: Iterable[int]) -> Iterator[Record]:
    """The papers of these articles, in their order, each once. Two queries for a part of them."""
    told: set[int] = set()
    for some in in_parts(sort_keys, AT_ONCE):
        papers = dict(Article.objects.with_sort_keys(some).values_list("sort_key", "paper"))
        keys = [key for key in dict.fromkeys(papers.get(one) for one in some) if key and key not in told]
        told.update(keys)
        yield from records_of(keys)
