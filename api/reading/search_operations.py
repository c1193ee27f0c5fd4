"""Search, in the language of the site's own."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from api.answering import address_of_next, fields_in, json_of, private, refuse_unknown
from api.asking import asking_of
from api.describing.operation import IF_NONE_MATCH, fields_of, parameter, told
from api.problems import Problem, at_fault, values
from api.reading.article_operations import OF_ROWS, as_rows, rows_at
from api.reading.records import named
from api.reading.shapes import SearchPage
from articles.browse.pagination import pages_of
from articles.browse.scope import visible_scope
from articles.search.engines.time_limit import SearchTookTooLong
from articles.search.results import topics_of
from articles.search.service import Answer, answer
from members.characters import cleaned

router = Router(tags=["Search"])
AGAIN = 10  # seconds
PARAMETERS = (
    parameter("q", "What is looked for.", required=True, example="title"),
    parameter("page", "Results are ranked anew each time, so their pages have numbers.", type="integer", minimum=1,
              maximum=100_000, default=1),
    fields_of(OF_ROWS),
    IF_NONE_MATCH,
)  # fmt: skip


@router.get(
    "/search", response=SearchPage, url_name="search", operation_id="search", summary="Search",
    openapi_extra=told(404, 422, parameters=PARAMETERS),
)  # fmt: skip
def search(request: HttpRequest) -> HttpResponse:
    """The best first. Words, `"phrases"`, `-exclusions`, `tag:`, `author:`, `year:2015..2020`, `AND`, `OR`, `NOT`.

    Full posts are searched for tokens with the scope `read:full`.
    """
    refuse_unknown(request.GET, {"q", "page", "fields"})
    asking, fields = asking_of(request), fields_in(request.GET, OF_ROWS)
    query = cleaned(request.GET.get("q", "")).strip()
    if not query:
        raise values([at_fault("q", "Say in “q” what you look for.")])
    scope = visible_scope(asking.person, asking.at)
    try:
        found = answered(query, answer(query, scope))
        pages = pages_of(found.count, int(request.GET.get("page", "1")))
        sort_keys = found.sort_keys(*pages.places)
    except SearchTookTooLong as slow:
        detail = "This search takes too long. Make it narrower: more words, or a topic."
        raise Problem(503, detail, headers={"Retry-After": str(AGAIN)}) from slow
    if pages.is_beyond:
        raise Problem(404, "There are no results so far down.")
    following = address_of_next(request, "page", str(pages.older)) if pages.older else None
    said = {
        "items": as_rows(rows_at(sort_keys, scope), scope, request, fields),
        "next": following,
        "count": found.count,
        "query": found.query,
        "corrected": found.corrected,
        "is_partial": found.is_partial,
        "topics": [named(tag) for tag, _ in topics_of(found, scope)],
    }
    response = json_of(said, headers={"Link": f'<{following}>; rel="next"'} if following else {})
    return private(response) if found.is_full else response


def answered(query: str, found: Answer) -> Answer:
    """Raises `Problem` with the place of a mistake in the query."""
    if found.mistake is None:
        return found
    mistake = found.mistake
    detail = f"{mistake.message} At character {mistake.place + 1} of {len(query)}."
    raise Problem(422, detail, errors=[at_fault("q", detail)], suggestion=mistake.suggestion)
