"""Problems as RFC 9457 has them: what went wrong, where, and what mends it, for a program and for who reads its log."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

MEDIA_TYPE: Final = "application/problem+json"
ROOT: Final = "/api/"
PAGE: Final = "/api/v1/docs/#problem-"

# The last part of `type` by status, and what stands for it in one line.
KINDS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("malformed", "The request cannot be read"),
    401: ("token", "A token is needed, and this is none that holds"),
    403: ("not-allowed", "The token or the role of its person does not allow this"),
    404: ("not-there", "There is nothing at this address for you"),
    405: ("method", "This address does not take that method"),
    406: ("format", "There is nothing here but JSON"),
    409: ("conflict", "It does not fit what is there now"),
    410: ("withdrawn", "It was published once, and is withdrawn"),
    412: ("changed", "Somebody saved since you read it"),
    413: ("too-large", "The request is larger than any that is read here"),
    415: ("media-type", "A body has to be JSON"),
    422: ("values", "What was sent cannot be used like this"),
    428: ("precondition", "Say which state this is about"),
    429: ("too-many", "Too many requests"),
    500: ("fault", "Something broke on our side"),
    503: ("away", "The site cannot answer just now"),
}


class Problem(Exception):
    """Raised anywhere below an operation, and answered as it is. `more`: members beside those of RFC 9457."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more
        super().__init__(detail)

    def as_response(self) -> HttpResponse:
        return problem(self.status, self.detail, headers=self.headers, **self.more)


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """Needs neither database nor template, as either may be away."""
    name, title = KINDS[status]
    said = {"type": f"{PAGE}{name}", "title": title, "status": status, "detail": detail, **more}
    body = json.dumps(said, ensure_ascii=False)
    response = HttpResponse(body.encode("utf-8", "replace"), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    for header, value in (headers or {}).items():
        response[header] = value
    return response


def at_fault(pointer: str, detail: str) -> dict[str, str]:
    """One of several faults: where it is (a JSON pointer, or the name of a parameter), and what mends it."""
    return {"pointer": pointer, "detail": detail}


def values(errors: Sequence[Mapping[str, str]]) -> Problem:
    """422 with every fault that was found."""
    return Problem(422, " ".join(error["detail"] for error in errors)[:1000], errors=list(errors))


def is_for_programs(request: HttpRequest) -> bool:
    """Whether what goes wrong at this address is told to a program: all of /api/ but the page for people."""
    return request.path.startswith(ROOT) and not request.path.startswith(PAGE.partition("#")[0])
