"""The page of search, and what is suggested while a reader types."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.browse import Reach, reach_of
from articles.facets import Facet, Option, facets_of
from articles.models import Article
from articles.search.answering import Answer, answer
from articles.search.language import fits
from articles.search.limits import SearchTookTooLong
from articles.search.narrowing import Narrowed
from articles.search.results import PAGE_SIZE, Pages, hits, pages_of, topics_of
from articles.search.suggesting import TagSuggestion, tags_for, titles_for
from articles.search.titles import begun_by, meant_by
from articles.selection import Choice, Years, read_years
from lists.models import ReadingList
from tags.models import Tag

SHOWN = 160  # characters of a query on either side of a mistake, and of the mistake
Link = tuple[Option, str]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Articles, topics and reading lists that a query means; a mistake in the query is shown at its place.

    Years that were typed into the filter become part of the query, at whose address the reader ends up.
    """
    query = request.GET.get("q", "").strip()
    reach = reach_of(request.user)
    asked = years_asked(request)
    try:
        found = answer(query, reach)
        if asked is not None and not asked.error and not found.mistake:
            return redirect(f"{request.path}{address(with_years(found.narrowed, asked))}")
        pages = pages_of(found, int(request.GET.get("page", "1")))
        context = page_of_search(found, reach, pages, asked)
    except SearchTookTooLong:
        response = render(request, "articles/search.html", {"query": query, "took_too_long": True}, status=503)
        response["Cache-Control"] = "private, no-store"
        return response
    response = render(request, "articles/search.html", context, status=404 if pages.is_beyond else 200)
    if found.is_full:
        response["Cache-Control"] = "private, no-store"
    return response


def years_asked(request: HttpRequest) -> Years | None:
    """What was typed into the filter by year, if that form was sent."""
    if not {"from", "to"} & set(request.GET):
        return None
    return read_years(request.GET.get("from", "").strip(), request.GET.get("to", "").strip())


def page_of_search(found: Answer, reach: Reach, pages: Pages, asked: Years | None) -> dict[str, object]:
    """What the page shows of an answer."""
    narrowed = found.narrowed
    numbers = found.numbers((pages.number - 1) * PAGE_SIZE, pages.number * PAGE_SIZE)
    is_divided = found.finder is not None and (len(found.browsing.base) > 1 or bool(narrowed.selection))
    return {
        "query": found.query,
        "answer": found,
        "count": f"{found.count:,}",
        "selection": narrowed.selection,
        "mistake": marked(found),
        "hits": hits(found, numbers, reach),
        "pages": pages,
        "topics": topics_of(found, reach),
        "reading_lists": ReadingList.objects.visible_to(reach.user, reach.at).titled(
            meant_by(found, reach.catalogue), 3
        ),
        "facets": [offered(narrowed, facet) for facet in facets_of(found.browsing)] if is_divided else [],
        "applied": list(applied(narrowed)),
        "without_filters": address(without_filters(narrowed)),
        "without_years": address(narrowed.without_years()),
        "query_without_years": narrowed.without_years().text,
        "years": list(reach.years_of(found.browsing.base)) if is_divided else [],
        "typed": typed(narrowed.selection.years if asked is None else asked),
        "years_error": "" if asked is None else asked.error,
        "ways_out": ways_out(found),
        "total": len(found.browsing.base),
    }


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


def offered(narrowed: Narrowed, facet: Facet) -> tuple[Facet, list[Link], list[Link]]:
    """A facet with the values that show at once and those that are folded away, each with its address."""
    return facet, links_of(narrowed, facet.first), links_of(narrowed, facet.more)


def links_of(narrowed: Narrowed, options: Iterable[Option]) -> list[Link]:
    """Each value with the address of the query in which it is turned on, or off."""
    return [(option, address_of(narrowed, option) if option.is_possible else "") for option in options]


def address_of(narrowed: Narrowed, option: Option) -> str:
    """No address where the query would have more in it than a query can have."""
    turn = narrowed.without_choice if option.is_chosen else narrowed.with_choice
    query = turn(option.choice).text
    return in_address(query) if fits(query) else ""


def address(narrowed: Narrowed) -> str:
    return in_address(narrowed.text)


def in_address(query: str) -> str:
    return f"?{urlencode({'q': query})}"


def with_years(narrowed: Narrowed, years: Years) -> Narrowed:
    return replace(narrowed, selection=replace(narrowed.selection, years=years))


def without_filters(narrowed: Narrowed) -> Narrowed:
    return replace(narrowed, selection=narrowed.selection.without_filters())


def typed(years: Years) -> tuple[str, str]:
    """Both ends as the filter shows them: as they were typed, else as the query has them."""
    if years.error:
        return years.typed
    return str(years.first or ""), str(years.last or "")


def applied(narrowed: Narrowed) -> Iterable[list[tuple[Choice, str]]]:
    """For each facet in use its choices, each with the address of the query without it."""
    selection = narrowed.selection
    for facet in dict.fromkeys(choice.facet for choice in selection.choices):
        yield [(choice, address(narrowed.without_choice(choice))) for choice in selection.of(facet)]


def ways_out(found: Answer) -> list[tuple[str, str, int]]:
    """When filters leave nothing: for each the words for it, the address without it, and how many would show."""
    narrowed = found.narrowed
    if found.count or not narrowed.selection:
        return []
    return [
        (
            choice.label if choice else narrowed.selection.years.label,
            address(narrowed.without_choice(choice) if choice else narrowed.without_years()),
            count,
        )
        for choice, _, count in found.browsing.ways_out()
        if count
    ]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Tags, titles and lists that begin with what was typed, for the box of search."""
    text = request.GET.get("q", "")
    try:
        found = suggestions(text, reach_of(request.user))
    except SearchTookTooLong:
        found = []
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "public, max-age=60"
    return response


def suggestions(text: str, reach: Reach) -> list[dict[str, object]]:
    """Each with its group, what it is, its label and its address; tags with the synonym and their number, too."""
    lists = ReadingList.objects.visible_to(reach.user, reach.at).titled(begun_by(text), 2)
    tags = [of_group("Topics", one.tag.taxonomy.name, one.tag) | of_tag(one) for one in tags_for(text, reach)]
    titles = [of_group("Summaries", "Summary", one) for one in titles_for(text, reach)]
    return [*tags, *titles, *(of_group("Reading lists", "Reading list", one) for one in lists)]


def of_group(group: str, kind: str, target: Tag | Article | ReadingList) -> dict[str, object]:
    return {"group": group, "kind": kind, "label": str(target), "url": target.get_absolute_url()}


def of_tag(suggestion: TagSuggestion) -> dict[str, object]:
    return {"also": suggestion.synonym, "count": suggestion.count}
