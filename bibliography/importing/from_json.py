"""CSL-JSON: a record, a list of them, or several one after the other; also what doi.org and Zotero hand out."""

import json
from collections.abc import Iterator
from typing import Any, Final

from bibliography.importing.read import Form, Read, read_record

DECODER: Final = json.JSONDecoder()
SPACE: Final = " \t\r\n,"


def of_json(lines: list[str], at: int) -> Iterator[Read]:
    text = "\n".join(lines)
    place = 0
    counted_to, line = 0, at

    def line_of(position: int) -> int:
        nonlocal counted_to, line
        line += text.count("\n", counted_to, position)
        counted_to = position
        return line

    inside = False
    while (place := after_space(text, place)) < len(text):
        if text[place] in "[]":
            inside, place = text[place] == "[", place + 1
            continue
        begin = line_of(place)
        try:
            value, place = DECODER.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError) as error:
            wrong = getattr(error, "pos", place)
            yield Read(line_of(max(wrong, counted_to)), Form.CSL, {}, ("From this line on it is no JSON.",))
            return
        yield from one(begin, value)
    if inside:
        yield Read(line_of(len(text)), Form.CSL, {}, ("The list of records does not end: “]” is missing.",))


def after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in SPACE:
        place += 1
    return place


def one(line: int, value: Any) -> Iterator[Read]:
    """Answers of Crossref wrap their record, exports of Zotero their list."""
    if isinstance(value, dict):
        inner = next((value[name] for name in ("message", "items") if isinstance(value.get(name), dict | list)), None)
        if inner is not None and "title" not in value:
            for held in inner if isinstance(inner, list) else [inner]:
                yield from one(line, held)
            return
        csl = {"type": "document", **value}
        csl.pop("id", None)
        yield read_record(line, Form.CSL, csl)
    else:
        yield Read(line, Form.CSL, {}, ("A reference is a JSON object: {…}.",))
