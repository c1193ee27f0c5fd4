"""Reading lists: which there are, and one of them with its articles and reasons."""

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from api.answering import bad_cursor, json_of, limit_in, page, refuse_unknown
from api.asking import asking_of
from api.describing.operation import CURSOR, IF_NONE_MATCH, LIMIT, told
from api.problems import Problem
from api.reading.shapes import ListPage
from api.reading.shapes import ReadingList as WholeList
from articles.browse.pagination import BadCursor, decoded, encoded_at
from lists.models import ReadingList
from lists.reading import NumberedItem, contents
from members.origin import origin_of

router = Router(tags=["Reading lists"])


@router.get(
    "/lists", response=ListPage, url_name="lists", operation_id="list_reading_lists", summary="Reading lists",
    openapi_extra=told(422, parameters=[LIMIT, CURSOR, IF_NONE_MATCH]),
)  # fmt: skip
def reading_lists(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    refuse_unknown(request.GET, {"limit", "cursor"})
    asking, limit, cursor = asking_of(request), limit_in(request.GET), request.GET.get("cursor", "")
    found = ReadingList.objects.visible_to(asking.person, asking.at).with_totals(asking.person, asking.at)
    if cursor:
        try:
            found = found.following(*decoded(cursor))
        except BadCursor as bad:
            raise bad_cursor() from bad
    rows = list(found.dated()[: limit + 1])
    following = encoded_at(rows[limit - 1].publish_at, rows[limit - 1].pk) if len(rows) > limit else ""
    return page(request, [list_row(one, getattr(one, "size", 0), request) for one in rows[:limit]], following)


@router.get(
    "/lists/{slug:slug}", response=WholeList, url_name="list", operation_id="read_reading_list",
    summary="One reading list", openapi_extra=told(404, 422, parameters=[IF_NONE_MATCH]),
)  # fmt: skip
def reading_list(request: HttpRequest, slug: Path[str]) -> HttpResponse:
    """Its sections with the articles that you can see, numbered through, each with the reason to read it there."""
    refuse_unknown(request.GET, ())
    asking = asking_of(request)
    found = ReadingList.objects.visible_to(asking.person, asking.at).at_address(slug).first()
    if found is None:
        raise Problem(404, "There is no reading list at this address.")
    held = contents(found, asking.person, asking.at)
    sections = [
        {
            "title": one.section.title,
            "intro": one.section.intro,
            "items": [item_row(item, request) for item in one.items],
        }
        for one in held.sections
    ]
    return json_of({**list_row(found, held.size, request), "sections": sections})


def list_row(one: ReadingList, size: int, request: HttpRequest) -> dict[str, object]:
    first = one.first_published_at
    return {
        "slug": one.slug,
        "url": origin_of(request) + one.get_absolute_url(),
        "title": one.title,
        "standfirst": one.standfirst,
        "first_published": first.isoformat() if first else None,
        "articles": size,
    }


def item_row(item: NumberedItem, request: HttpRequest) -> dict[str, object]:
    article = item.article
    return {
        "number": item.number,
        "slug": article.slug,
        "url": origin_of(request) + article.get_absolute_url(),
        "title": article.title,
        "reason": item.reason,
    }
