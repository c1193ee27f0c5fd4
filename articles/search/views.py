"""The page of search, and what is suggested while a reader types."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.bitmaps.facet_registry import choice_facets
from articles.browse.facets import FilterPanel
from articles.browse.filters import Filters, FilterValue, Years, read_years
from articles.browse.pagination import Pages, pages_of
from articles.browse.scope import VisibleScope, visible_scope
from articles.documents.frames import page, parts_for
from articles.documents.kept import KeptForSite
from articles.models import Article
from articles.search.autocomplete import TagSuggestion, tags_for, titles_for
from articles.search.engines.time_limit import SearchTookTooLong
from articles.search.opensearch import FORM, SUGGESTIONS_TYPE, as_completions
from articles.search.query.parser import LONGEST, fits
from articles.search.query.query_filters import Narrowed, name_of_value
from articles.search.relaxation import listed
from articles.search.results import hits, topics_of
from articles.search.service import Answer, answer
from articles.search.suggestions import tags_near, titles_near
from articles.search.title_matching import begun_by, meant_by
from articles.site.values import Site
from lists.models import ReadingList
from members.characters import cleaned
from members.origin import origin_of
from tags.models import Tag

SHOWN = 160  # characters of a query on either side of a mistake, and of the mistake


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Articles, topics and reading lists that a query means; a mistake in the query is shown at its place.

    Years that were typed into the filter become part of the query, at whose address the reader ends up.
    """
    query = cleaned(request.GET.get("q", "")).strip()
    scope = visible_scope(request.user)
    asked = years_asked(request)
    try:
        found = answer(query, scope)
        if asked is not None and not asked.error and not found.mistake:
            return redirect(f"{request.path}{address(with_years(found.narrowed, asked))}")
        pages = pages_of(found.count, int(request.GET.get("page", "1")))
        context = page_of_search(found, scope, pages, panel_of(found, asked, request.GET.get("unfold", "")))
    except SearchTookTooLong:
        response = answered_with(request, {"query": query, "took_too_long": True}, status=503)
        response["Cache-Control"] = "private, no-store"
        return response
    response = answered_with(request, context, status=404 if pages.is_beyond else 200)
    if found.is_full:
        response["Cache-Control"] = "private, no-store"
    return response


def years_asked(request: HttpRequest) -> Years | None:
    """What was typed into the filter by year, if that form was sent."""
    if not {"from", "to"} & set(request.GET):
        return None
    return read_years(request.GET.get("from", "").strip(), request.GET.get("to", "").strip())


def page_of_search(found: Answer, scope: VisibleScope, pages: Pages, panel: FilterPanel) -> dict[str, object]:
    """What the page shows of an answer."""
    narrowed = found.narrowed
    labels = ("Better matches", "More results") if found.leaves else ("Newer", "Older")
    return {
        "query": found.query,
        "answer": found,
        "count": f"{found.count:,}",
        "filters": narrowed.filters,
        "is_part": bool(narrowed.filters) or pages.number > 1,
        "mistake": marked(found),
        "missing": listed(found.missing, "or"),
        "tag_tree": scope.tag_tree,
        "hits": hits(found, found.sort_keys(*pages.places), scope),
        "pages": pages,
        "pager": pages.pager(found.query, newer_label=labels[0], older_label=labels[1]),
        "topics": topics_of(found, scope),
        "reading_lists": ReadingList.objects.titled(meant_by(found, scope.tag_tree), 3, user=scope.user, at=scope.at),
        "panel": panel,
        "is_divided": found.finder is not None and (len(found.filtered.base) > 1 or bool(narrowed.filters)),
        "query_without_years": narrowed.by(narrowed.filters.without_years()).text,
        "total": len(found.filtered.base),
    }


def answered_with(request: HttpRequest, context: Mapping[str, object], *, status: int) -> HttpResponse:
    facets = tuple(facet.filter for facet in choice_facets())
    context = {**context, "language": _kept.get(facets, language)}
    parts = parts_for("articles/_search_for_reader.html", context, request)
    return HttpResponse(page("articles/search.html", request, parts), status=status)


def language(site: Site) -> SafeString:
    """The help. It tells of filters by facet: each with its values, and an example of them all."""
    facets = choice_facets()
    example = " ".join(facet.example for facet in facets)
    context = {"SITE": site, "choice_facets": facets, "filter_example": example}
    return render_to_string("articles/_search_language.html", context)


