"""The document as the page for people shows it: operations in groups, each with what it takes and what it answers."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from api.problems import KINDS
from members.entrance.tokens.scopes import SCOPES

Json = dict[str, Any]


def operations_shown(described: Mapping[str, Any]) -> list[tuple[str, list[Json]]]:
    """By tag, in the order of the document's tags."""
    order = [tag["name"] for tag in described["tags"]]
    found = sorted(every(described), key=lambda one: order.index(one["group"]))
    return [(group, list(held)) for group, held in groupby(found, key=lambda one: one["group"])]


def every(described: Mapping[str, Any]) -> Iterator[Json]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            words, _, needs = operation["description"].partition("\n\nNeeds a token with the scope ")
            success = next(answer for status, answer in operation["responses"].items() if status < "300")
            yield {
                "group": operation["tags"][0],
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "words": " ".join(words.split()),
                "scope": needs.strip("`."),
                "parameters": [parameter_shown(one) for one in operation["parameters"]],
                "takes": list(fields_of(described, body_of(operation))),
                "example": example_of(operation),
                "answers": list(fields_of(described, schema_of(success))),
                "statuses": ", ".join(operation["responses"]),
            }


def parameter_shown(one: Json) -> Json:
    schema = one["schema"]
    values = schema.get("enum") or schema.get("items", {}).get("enum") or []
    return {
        "name": one["name"], "place": one["in"], "words": one.get("description", ""), "values": values,
        "is_required": one.get("required", False),
    }  # fmt: skip


def body_of(operation: Json) -> Json:
    content: Json = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    found: Json = content.get("schema", {})
    return found


def schema_of(answer: Json) -> Json:
    contents: list[Json] = list(answer.get("content", {}).values())
    found: Json = contents[0]["schema"] if contents else {}
    return found


def example_of(operation: Json) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return json.dumps(content["example"], indent=2, ensure_ascii=False) if "example" in content else ""


def resolved(described: Mapping[str, Any], schema: Json) -> Json:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Json = described["components"]["schemas"][name] if name else schema
    return found


def fields_of(described: Mapping[str, Any], schema: Json) -> Iterator[tuple[str, str, str]]:
    """Name, type and words of each field."""
    for name, said in resolved(described, schema).get("properties", {}).items():
        yield name, type_of(said), said.get("description", "")


def type_of(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(map(type_of, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or ("string" if "enum" in schema else "any"))


def problems_shown() -> list[tuple[int, str, str]]:
    return [(status, name, title) for status, (name, title) in KINDS.items()]


def scopes_shown() -> list[tuple[str, str]]:
    return [(scope.name, scope.label) for scope in SCOPES.values()]
