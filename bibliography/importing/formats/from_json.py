"""CSL-JSON: a record, a list of them, or several one after the other; also what doi.org and Zotero hand out."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from bibliography.importing.read import Form, Read, read_record
from bibliography.normalization import left_out

DECODER: Final = json.JSONDecoder()
SPACE: Final = " \t\r\n,\ufeff"
KEY: Final = re.compile(r"(?=.*[A-Za-z])[\w:.-]+", re.ASCII)
AFTER: Final = re.compile(r"^\s*\{", re.MULTILINE)  # where the next record may begin after one that is broken
NO_JSON: Final = "From this line on it is no JSON."
BROKEN: Final = "This record is no JSON."


def of_json(lines: list[str], at: int) -> Iterator[Read]:
    """What stands after a broken record is read, where one begins a line."""
    text = "\n".join(lines)
    place = 0
    counted_to, line = 0, at

    def line_of(position: int) -> int:
        nonlocal counted_to, line
        line += text.count("\n", counted_to, position)
        counted_to = max(counted_to, position)
        return line

    inside = False
    while (place := after_space(text, place)) < len(text):
        if text[place] in "[]":
            inside, place = text[place] == "[", place + 1
            continue
        begin = place
        began = line_of(begin)
        try:
            value, place = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            wrong = max(int(getattr(error, "pos", place)), counted_to)
            again = AFTER.search(text, wrong) if inside else None
            place = again.start() if again and wrong > begin else len(text)
            told = BROKEN if place < len(text) else NO_JSON
            yield Read(line_of(wrong), Form.CSL, {}, (told,), text[begin:place].rstrip().rstrip(",]").rstrip())
            inside = inside and place < len(text)
            continue
        yield from one(began, value, text[begin:place])
    if inside:
        yield Read(line_of(len(text)), Form.CSL, {}, ("The list of records does not end: “]” is missing.",))


def after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in SPACE:
        place += 1
    return place


def one(line: int, value: Any, raw: str) -> Iterator[Read]:
    """Answers of Crossref wrap their record, exports of Zotero their list."""
    if isinstance(value, dict):
        inner = next((value[name] for name in ("message", "items") if isinstance(value.get(name), dict | list)), None)
        if inner is not None and "title" not in value:
            for held in inner if isinstance(inner, list) else [inner]:
                yield from one(line, held, json.dumps(held, ensure_ascii=False, indent=2))
            return
        yield record(line, value, raw)
    else:
        yield Read(line, Form.CSL, {}, ("A reference is a JSON object: {…}.",), raw)


def record(line: int, value: dict[str, Any], raw: str) -> Read:
    csl = {"type": "document", **value}
    key = str(csl.pop("id", "") or "")
    missed = [name for name in left_out(csl) if name != "id"]
    said = {name: in_words(csl[name]) for name in missed}
    left = [(name, words) for name, words in said.items() if words]
    nested = tuple(name for name, words in said.items() if not words)
    return read_record(line, Form.CSL, csl, raw=raw, key=key if KEY.fullmatch(key) else "", left=left, left_out=nested)


def in_words(value: Any) -> str:
    """What can stand on a line of the note: words, numbers and lists of these."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(held, str | int | float) for held in value):
        return "; ".join(map(str, value))
    return ""
