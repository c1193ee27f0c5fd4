"""All references as one file of CSL-JSON, sorted by key, each record in one order of its fields."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from bibliography.normalization import normalized
from bibliography.records import problems_in
from bibliography.writing import problems_with_key
from collection.faults import Fault

ORDER: Final = (
    "id", "type", "title", "author", "editor", "container-title", "issued", "volume", "issue", "page", "publisher",
    "publisher-place", "DOI", "PMID", "URL", "note", "family", "given",
)  # fmt: skip
BETWEEN: Final = re.compile(r"[\s,]*")


def read_references(text: str, file: str, faults: list[Fault]) -> tuple[tuple[dict[str, Any], ...], dict[str, int]]:
    """The records, and the line at which each key's record begins."""
    records: list[dict[str, Any]] = []
    lines: dict[str, int] = {}
    try:
        found = list(_records(text))
    except json.JSONDecodeError as error:
        faults.append(Fault(file, error.lineno, f"This is not JSON: {error.msg}."))
        return (), _keys_at_least(text)
    except (ValueError, RecursionError) as error:  # a field twice, a number beyond all bounds, nesting too deep
        faults.append(Fault(file, 0, str(error)))
        return (), _keys_at_least(text)
    for line, record in found:
        record = normalized(record) if isinstance(record, dict) else record
        key = str(record.get("id", "")) if isinstance(record, dict) else ""
        problems = [*problems_in(record), *(problems_with_key(key) if isinstance(record, dict) else [])]
        faults.extend(Fault(file, line, f"{key or 'This reference'}: {problem}") for problem in problems)
        if key in lines:
            faults.append(Fault(file, line, f"The key “{key}” stands here twice, the first time at line {lines[key]}."))
        elif not problems:
            records.append(record)
        lines.setdefault(key, line)
    return tuple(records), lines


def _keys_at_least(text: str) -> dict[str, int]:
    """The keys of a file that cannot be read, so that nothing is said of those who cite them."""
    return {found[1]: text.count("\n", 0, found.start()) + 1 for found in re.finditer(r'"id"\s*:\s*"([^"]*)"', text)}


class _DoubledKey(ValueError):
    """A JSON object that names a field twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if doubled := {name for name in names if names.count(name) > 1}:
        title = dict(pairs).get("id") or dict(pairs).get("title") or ""
        raise _DoubledKey(f"“{sorted(doubled)[0]}” stands twice in one object ({title}).")
    return dict(pairs)


def _records(text: str) -> Iterator[tuple[int, Any]]:
    """The entries of a JSON list, each with its line. Raises `json.JSONDecodeError`."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=str)
    records = decoder.decode(text)
    if not isinstance(records, list):
        raise json.JSONDecodeError("A list of references is expected: [ … ]", text, 0)
    end = text.index("[") + 1
    for record in records:
        at = BETWEEN.match(text, end).end()  # type: ignore[union-attr]  # it fits everywhere
        yield text.count("\n", 0, at) + 1, record
        end = decoder.raw_decode(text, at)[1]


def write_references(records: Iterable[dict[str, Any]]) -> str:
    ordered = [_in_order(record) for record in sorted(records, key=lambda record: str(record["id"]))]
    return json.dumps(ordered, indent=2, ensure_ascii=False) + "\n"


def _in_order(value: Any) -> Any:
    """Fields in one order, whatever order the database keeps."""
    if isinstance(value, dict):
        place = {name: at for at, name in enumerate(ORDER)}
        names = sorted(value, key=lambda name: (place.get(name, len(place)), name))
        return {name: _in_order(value[name]) for name in names}
    return [_in_order(entry) for entry in value] if isinstance(value, list) else value
