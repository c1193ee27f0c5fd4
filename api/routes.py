"""All operations under one roof, and what becomes of that which goes wrong in them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from api.problems import Problem, at_fault, problem, values
from api.reading import article_operations, list_operations, search_operations, topic_operations
from api.writing import draft_operations, filing_operations, reference_imports

VERSION: Final = "1.0.0"
PLACES: Final = frozenset({"body", "query", "path", "header", "sent"})


class JsonAlone(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """What a form of another site could send is not read, whatever it holds."""
        if request.content_type != "application/json":
            raise Problem(415, "Send the body as application/json.", headers={"Accept": "application/json"})
        return super().parse_body(request)


operations = NinjaAPI(urls_namespace="api", version=VERSION, openapi_url=None, docs_url=None, parser=JsonAlone())
for module in (
    article_operations, topic_operations, list_operations, reference_imports, search_operations, draft_operations,
    filing_operations,
):  # fmt: skip
    operations.add_router("", module.router)


def told(request: HttpRequest, error: Problem) -> HttpResponse:
    del request
    return error.as_response()


def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    del request, error
    return problem(404, "There is nothing at this address.")


def not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    del request, error
    return problem(403, "The role of this token's person does not allow this.")


def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, above all: the library says so of whatever its parser raised."""
    del request
    if isinstance(error.__cause__, Problem):
        return error.__cause__.as_response()
    return problem(400, f"The body cannot be read as JSON. {error}"[:300])


def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    return values([fault(one) for one in error.errors[:20]]).as_response()


def fault(error: Mapping[str, Any]) -> dict[str, str]:
    """What the library says of one, with a pointer into what was sent. What was sent is not repeated."""
    place = pointer(error["loc"])
    said = str(error["msg"]).removeprefix("Value error, ")
    return at_fault(place, f"{place or 'The body'}: {said[:1].lower()}{said[1:]}.")


def pointer(place: Sequence[Any]) -> str:
    parts = [str(part)[:80] for part in place]
    while parts and parts[0] in PLACES:
        parts = parts[1:]
    return "".join(f"/{part}" for part in parts)


def on(request: HttpRequest, error: Exception) -> NoReturn:
    """Everything else is the site's to answer, as for a page."""
    del request
    raise error


for kind, handler in (
    (Problem, told),
    (Http404, not_there),
    (PermissionDenied, not_allowed),
    (HttpError, not_read),
    (ValidationError, refused),
    (Exception, on),
):
    operations.add_exception_handler(kind, handler)  # type: ignore[arg-type]
