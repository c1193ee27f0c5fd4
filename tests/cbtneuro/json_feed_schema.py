"""What JSON Feed 1.1 (jsonfeed.org/version/1.1) asks of a feed, as a JSON Schema, and what does not fit it.

No validator is among our packages. `faults` knows the words that this schema uses, and refuses any other.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
LANGUAGE: Final[Schema] = {"type": "string", "pattern": r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}


def record(properties: Schema, *, required: tuple[str, ...] = (), **more: Any) -> Schema:
    """Beside what is named, there may only be extensions: an underscore and a letter."""
    extensions = {"patternProperties": {"^_[A-Za-z]": {}}, "additionalProperties": False}
    return {"type": "object", "properties": properties, "required": required, **extensions, **more}


def any_of(*names: str) -> list[Schema]:
    return [{"required": (name,)} for name in names]


AUTHORS: Final[Schema] = {
    "type": "array",
    "items": record({"name": TEXT, "url": ADDRESS, "avatar": ADDRESS}, anyOf=any_of("name", "url", "avatar")),
}
SIZE: Final[Schema] = {"type": "number", "minimum": 0}
ATTACHMENT: Final = record(
    {"url": ADDRESS, "mime_type": TEXT, "title": TEXT, "size_in_bytes": SIZE, "duration_in_seconds": SIZE},
    required=("url", "mime_type"),
)
ITEM: Final = record(
    {
        "id": {"type": "string", "minLength": 1},
        "url": ADDRESS,
        "external_url": ADDRESS,
        "title": TEXT,
        "content_html": TEXT,
        "content_text": TEXT,
        "summary": TEXT,
        "image": ADDRESS,
        "banner_image": ADDRESS,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": TEXT},
        "language": LANGUAGE,
        "attachments": {"type": "array", "items": ATTACHMENT},
    },
    required=("id",),
    anyOf=any_of("content_html", "content_text"),
)
FEED: Final = record(
    {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,  # this and the next: to be there on the public web
        "feed_url": ADDRESS,
        "description": TEXT,
        "user_comment": TEXT,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "favicon": ADDRESS,
        "authors": AUTHORS,
        "language": LANGUAGE,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array", "items": record({"type": TEXT, "url": ADDRESS}, required=("type", "url"))},
        "items": {"type": "array", "items": ITEM, "uniqueBy": "id"},
    },
    required=("version", "title", "home_page_url", "feed_url", "items"),
)

KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,),
}  # fmt: skip


def is_of(kind: str, said: Any) -> bool:
    return isinstance(said, KINDS[kind]) and (kind == "boolean" or not isinstance(said, bool))


def is_moment(said: str) -> bool:
    """RFC 3339: a day, a time to the second, and the distance from UTC."""
    written = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", said)
    try:
        return bool(written and datetime.fromisoformat(said).tzinfo)
    except ValueError:
        return False


FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "uri": lambda said: bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", said)),
    "date-time": is_moment,
}
SIMPLE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "const": lambda wanted, said: bool(said == wanted),
    "minLength": lambda least, said: len(said) >= least,
    "minimum": lambda least, said: bool(said >= least),
    "pattern": lambda pattern, said: bool(re.search(pattern, said)),
    "format": lambda name, said: FORMATS[name](said),
    "required": lambda names, said: all(name in said for name in names),
    "anyOf": lambda schemas, said: any(not list(faults(said, schema)) for schema in schemas),
    "uniqueBy": lambda name, said: len({one.get(name) for one in said}) == len(said),
}
INSIDE: Final = {"type", "properties", "patternProperties", "additionalProperties", "items"}


def faults(said: Any, schema: Schema = FEED, place: str = "feed") -> Iterator[str]:
    """Where it does not fit, and what is asked there."""
    assert not set(schema) - set(SIMPLE) - INSIDE
    if "type" in schema and not is_of(schema["type"], said):
        yield f"{place}: type"
        return
    yield from (f"{place}: {name}" for name, fits in SIMPLE.items() if name in schema and not fits(schema[name], said))
    for number, one in enumerate(said if "items" in schema else ()):
        yield from faults(one, schema["items"], f"{place}[{number}]")
    for name, value in said.items() if "properties" in schema else ():
        if name in schema["properties"]:
            yield from faults(value, schema["properties"][name], f"{place}.{name}")
        elif not any(re.search(pattern, name) for pattern in schema["patternProperties"]):
            yield f"{place}.{name}: additionalProperties"
