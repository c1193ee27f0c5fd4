"""The page of search, and what is suggested while a reader types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.browse import Reach, reach_of
from articles.facets import Facet, Option, facets_of
from articles.search.answering import Answer, answer
from articles.search.limits import SearchTookTooLong
from articles.search.narrowing import Narrowed
from articles.search.results import PAGE_SIZE, hits, pages_of
from articles.search.suggesting import tags_for, titles_for
from articles.selection import Choice
from lists.models import ReadingList


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Articles, topics and reading lists that a query means; a mistake in the query is shown at its place."""
    query = request.GET.get("q", "").strip()
    reach = reach_of(request.user)
    try:
        found = answer(query, reach)
    except SearchTookTooLong:
        return render(request, "articles/search.html", {"query": query, "took_too_long": True}, status=503)
    number = int(request.GET.get("page", "1"))
    return render(request, "articles/search.html", page_of_search(found, reach, number))


def page_of_search(found: Answer, reach: Reach, number: int) -> dict[str, object]:
    """What the page shows of an answer."""
    numbers = found.numbers((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    return {
        "query": found.query,
        "answer": found,
        "mistake": marked(found),
        "hits": hits(found, numbers, reach),
        "pages": pages_of(found, number),
        "topics": tags_for(found.query, reach),
        "lists": ReadingList.objects.visible_to(reach.user, reach.at).with_words_in_title(found.query)[:3],
        "facets": [(facet, links_of(found.narrowed, facet)) for facet in facets_of(found.browsing)],
        "applied": [
            (choice, address(found.narrowed.without_choice(choice))) for choice in found.narrowed.selection.choices
        ],
        "without_years": address(found.narrowed.without_years()) if found.narrowed.selection.years else "",
        "ways_out": ways_out(found),
    }


def marked(found: Answer) -> dict[str, str] | None:
    """The query in three parts, the middle one being the mistake, with what is wrong and the query that was meant."""
    mistake = found.mistake
    if mistake is None:
        return None
    end = mistake.place + mistake.length
    return {
        "before": found.query[: mistake.place],
        "wrong": found.query[mistake.place : end],
        "after": found.query[end:],
        "message": mistake.message,
        "suggestion": mistake.suggestion,
    }


def links_of(narrowed: Narrowed, facet: Facet) -> list[tuple[Option, str]]:
    """Each value of a facet with the address of the query in which it is turned on, or off."""
    return [(option, address(turned(narrowed, option.choice, is_on=option.is_chosen))) for option in facet.options]


def turned(narrowed: Narrowed, choice: Choice, *, is_on: bool) -> Narrowed:
    return narrowed.without_choice(choice) if is_on else narrowed.with_choice(choice)


def address(narrowed: Narrowed) -> str:
    return f"?{urlencode({'q': narrowed.text})}"


def ways_out(found: Answer) -> list[tuple[str, str, int]]:
    """When filters leave nothing: for each the words for it, the address without it, and how many would show."""
    if found.count or not found.narrowed.selection:
        return []
    return [
        (
            choice.label if choice else found.narrowed.selection.years.label,
            address(found.narrowed.without_choice(choice) if choice else found.narrowed.without_years()),
            count,
        )
        for choice, _, count in found.browsing.ways_out()
    ]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Tags, titles and lists that begin with what was typed, for the box of search."""
    text = request.GET.get("q", "")
    reach = reach_of(request.user)
    lists = ReadingList.objects.visible_to(request.user, reach.at).with_words_in_title(text)[:2]
    found = [
        *(
            {
                "kind": one.tag.taxonomy.name,
                "label": one.tag.name,
                "also": one.synonym,
                "url": one.tag.get_absolute_url(),
            }
            for one in tags_for(text, reach)
        ),
        *({"kind": "Summary", "label": one.title, "url": one.get_absolute_url()} for one in titles_for(text, reach)),
        *({"kind": "Reading list", "label": one.title, "url": one.get_absolute_url()} for one in lists),
    ]
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "public, max-age=60"
    return response
