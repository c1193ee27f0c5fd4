"""The OpenAPI 3.1 document: what the framework makes of the types, completed by what all operations have in common."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any, Final

from api.describing.operation import parameter
from api.problems import KINDS, MEDIA_TYPE
from api.routes import operations
from articles.bitmaps.facet_registry import choice_facets
from articles.browse.filters import EARLIEST, LATEST, SORTS
from articles.site.snapshot import site_name
from tags.models import Taxonomy

Json = dict[str, Any]

PREFIX: Final = "api/v1/"
OF_EVERY: Final = (400, 401, 403, 406, 429, 500, 503)  # what any operation can answer, beside its own
PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
TEXT: Final = {"schema": {"type": "string"}}
LIMITS: Final = {
    "RateLimit-Policy": {"description": "The limit: `q` requests in `w` seconds.", **TEXT},
    "RateLimit": {"description": "What is left of it (`r`), and for how many seconds (`t`).", **TEXT},
}
OF_READING: Final = {"ETag": {"description": "Of this very answer, for If-None-Match.", **TEXT}}
OF_PAGES: Final = {"Link": {"description": 'The next page: `rel="next"`.', **TEXT}}
OF_STATUS: Final[Mapping[int, Json]] = {
    401: {"WWW-Authenticate": {"description": "Which way to show who one is.", "required": True, **TEXT}},
    429: {"Retry-After": {"description": "Seconds.", "required": True, **TEXT}},
    503: {"Retry-After": {"description": "Seconds.", "required": True, **TEXT}},
}
WITHOUT_LIMITS: Final = frozenset({400, 500, 503})
DESCRIPTION: Final = (
    "Everything that the site lets its readers read, as JSON: without a token what anybody may read, and with a token "
    "of a member the full posts, too. Tokens of people at the desk write references and drafts, file articles, and "
    "publish. What went wrong is told as RFC 9457 has it (`application/problem+json`)."
)


def document(taxonomies: Iterable[Taxonomy], origin: str) -> Json:
    made = deepcopy(generated())
    made["info"]["title"] = f"{site_name()}: API"
    made["servers"] = [{"url": origin or "/"}]
    filters = filters_of(taxonomies)
    for path in made["paths"].values():
        for operation in path.values():
            if operation.pop("x-filters", ""):
                operation["parameters"] += filters
    return made


@cache
def generated() -> Json:
    """All of it that neither collection nor address changes."""
    made: Json = deepcopy(dict(operations.get_openapi_schema(path_prefix=PREFIX)))
    made["info"] |= {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}
    made["tags"] = [
        {"name": name} for name in ("Articles", "Topics", "Reading lists", "References", "Search", "Drafts")
    ]
    schemas = made["components"]["schemas"]
    schemas["Problem"] = problem_schema()
    for name in ("ArticleRow", "WholeArticle"):
        schemas.get(name, {})["required"] = ["slug", "url"]
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token that its person made in their account."}
    }
    for path in made["paths"].values():
        for method, operation in list(path.items()):
            path[method] = complete(deepcopy(operation), method)
    return made


def complete(operation: Json, method: str) -> Json:
    """With every answer it can give, and the headers of each."""
    scope, own = operation.pop("x-scope", ""), operation.pop("x-answers", [])
    operation["security"] = [{"token": []}] if scope else [{}, {"token": []}]
    if scope:
        operation["description"] = f"{operation['description']}\n\nNeeds a token with the scope `{scope}`."
    example = operation.pop("x-example", None)
    if example is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    for answer in responses.values():
        answer["headers"] = {**LIMITS, **of_success(operation, method)}
        title = next(iter(answer["content"].values()))["schema"].get("title", "")
        answer["description"] = f"{title or 'What was asked for'}."
    if method == "get":
        responses["304"] = {"description": "You have it already.", "headers": {**LIMITS, **OF_READING}}
    for status in sorted({*OF_EVERY, *own}):
        responses[str(status)] = moved() if status == 301 else refused(status)
    operation["responses"] = dict(sorted(responses.items()))
    return operation


def of_success(operation: Json, method: str) -> Json:
    is_list = any(one["name"] in ("cursor", "page") for one in operation["parameters"])
    return {**(OF_READING if method == "get" else {}), **(OF_PAGES if is_list else {})}


def moved() -> Json:
    return {
        "description": "It has another address now.",
        "headers": {**LIMITS, "Location": {"required": True, **TEXT}},
        "content": {"application/json": {"schema": {"type": "object", "properties": {"url": {"type": "string"}}}}},
    }


def refused(status: int) -> Json:
    headers = {**({} if status in WITHOUT_LIMITS else LIMITS), **OF_STATUS.get(status, {})}
    return {"description": f"{KINDS[status][1]}.", "headers": headers, "content": {MEDIA_TYPE: {"schema": PROBLEM}}}


def problem_schema() -> Json:
    return {
        "title": "Problem",
        "type": "object",
        "description": "RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "description": "Address of the kind of problem, on the page about this API."},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong this time, and what mends it."},
            "errors": {
                "type": "array",
                "description": "Each fault: a JSON pointer into the body or the name of a parameter, and its mend.",
                "items": {
                    "type": "object",
                    "required": ["pointer", "detail"],
                    "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                },
            },
            "problems": {
                "type": "array",
                "description": "What keeps an act from being done, in words for people.",
                "items": {"type": "string"},
            },
        },
    }


def filters_of(taxonomies: Iterable[Taxonomy]) -> list[Json]:
    """As the address of a topic has them; several values of one mean *or*."""
    slugs: Json = {"type": "array", "items": {"type": "string"}}
    found = [parameter(one.slug, f"Topics of “{one.name}”, by slug.", **slugs) for one in taxonomies]
    for facet in choice_facets():
        items = {"type": "string", "enum": list(facet.choices)}
        found.append(parameter(facet.key, f"{facet.label}.", type="array", items=items))
    year: Json = {"type": "integer", "minimum": EARLIEST, "maximum": LATEST}
    found += [parameter("from", "First year of the paper.", **year), parameter("to", "Last year of it.", **year)]
    return [*found, parameter("sort", "The order.", enum=list(SORTS), default=next(iter(SORTS)))]