_kept = KeptForSite()


def panel_of(found: Answer, asked: Years | None, unfolded: str) -> FilterPanel:
    """The filters as links to other queries. A query that would have more in it than one can have gets none."""

    def address_of(filters: Filters) -> str:
        return address(found.narrowed.by(filters))

    links = links_from(found.narrowed), links_to_one(found.narrowed)
    return FilterPanel(found.filtered, address_of, *links, typed=asked, unfolded=unfolded)


def links_from(narrowed: Narrowed) -> Callable[[Filters], str]:
    """Where filters lead, "" where they cannot be asked for."""

    def link_to(filters: Filters) -> str:
        query = narrowed.by(filters).text
        return in_address(query) if fits(query) else ""

    return link_to


def links_to_one(narrowed: Narrowed) -> Callable[[FilterValue], str] | None:
    """The same for the first filter of a query, of which a page offers hundreds: what stands before it is written once.
    None where the query has filters.
    """
    if narrowed.filters:
        return None
    before, link_to = narrowed.before_a_filter, links_from(narrowed)
    address_before, room = in_address(before), LONGEST - len(before) if fits(f"{before}tag:one") else 0

    def link_to_one(value: FilterValue) -> str:
        name = name_of_value(value)
        if name in narrowed.names:
            return link_to(narrowed.filters.including(value))
        added = f"{name}:{value.value}"
        return f"{address_before}{quoted(added)}" if len(added) <= room else ""

    return link_to_one


@lru_cache(maxsize=20_000)
def quoted(added: str) -> str:
    return quote_plus(added)


def marked(found: Answer) -> dict[str, str] | None:
    """The query in three parts, the middle one being the mistake, with what is wrong and the query that was meant."""
    mistake, query = found.mistake, found.query
    if mistake is None:
        return None
    end = mistake.place + mistake.length
    before, wrong, after = query[: mistake.place], query[mistake.place : end], query[end:]
    return {
        "before": before if len(before) <= SHOWN else f"…{before[-SHOWN:]}",
        "wrong": wrong if len(wrong) <= SHOWN else f"{wrong[:SHOWN]}…",
        "after": after if len(after) <= SHOWN else f"{after[:SHOWN]}…",
        "message": mistake.message,
        "suggestion": mistake.suggestion,
    }


def address(narrowed: Narrowed) -> str:
    return in_address(narrowed.text)


def in_address(query: str) -> str:
    return f"?{urlencode({'q': query})}"


def with_years(narrowed: Narrowed, years: Years) -> Narrowed:
    return replace(narrowed, filters=replace(narrowed.filters, years=years))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Tags, titles and lists that begin with what was typed, for the box of search; also as browsers read them."""
    text = cleaned(request.GET.get("q", ""))
    try:
        found = suggestions(text, visible_scope(request.user))
    except SearchTookTooLong:
        found = []
    if request.GET.get("form") == FORM:
        response = JsonResponse(as_completions(text, origin_of(request), found), safe=False)
        response["Content-Type"] = SUGGESTIONS_TYPE
    else:
        response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "public, max-age=60"
    return response


def suggestions(text: str, scope: VisibleScope) -> list[dict[str, object]]:
    """Each with its group, what it is, its label and its address; tags with the synonym and their number, too.

    Where nothing begins with all of the words, what comes near to them.
    """
    lists = ReadingList.objects.titled(begun_by(text), 2, user=scope.user, at=scope.at)
    tags, articles = tags_for(text, scope), titles_for(text, scope)
    if not (tags or articles or lists):
        tags, articles = tags_near(text, scope), titles_near(text, scope)
    topics = [of_group("Topics", one.tag.taxonomy.name, one.tag) | of_tag(one) for one in tags]
    summaries = [of_group("Summaries", "Summary", one) for one in articles]
    return [*topics, *summaries, *(of_group("Reading lists", "Reading list", one) for one in lists)]


def of_group(group: str, kind: str, target: Tag | Article | ReadingList) -> dict[str, object]:
    return {"group": group, "kind": kind, "label": str(target), "url": target.get_absolute_url()}


def of_tag(suggestion: TagSuggestion) -> dict[str, object]:
    return {"also": suggestion.synonym, "count": suggestion.count}
