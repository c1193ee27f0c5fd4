"""What entries of biblatex take from others: by `crossref`, which renames fields on the way, or by `xdata`."""

from collections.abc import Iterator, Mapping
from typing import Final

Fields = dict[str, str]
DEEPEST: Final = 8  # how long a chain may be; one that goes in a circle ends there
NEVER: Final = frozenset({"crossref", "xref", "xdata", "entryset", "ids", "key", "label", "keywords", "shorttitle"})
# The fields of the whole under what they are called in a part of it.
RENAMED: Final = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
OF_A_SERIAL: Final = {"title": "journaltitle", "subtitle": "journalsubtitle"}
PARTS: Final = frozenset({
    "inbook", "incollection", "inproceedings", "conference", "inreference", "suppbook", "bookinbook", "suppcollection",
})  # fmt: skip


def inherited(kind: str, fields: Fields, others: Mapping[str, tuple[str, Fields]]) -> Fields:
    """The entry's own fields, and those that it has not from what it names. `others`: by key in lower case."""
    found = dict(fields)
    for parent_kind, parent in parents(kind, fields, others):
        names = RENAMED if kind in PARTS else OF_A_SERIAL if parent_kind == "periodical" else {}
        for name, value in parent.items():
            if name not in NEVER and not (names and name in {"shortjournal"}):
                found.setdefault(names.get(name, name), value)
    for name in ("crossref", "xdata"):
        if all(key in others for key in keys_in(fields.get(name, ""))):
            found.pop(name, None)
    return found


def parents(kind: str, fields: Fields, others: Mapping[str, tuple[str, Fields]]) -> Iterator[tuple[str, Fields]]:
    """With all that these inherit themselves; an `xdata` is read as an entry of the same kind."""
    waiting = [(name, key, 1) for name in ("xdata", "crossref") for key in keys_in(fields.get(name, ""))]
    seen: set[str] = set()
    while waiting:
        name, key, depth = waiting.pop(0)
        if key in seen or key not in others or depth > DEEPEST:
            continue
        seen.add(key)
        parent_kind, parent = others[key]
        yield (kind if name == "xdata" else parent_kind), parent
        waiting += [
            (again, further, depth + 1) for again in ("xdata", "crossref") for further in keys_in(parent.get(again, ""))
        ]


def keys_in(text: str) -> list[str]:
    return [key.strip().lower() for key in text.split(",") if key.strip()]
