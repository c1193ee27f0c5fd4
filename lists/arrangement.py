"""A reading list as one value: what its page at the desk shows, changes and sends back, and how parts of it move."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lists.models import Item, ReadingList
from members.models import User
from tags.seen import mark


@dataclass(frozen=True)
class Row:
    """An article with its reason. `title` is only shown."""

    article: int
    reason: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.title}: {self.reason}"


@dataclass(frozen=True)
class Part:
    """A section with its rows."""

    title: str
    intro: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Arrangement:
    """Everything that is written of a list."""

    title: str
    slug: str
    standfirst: str
    parts: tuple[Part, ...] = ()
    editor: int | None = None

    @property
    def mark(self) -> str:
        """The same for two that say the same, whatever the titles of their articles."""
        held = [[part.title, part.intro, [[row.article, row.reason] for row in part.rows]] for part in self.parts]
        return mark(self.title, self.slug, self.standfirst, held, self.editor)

    @property
    def told(self) -> dict[str, Any]:
        """As the log of acts holds it: each section with its articles and reasons, in lines."""
        sections = {
            f"section {number}": "\n".join(filter(None, (part.title, part.intro, *map(str, part.rows))))
            for number, part in enumerate(self.parts, 1)
        }
        named = {"editor": str(User.objects.filter(pk=self.editor or 0).first() or "")}
        return {"title": self.title, "address": self.slug, "standfirst": self.standfirst, **named, **sections}

    @property
    def size(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def arrangement_of(reading_list: ReadingList) -> Arrangement:
    """As it is stored. Two queries."""
    items = Item.objects.of_list(reading_list).in_reading_order().select_related("article")
    held: dict[int, list[Row]] = {}
    for item in items:
        row = Row(item.article_id, item.reason, item.article.title or "Without a title")
        held.setdefault(item.section_id, []).append(row)
    parts = tuple(
        Part(section.title, section.intro, tuple(held.get(section.pk, ()))) for section in reading_list.sections.all()
    )
    said = reading_list.title, reading_list.slug, reading_list.standfirst
    return Arrangement(*said, parts, reading_list.editor_id)


# --- What the buttons do; a place is the number of a section, or of a section and a row in it -------------------------


def moved(arrangement: Arrangement, name: str, *place: int) -> Arrangement:
    """The same after this step. A step that leads nowhere changes nothing."""
    step: Callable[..., Any] | None = STEPS.get(name)
    if step is None or not is_there(arrangement, place[:2]):
        return arrangement
    parts = step([[part, list(part.rows)] for part in arrangement.parts], *place)
    return replace(arrangement, parts=tuple(replace(part, rows=tuple(rows)) for part, rows in parts))


def is_there(arrangement: Arrangement, place: tuple[int, ...]) -> bool:
    if not place or not 0 <= place[0] < len(arrangement.parts):
        return not place
    return len(place) == 1 or 0 <= place[1] < len(arrangement.parts[place[0]].rows)


def row_up(parts: Any, number: int, row: int) -> Any:
    """Above the first row of a section lies the end of the section before."""
    if row:
        rows = parts[number][1]
        rows[row - 1], rows[row] = rows[row], rows[row - 1]
    elif number:
        parts[number - 1][1].append(parts[number][1].pop(row))
    return parts


def row_down(parts: Any, number: int, row: int) -> Any:
    rows = parts[number][1]
    if row + 1 < len(rows):
        rows[row + 1], rows[row] = rows[row], rows[row + 1]
    elif number + 1 < len(parts):
        parts[number + 1][1].insert(0, rows.pop(row))
    return parts


def row_to(parts: Any, number: int, row: int, target: int) -> Any:
    if 0 <= target < len(parts) and target != number:
        parts[target][1].append(parts[number][1].pop(row))
    return parts


def row_out(parts: Any, number: int, row: int) -> Any:
    del parts[number][1][row]
    return parts


def part_up(parts: Any, number: int) -> Any:
    if number:
        parts[number - 1], parts[number] = parts[number], parts[number - 1]
    return parts


def part_down(parts: Any, number: int) -> Any:
    return part_up(parts, number + 1) if number + 1 < len(parts) else parts


def part_out(parts: Any, number: int) -> Any:
    del parts[number]
    return parts


def part_new(parts: Any) -> Any:
    return [*parts, [Part(""), []]]


STEPS: dict[str, Callable[..., Any]] = {
    "up": row_up, "down": row_down, "to": row_to, "out": row_out,
    "section-up": part_up, "section-down": part_down, "section-out": part_out, "section-new": part_new,
}  # fmt: skip


def with_article(arrangement: Arrangement, number: int, article: int, title: str) -> Arrangement:
    """One more row at the end of a section, its reason still to be written."""
    if not is_there(arrangement, (number,)) or any(row.article == article for row in arrangement.parts[number].rows):
        return arrangement
    parts = list(arrangement.parts)
    parts[number] = replace(parts[number], rows=(*parts[number].rows, Row(article, "", title)))
    return replace(arrangement, parts=tuple(parts))
