"""The pages about tags: one topic with everything below it, and the map of all topics."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.access import works_at_the_desk
from articles.browse import feeds
from articles.browse.citing.signposting import address_of, signposted
from articles.browse.facets import FilterPanel, read_together
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import MOST, SORTS, TooManyFilters, UnknownFilter, read_filters
from articles.browse.matrix import MOST_CELLS, MOST_ROWS, MatrixRefused, TooManyCells, matrix_of
from articles.browse.matrix_axes import Pair, UnknownTaxonomy, read_pair
from articles.browse.matrix_csv import spreadsheet_of
from articles.browse.pagination import Page, Pager, page_of_bitmaps, page_or_404
from articles.browse.redirects import moved_permanently
from articles.browse.scope import VisibleScope, visible_scope
from articles.browse.taxonomy_map import maps_beside, maps_of
from articles.browse.timeline import timeline_of
from articles.documents.frames import page, parts_for
from articles.documents.kept_for_scope import kept_for_scope
from articles.documents.slots import filled
from members.origin import origin_of
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy
from tags.outline import Scale, Sheet, alphabet, level_of, outlines
from tags.skos.linked_data import rdf_of_vocabulary, rdf_response

IN_PART: Final = frozenset({"before", "after", "sort"})  # who asks for these is after the list, not after its topic


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every taxonomy as an outline, one of them alone, or all labels from A to Z, with counts of articles."""
    scope, slug = visible_scope(request.user), request.GET.get("taxonomy", "")
    taxonomy = next((one for one in scope.tag_tree.taxonomies if one.slug == slug), None)
    if slug and taxonomy is None:
        raise Http404
    response = rdf_of_vocabulary(request, slug) or page_of_taxonomies(request, scope, taxonomy)
    patch_vary_headers(response, ["Accept"])
    return response


def page_of_taxonomies(request: HttpRequest, scope: VisibleScope, taxonomy: Taxonomy | None) -> HttpResponse:
    scale = scale_of(request, scope)
    if request.GET.get("view") == "az":
        return from_a_to_z(request, scale)
    if taxonomy:
        return level(request, scale, scope.tag_tree.tops(taxonomy), {"taxonomy": taxonomy}, f"taxonomy={taxonomy.slug}")
    return render(
        request, "tags/index.html", {"outlines": outlines(scale), "scale": scale, "maps": list(maps_of(scope))}
    )


@require_safe
def narrower(request: HttpRequest, slug: str) -> HttpResponse:
    """The branch below one tag, as an outline of its own."""
    scope = visible_scope(request.user)
    tag = scope.tag_tree.at(slug)
    if tag is None or tag.replaced_by_id:
        return moved(request, scope.tag_tree, slug, "tags:narrower")
    above = {"tag": tag, "taxonomy": tag.taxonomy, "path": scope.tag_tree.paths_to(tag)[0]}
    return level(request, scale_of(request, scope), scope.tag_tree.children(tag), above, "")


def scale_of(request: HttpRequest, scope: VisibleScope) -> Scale:
    return Scale(scope.tag_tree, scope.count, with_empty=request.GET.get("all") == "1")


def level(
    request: HttpRequest, scale: Scale, tags: Iterable[Tag], above: dict[str, object], query: str
) -> HttpResponse:
    """One level of the vocabulary. `above`: what it stands under; `query`: what its address says of that."""
    sheet = level_of(scale, tags, sheet_number(request))
    context = {**above, "sheet": sheet, "scale": scale, "query": query, "pager": pager_of(sheet, scale, query)}
    return render(request, "tags/level.html", context)


def from_a_to_z(request: HttpRequest, scale: Scale) -> HttpResponse:
    letter = request.GET.get("letter", "")
    try:
        found = alphabet(scale, letter, sheet_number(request))
    except KeyError as unknown:
        raise Http404 from unknown
    query = f"view=az&{urlencode({'letter': found.letter})}" if found.letter else "view=az"
    context = {"alphabet": found, "scale": scale, "query": query, "pager": pager_of(found.sheet, scale, query)}
    return render(request, "tags/index.html", context)


def sheet_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and int(number[:6]) > 0):
        raise Http404
    return int(number[:6])


