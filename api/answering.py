"""How an operation answers: JSON, a page of a list with the way to the next, and of fields those asked for."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

from api.problems import Problem, at_fault, values
from members.origin import origin_of

DEFAULT: Final = 20  # rows of a page
MOST: Final = 100
OF_PAGES: Final = frozenset({"limit", "cursor", "fields"})
Json = dict[str, Any]


def json_of(said: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, status=status, content_type="application/json")
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def private(response: HttpResponse) -> HttpResponse:
    """What not everybody may read is never stored on the way."""
    response["Cache-Control"] = "private, no-store"
    return response


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """To where it is today, with what was asked of it."""
    query = request.META.get("QUERY_STRING", "")
    address = f"{origin_of(request)}{path}{'?' if query else ''}{query}"
    return json_of({"url": address}, 301, {"Location": address})


def refuse_unknown(params: QueryDict, known: Collection[str]) -> None:
    """A parameter that is mistyped would else be answered as if it had not been sent."""
    errors = [
        at_fault(name[:80], f"There is no parameter “{name[:80]}” here. There are: {', '.join(sorted(known))}.")
        for name in params
        if name not in known
    ]
    if errors:
        raise values(errors[:10])


def limit_in(params: QueryDict) -> int:
    text = params.get("limit", str(DEFAULT))
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise values([at_fault("limit", f"“limit” is a number from 1 to {MOST}.")])
    return int(text)


def fields_in(params: QueryDict, known: Sequence[str]) -> frozenset[str]:
    """Those that were asked for; all where none was."""
    text = params.get("fields", "")
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in known]:
        raise values(
            [at_fault("fields", f"There is no field “{unknown[0][:80]}” here. There are: {', '.join(known)}.")]
        )
    return frozenset(wanted or known)


def only(said: Json, fields: Collection[str], always: Sequence[str] = ("slug", "url")) -> Json:
    return {name: value for name, value in said.items() if name in fields or name in always}


def page(request: HttpRequest, items: Sequence[Json], following: str, **more: Any) -> HttpResponse:
    """`following`: the cursor of the next page, or "" on the last one."""
    address = address_of_next(request, "cursor", following) if following else None
    links = {"Link": f'<{address}>; rel="next"'} if address else {}
    return json_of({"items": items, "next": address, **more}, headers=links)


def address_of_next(request: HttpRequest, name: str, value: str) -> str:
    kept = [(key, said) for key, every in request.GET.lists() if key != name for said in every]
    return f"{origin_of(request)}{request.path}?{urlencode([*kept, (name, value)])}"


def bad_cursor() -> Problem:
    return values([at_fault("cursor", "This is no cursor that this site gave out. Begin again without it.")])
