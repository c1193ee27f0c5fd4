"""References: the bibliographic records that articles cite, as far as who asks can read the texts that cite them."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from ninja import Path, Router

from api.answering import json_of, limit_in, moved, page, private, refuse_unknown
from api.asking import Asking, asking_of
from api.describing.operation import CURSOR, IF_NONE_MATCH, LIMIT, parameter, told
from api.problems import Problem
from api.reading.records import whole_reference
from api.reading.shapes import Reference as WholeReference
from api.reading.shapes import ReferencePage
from articles import access
from articles.models.links import references_shown_to
from bibliography.doi import bare_doi
from bibliography.models import ReferenceQuerySet

router = Router(tags=["References"])
NUMBERS = (
    parameter("doi", "The one with this DOI, however it is written."),
    parameter("pmid", "The one with this PubMed number."),
)


@router.get(
    "/references", response=ReferencePage, url_name="references", operation_id="list_references",
    summary="References", openapi_extra=told(422, parameters=[*NUMBERS, LIMIT, CURSOR, IF_NONE_MATCH]),
)  # fmt: skip
def references(request: HttpRequest) -> HttpResponse:
    """By key. Those that an article which you can see is about or cites; with the scope `write:references` all."""
    refuse_unknown(request.GET, {"doi", "pmid", "limit", "cursor"})
    asking, limit = asking_of(request), limit_in(request.GET)
    found = narrowed(references_shown_to(asking.person, asking.at), request.GET)
    rows = list(found.following(request.GET.get("cursor", ""))[: limit + 1])
    following = rows[limit - 1].key if len(rows) > limit else ""
    return closed(asking, page(request, [whole_reference(one) for one in rows[:limit]], following))


def narrowed(found: ReferenceQuerySet, params: QueryDict) -> ReferenceQuerySet:
    doi, pmid = bare_doi(params.get("doi", "")).lower(), params.get("pmid", "").strip()
    found = found.with_doi(doi) if doi else found
    return found.with_pmid(pmid) if pmid else found


@router.get(
    "/references/{slug:key}", response=WholeReference, url_name="reference", operation_id="read_reference",
    summary="One reference", openapi_extra=told(301, 404, 422, parameters=[IF_NONE_MATCH]),
)  # fmt: skip
def reference(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """By its citation key. The key of one that was merged into it leads on."""
    refuse_unknown(request.GET, ())
    asking = asking_of(request)
    found = references_shown_to(asking.person, asking.at).at_key(key).first()
    if found is None:
        raise Problem(404, "There is no reference with this key.")
    if found.key != key:
        return closed(asking, moved(request, reverse("api:reference", args=[found.key])))
    return closed(asking, json_of(whole_reference(found)))


def closed(asking: Asking, response: HttpResponse) -> HttpResponse:
    """Who reads full posts sees references that nobody else does."""
    sees_more = access.reads_every_full_post(asking.person) or access.knows_every_reference(asking.person)
    return private(response) if sees_more else response
