"""The form of an own list: `row` names each section ("s0") and each article ("i" and its key) in their order, and their
fields carry that word in their names, so nothing is numbered anew when a row moves. As the form of the desk does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from library.own_lists.own_arrangement import OwnRow
from lists.arrangement import Arrangement, Part, Row, moved
from members.characters import cleaned
from tags.text.plain_text import one_line


@dataclass(frozen=True)
class Sent:
    """What was sent: the arrangement, and where in it each row stands by its word."""

    arrangement: Arrangement
    places: Mapping[str, tuple[int, ...]]

    def after(self, step: str, sent: QueryDict) -> Arrangement:
        """After the step that a button stands for, “up i…”."""
        name, _, word = step.partition(" ")
        place = self.places.get(word, ())
        if name == "section-new":
            return moved(self.arrangement, name)
        target = sent.get(f"to-{word}", "")
        more = (int(target),) if name == "to" and target.isascii() and target.isdecimal() and len(target) < 4 else ()
        expected = 1 if name.startswith("section-") else 3 if name == "to" else 2
        return moved(self.arrangement, name, *place, *more) if len(place + more) == expected else self.arrangement


def sent_arrangement(sent: QueryDict, stored: Arrangement) -> Sent:
    """Only rows that are in the list: others are added from their own pages."""
    known = {word_of(row): row for part in stored.parts for row in part.rows}
    parts: list[tuple[Part, list[Row]]] = []
    places: dict[str, tuple[int, ...]] = {}
    for word in dict.fromkeys(sent.getlist("row")):
        if word.startswith("s"):
            places[word] = (len(parts),)
            parts.append((Part(line(sent, f"title-{word}"), text(sent, f"intro-{word}")), []))
        elif parts and (row := known.get(word)):
            places[word] = (len(parts) - 1, len(parts[-1][1]))
            parts[-1][1].append(replace(row, reason=text(sent, f"reason-{word}")))
    held = tuple(replace(part, rows=tuple(rows)) for part, rows in parts)
    return Sent(Arrangement(line(sent, "title"), "", text(sent, "about"), held), places)


def word_of(row: Row) -> str:
    return f"i{row.key.hex}" if isinstance(row, OwnRow) else ""


def line(sent: QueryDict, name: str) -> str:
    return one_line(cleaned(sent.get(name, "")))


def text(sent: QueryDict, name: str) -> str:
    return str(cleaned(sent.get(name, ""))).strip().replace("\r\n", "\n")


def as_rows(arrangement: Arrangement) -> list[dict[str, Any]]:
    """The sections as the form shows them, each row with the word that names its fields."""
    last = len(arrangement.parts) - 1
    choices = [(place, part.title or f"Section {place + 1}") for place, part in enumerate(arrangement.parts)]
    return [
        {
            "word": f"s{place}",
            "number": place + 1,
            "part": part,
            "is_first": place == 0,
            "is_last": place == last,
            "others": [choice for choice in choices if choice[0] != place],
            "rows": [
                {
                    "word": word_of(row),
                    "row": row,
                    "is_first": place == 0 and at == 0,
                    "is_last": place == last and at == len(part.rows) - 1,
                }
                for at, row in enumerate(part.rows)
            ],
        }
        for place, part in enumerate(arrangement.parts)
    ]
