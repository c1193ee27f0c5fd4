"""Topics and the taxonomies in which they stand. All of it comes from memory, the counts from bitmaps."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Router

from api.answering import bad_cursor, json_of, limit_in, moved, page, refuse_unknown
from api.asking import asking_of
from api.describing.operation import CURSOR, IF_NONE_MATCH, LIMIT, parameter, told
from api.problems import Problem, at_fault, values
from api.reading.records import named, topic_row
from api.reading.shapes import TaxonomyPage, Topic, TopicPage
from articles.browse.scope import VisibleScope, visible_scope
from members.origin import origin_of, path_to
from tags.models import Tag

router = Router(tags=["Topics"])


@router.get(
    "/taxonomies", response=TaxonomyPage, url_name="taxonomies", operation_id="list_taxonomies", summary="Taxonomies",
    openapi_extra=told(422, parameters=[IF_NONE_MATCH]),
)  # fmt: skip
def taxonomies(request: HttpRequest) -> HttpResponse:
    """In the order in which pages have them. Each is a filter of articles, by its slug."""
    refuse_unknown(request.GET, ())
    tag_tree = scope_of(request).tag_tree
    items = [
        {
            "slug": one.slug, "name": one.name, "description": one.description, "is_category": one.is_category,
            "topics": len(tag_tree.by_taxonomy[one.slug]),
        }
        for one in tag_tree.taxonomies
    ]  # fmt: skip
    return page(request, items, "")


@router.get(
    "/topics", response=TopicPage, url_name="topics", operation_id="list_topics", summary="Topics",
    openapi_extra=told(
        422, parameters=[parameter("taxonomy", "Only those of it, by slug."), LIMIT, CURSOR, IF_NONE_MATCH]
    ),
)  # fmt: skip
def topics(request: HttpRequest) -> HttpResponse:
    """By name. Those that are no longer used are left out."""
    refuse_unknown(request.GET, {"taxonomy", "limit", "cursor"})
    scope, limit, slug = scope_of(request), limit_in(request.GET), request.GET.get("taxonomy", "")
    if slug and slug not in scope.tag_tree.by_taxonomy:
        raise values([at_fault("taxonomy", f"There is no taxonomy “{slug[:80]}”.")])
    every = scope.tag_tree.by_taxonomy[slug] if slug else scope.tag_tree.live
    start = place_of(request.GET.get("cursor", ""), scope, every)
    shown = every[start : start + limit]
    following = str(shown[-1].pk) if start + limit < len(every) else ""
    return page(request, [row(tag, scope, request) for tag in shown], following, count=len(every))


def place_of(cursor: str, scope: VisibleScope, every: tuple[Tag, ...]) -> int:
    """Behind the topic with that key, or behind its name where it is among these no more."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise bad_cursor()
    last = scope.tag_tree.tags.get(int(cursor))
    if last is None:
        raise bad_cursor()
    places = (place for place, tag in enumerate(every) if (tag.name, tag.pk) > (last.name, last.pk))
    return next(places, len(every))


@router.get(
    "/topics/{str:slug}", response=Topic, url_name="topic", operation_id="read_topic", summary="One topic",
    openapi_extra=told(301, 404, 422, parameters=[IF_NONE_MATCH]),
)  # fmt: skip
def topic(request: HttpRequest, slug: Path[str]) -> HttpResponse:
    """Its names, what it stands under, above and beside, and what it matches in other vocabularies."""
    refuse_unknown(request.GET, ())
    scope = scope_of(request)
    tree = scope.tag_tree
    tag = tree.at(slug)
    if tag is None or tag.replaced_by_id:
        former = tree.moved_to(slug)
        if former is None:
            raise Problem(404, "There is no topic at this address.")
        return moved(request, reverse("api:topic", args=[former.slug]))
    beside = {"broader": tree.broader, "narrower": tree.narrower, "related": tree.related}
    around = {
        name: [named(other) for other in found.get(tag.pk, ()) if not other.is_deprecated]
        for name, found in beside.items()
    }
    matches = [
        {"relation": one.relation, "scheme": one.scheme, "identifier": one.identifier, "name": one.name}
        for one in tag.matches.all()
    ]
    return json_of({**row(tag, scope, request), **around, "matches": matches})


def scope_of(request: HttpRequest) -> VisibleScope:
    asking = asking_of(request)
    return visible_scope(asking.person, asking.at)


def row(tag: Tag, scope: VisibleScope, request: HttpRequest) -> dict[str, object]:
    origin = origin_of(request)
    return topic_row(tag, scope.count(tag), origin, origin + path_to("tags:concept", tag.identity))
