"""What the OpenAPI document is told of an operation beside its types: parameters, scope, what it can answer."""

from collections.abc import Sequence
from typing import Any, Final

from api.answering import DEFAULT, MOST

Json = dict[str, Any]


def parameter(name: str, description: str, *, place: str = "query", **schema: Any) -> Json:
    """`place`: where it stands, "query" or "header"."""
    said: Json = {"name": name, "in": place, "description": description, "required": schema.pop("required", False)}
    if "example" in schema:
        said["example"] = schema.pop("example")
    return {**said, "schema": {"type": "string", **schema}}


LIMIT: Final = parameter(
    "limit", "How many rows a page has at most.", type="integer", minimum=1, maximum=MOST, default=DEFAULT
)
CURSOR: Final = parameter("cursor", "Where the page begins, as the address in `next` of the page before says it.")
IF_NONE_MATCH: Final = parameter(
    "If-None-Match", "ETag of what you have: 304 while that is still what you would get.", place="header"
)
IDEMPOTENCY_KEY: Final = parameter(
    "Idempotency-Key",
    "A name of your own for this request, new for each. Sent again within 24 hours it makes nothing, and is answered "
    "as it was the first time.",
    place="header", maxLength=200, pattern=r"^[!-~]+$",
)  # fmt: skip
IF_MATCH: Final = parameter(
    "If-Match",
    "ETag of the draft that this is about, so that nobody's work is lost. Its revision counts, which is enough, too.",
    place="header", required=True, example='"1"',
)  # fmt: skip


def fields_of(names: Sequence[str]) -> Json:
    return parameter("fields", f"Only these fields, with commas between. Of {', '.join(names)}.", example=names[2])


def told(
    *answers: int, parameters: Sequence[Json] = (), scope: str = "", filters: str = "", example: Any = None
) -> dict[str, Any]:
    """For `openapi_extra`. `answers`: statuses beside those of every operation; `scope`: that the token needs;
    `filters`: whose parameters change with the vocabulary; `example`: of a body.
    """
    extra: Json = {"parameters": list(parameters), "x-answers": list(answers)}
    if scope:
        extra["x-scope"] = scope
    if filters:
        extra["x-filters"] = filters
    if example is not None:
        extra["x-example"] = example
    return extra
