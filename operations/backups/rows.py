r"""Rows as lines, in the text format of PostgreSQL's COPY with times in UTC: tabs between values, `\N` for none.

Both engines' rows are written so, and what differs between them in spelling alone is evened out before lines are
summed up: the order of keys and the spelling of numbers in JSON, and that of numbers with a point.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

NOTHING: Final = "\\N"
TO_ESCAPE: Final = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
ESCAPED: Final = {escape: letter for letter, escape in TO_ESCAPE.items()}
ESCAPE: Final = re.compile(r"\\.")
AS_DJANGO_WRITES: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?")
PLAIN: Final = {"{}", "[]", '""', "null"}
MODULUS: Final = 1 << 256
Line = bytes


def escaped(text: str) -> str:
    for letter, escape in TO_ESCAPE.items():  # the backslash first
        text = text.replace(letter, escape)
    return text


def unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: ESCAPED.get(found[0], found[0][1:]), text) if "\\" in text else text


def time_to_text(value: str) -> str:
    """SQLite's text of a time, which Django writes in UTC without saying so."""
    if not AS_DJANGO_WRITES.fullmatch(value):
        at = datetime.fromisoformat(value)
        value = str(at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at)
    return f"{value.rstrip('0').rstrip('.') if '.' in value else value}+00"


def time_from_text(text: str) -> str:
    whole, point, part = text.removesuffix("+00").partition(".")
    return f"{whole}.{part:<06}" if point else whole


def uuid_to_text(value: str) -> str:
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


TO_TEXT: Final[dict[str, Callable[[Any], str]]] = {
    "int": int.__repr__,
    "text": lambda value: escaped(str(value)),
    "json": lambda value: escaped(str(value)),
    "bool": lambda value: "t" if value else "f",
    "time": time_to_text,
    "date": str,
    "float": lambda value: repr(float(value)),
    "bytes": lambda value: f"\\\\x{value.hex()}",
    "uuid": uuid_to_text,
    "other": lambda value: escaped(str(value)),
}
FROM_TEXT: Final[dict[str, Callable[[str], Any]]] = {
    "int": int,
    "text": unescaped,
    "json": lambda text: json.dumps(json.loads(unescaped(text))),  # as Django writes it
    "bool": lambda text: int(text == "t"),
    "time": time_from_text,
    "date": str,
    "float": float,
    "bytes": lambda text: bytes.fromhex(text[3:]),
    "uuid": lambda text: text.replace("-", ""),
}


def lines_of(rows: Iterable[Sequence[Any]], kinds: Sequence[str]) -> Iterator[Line]:
    """Rows as SQLite has them, as lines without their ends."""
    spell = [TO_TEXT[kind] for kind in kinds]
    for row in rows:
        try:
            values = [NOTHING if value is None else to_text(value) for to_text, value in zip(spell, row, strict=True)]
        except (AttributeError, TypeError, ValueError):  # in tables that are not the site's SQLite lets any value be
            values = [NOTHING if value is None else escaped(str(value)) for value in row]
        yield "\t".join(values).encode()


def rows_of(lines: Iterable[Line], kinds: Sequence[str]) -> Iterator[list[Any]]:
    """Lines as rows that SQLite takes."""
    read = [FROM_TEXT[kind] for kind in kinds]
    for line in lines:
        texts = line.decode().split("\t")
        yield [None if text == NOTHING else value(text) for value, text in zip(read, texts, strict=True)]


def whole_number(text: str) -> int | float:
    """Numbers that are equal are spelled in one way."""
    number = float(text)
    return int(number) if number.is_integer() else number


def evened_json(text: str) -> str:
    if text in PLAIN:
        return text
    return json.dumps(json.loads(unescaped(text), parse_float=whole_number), sort_keys=True, separators=(",", ":"))


EVENED: Final[dict[str, Callable[[str], str]]] = {"json": evened_json, "float": lambda text: repr(float(text))}


@dataclass
class Sum:
    """What a table holds, whatever the order of its rows: how many, and the sum of their SHA-256 modulo 2^256."""

    rows: int = 0
    total: int = 0

    def of(self, lines: Iterable[Line], kinds: Sequence[str]) -> Iterator[Line]:
        """The same lines, summed up while they pass."""
        places = [(place, EVENED[kind]) for place, kind in enumerate(kinds) if kind in EVENED]
        for line in lines:
            self.rows += 1
            self.total += int.from_bytes(sha256(evened(line, places) if places else line).digest(), "big")
            yield line

    @property
    def checksum(self) -> str:
        return f"{self.total % MODULUS:064x}"


def evened(line: Line, places: Sequence[tuple[int, Callable[[str], str]]]) -> bytes:
    texts = line.decode().split("\t")
    for place, even in places:
        if texts[place] != NOTHING:
            with suppress(ValueError):  # of a table that is not the site's
                texts[place] = even(texts[place])
    return "\t".join(texts).encode()


def sum_of(lines: Iterable[Line], kinds: Sequence[str]) -> Sum:
    made = Sum()
    for _ in made.of(lines, kinds):
        pass
    return made