def pager_of(sheet: Sheet[Any], scale: Scale, query: str) -> Pager:
    """Raises `Http404` for a page beyond the last."""
    if sheet.number > sheet.last:
        raise Http404
    pairs = "&".join([*([query] if query else []), *(["all=1"] if scale.with_empty else [])])
    start = f"?{pairs}&page=" if pairs else "?page="
    newer, older = (f"{start}{n}" if 0 < n <= sheet.last else "" for n in (sheet.number - 1, sheet.number + 1))
    position = f"Page {sheet.number} of {sheet.last}" if sheet.last > 1 else ""
    return Pager(newer, older, "Back", "More", position, is_filtered=True)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One tag: what it means, where it stands, and its articles with those of all narrower tags, each once."""
    scope = visible_scope(request.user)
    tag = scope.tag_tree.at(slug)
    if tag is None or tag.replaced_by_id:
        return moved(request, scope.tag_tree, slug, "tags:detail")
    if response := rdf_response(request, tag):
        return response
    try:
        filters = read_filters(request.GET, scope.tag_tree, beside=tag.taxonomy)
    except TooManyFilters:
        return render(request, "tags/too_many_filters.html", {"tag": tag, "most": MOST}, status=400)
    except UnknownFilter as unknown:
        raise Http404 from unknown
    if not filters.is_exact:
        return redirect(tag.get_absolute_url() + filters.query)
    filtered = FilteredList(scope, scope.under(tag), filters)
    shown = page_or_404(request, partial(page_of_bitmaps, filtered))
    for_all = partial(page_of_tag, tag, filtered, shown, request.GET)
    whole = None if request.GET else kept_for_scope(scope, "tags/_whole.html", tag.pk, for_all)
    context = {**({} if whole else for_all()), **for_reader(request, tag, filtered, shown), "is_whole": bool(whole)}
    parts = parts_for("tags/_for_reader.html", context, request)
    if whole:
        parts["browse"] = filled(whole, parts)
    response, path = HttpResponse(page("tags/detail.html", request, parts)), tag.get_absolute_url()
    items = map(address_of, shown.rows)
    records = f"{path}references.{{}}" if scope.shows_a_paper(filtered.base) else ""
    signposted(response, origin_of(request), path, kind="Collection", records=records, items=items)
    patch_vary_headers(response, ["Accept"])
    return response


def for_reader(request: HttpRequest, tag: Tag, filtered: FilteredList, shown: Page) -> dict[str, object]:
    """What the page of a topic shows of its list to one reader. Everything but its rows comes from memory."""
    return {
        "tag": tag,
        "tag_tree": filtered.scope.tag_tree,
        "filtered": filtered,
        "filters": filtered.filters,
        "count": filtered.count,
        "page": shown,
        "is_for_crawlers": is_for_crawlers(request, filtered),
        "next_path": request.get_full_path(),
        "edit_url": reverse("desk:topic", args=[tag.pk]) if works_at_the_desk(request.user) else "",
    }


def page_of_tag(tag: Tag, filtered: FilteredList, shown: Page, asked: QueryDict) -> dict[str, object]:
    """What it shows to all who can see the same articles."""
    scope, filters, address = filtered.scope, filtered.filters, tag.get_absolute_url()
    is_part = bool(filters) or not IN_PART.isdisjoint(asked)
    return {
        "tag": tag,
        "tag_tree": scope.tag_tree,
        "is_part": is_part,
        **({} if is_part else whole_head(scope, tag, filtered)),
        "total": len(filtered.base),
        "count": filtered.count,
        "filters": filters,
        "page": shown,
        "pager": shown.pager(filters.query),
        "panel": FilterPanel(
            filtered, lambda other: address + other.query, beside=tag.taxonomy, unfolded=asked.get("unfold", "")
        ),
        "sorts": list(SORTS.items()),
        "parents": with_counts(scope, scope.tag_tree.broader.get(tag.pk, ())),
        "together": read_together(filtered, tag),
        "maps": maps_beside(filtered, tag),
    }


def whole_head(scope: VisibleScope, tag: Tag, filtered: FilteredList) -> dict[str, object]:
    """What only the head of a whole topic shows."""
    tag_tree = scope.tag_tree
    return {
        "paths": tag_tree.paths_to(tag),
        "names": [label for label in tag.labels.all() if label.is_shown],
        "timeline": timeline_of(scope, tag, filtered.base),
        "children": with_counts(scope, tag_tree.narrower.get(tag.pk, ())),
        "related_tags": with_counts(scope, tag_tree.related.get(tag.pk, ())),
    }


def is_for_crawlers(request: HttpRequest, filtered: FilteredList) -> bool:
    """A topic, or one filter of it with something to show. Everything else could be combined without end."""
    filters = len(filtered.filters)
    is_plain = (IN_PART | {"unfold"}).isdisjoint(request.GET)
    return is_plain and (filters == 0 or (filters == 1 and filtered.count > 0))


def with_counts(scope: VisibleScope, tags: tuple[Tag, ...]) -> list[tuple[Tag, int]]:
    return [(tag, scope.count(tag)) for tag in tags if not tag.is_deprecated]


@require_safe
def feed(request: HttpRequest, slug: str, form: str = "atom") -> HttpResponseBase:
    """The newest articles of a tag for feed readers, at its address of today."""
    tag_tree = visible_scope(request.user).tag_tree
    tag = tag_tree.at(slug)
    if tag is None or tag.replaced_by_id:
        return moved(request, tag_tree, slug, "tags:feed" if form == "atom" else "tags:json-feed")
    return feeds.of_tag(request, slug=slug, form=form)


def moved(request: HttpRequest, tag_tree: TagTree, slug: str, name: str) -> HttpResponse:
    """An address that a tag once had leads to the tag."""
    tag = tag_tree.moved_to(slug)
    if tag is None:
        raise Http404
    return moved_permanently(request, reverse(name, args=[tag.slug]))


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """How many articles stand under a tag of one taxonomy and a tag of another, for every two tags."""
    scope = visible_scope(request.user)
    pair = pair_or_404(request, scope)
    context: dict[str, object] = {
        "pair": pair,
        "is_for_crawlers": not request.GET,
        "most_cells": MOST_CELLS,
        "most_rows": MOST_ROWS,
        "next_path": request.get_full_path(),
    }
    try:
        context["matrix"] = matrix_of(scope, pair)
    except TooManyCells as refused:
        context["too_large"] = str(refused)
    except MatrixRefused as refused:
        context["refused"] = str(refused)
    status = 400 if pair.is_one_twice else 200
    return for_themselves(request, render(request, "tags/matrix.html", context, status=status))


@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """The whole table as a file; where there is none, the page says why."""
    scope = visible_scope(request.user)
    pair = pair_or_404(request, scope)
    try:
        text = spreadsheet_of(scope, pair)
    except MatrixRefused:
        return redirect(reverse("tags:matrix") + pair.query)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="matrix-{pair.name}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return for_themselves(request, response)


def pair_or_404(request: HttpRequest, scope: VisibleScope) -> Pair:
    try:
        return read_pair(request.GET, scope)
    except UnknownTaxonomy as unknown:
        raise Http404 from unknown


def for_themselves(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a person who is logged in can see counts for them alone: nobody between may keep it."""
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
    return response
