"""Marks in their regions of the brain, on outlines that `tools.drawings.outlining` has made."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from tools.drawings.outlining import HERE, Point, outline
from tools.drawings.sheet import EDGE, SMALL, WIDE, Part, Sheet, width, wrapped

COLUMN: Final = 104.0  # for the words on either side
LINE: Final = SMALL + 3.0
SEEN_FROM: Final = {"side": "outer side", "middle": "inner side", "cut": "cut from ear to ear"}
FRONT: Final = ", front at left"
STEM: Final = ("brain-stem", "cerebellum-cortex")
ROOM: Final = {"side": 180.0, "middle": 180.0, "cut": 166.0}


@cache
def places() -> dict[str, dict[str, Any]]:
    """Where each name stands, those of tags and those of no tag."""
    held = yaml.safe_load((HERE / "places.yaml").read_text(encoding="utf-8"))
    return {**held["tags"], **held["more"]}


@dataclass
class Mark:
    """One mark on an outline with its words beside it."""

    part: Part
    x: float
    y: float
    lines: list[tuple[str, str, str]]  # look, sign, words

    @property
    def high(self) -> float:
        return len(self.lines) * LINE


@dataclass
class Frame:
    """An outline on the sheet: how far from the left, how wide, and with which regions."""

    view: str
    left: float
    wide: float
    regions: list[str]

    @property
    def held(self) -> dict[str, Any]:
        return outline(self.view)

    @property
    def scale(self) -> float:
        return self.wide / float(self.held["wide"])

    @property
    def stem(self) -> tuple[str, ...]:
        """It is there only for a mark on it."""
        return STEM if set(self.regions) & set(STEM) else ()

    @property
    def high(self) -> float:
        lowest = [point[1] for name in self.stem for shape in self.held["regions"][name] for point in shape]
        return float(max([self.held["high"], *lowest])) * self.scale

    def marked(self, part: Part, room: float) -> Mark:
        """The mark at its point, from the top of the outline on."""
        _, x, y = spot(part["place"])
        x = self.held["wide"] - x if self.view == "cut" and part.get("half") == "other" else x
        return Mark(part, self.left + x * self.scale, y * self.scale, words_of(part, room))

    def draw(self, sheet: Sheet, top: float) -> None:
        """The outline, what helps to know one's way, and the regions with marks."""
        named = self.held["regions"]
        quiet = [name for name in named if name == "corpuscallosum" or "ventricle" in name]
        drawn = [("fig-brain", named[name]) for name in self.stem]
        drawn += [("fig-brain", self.held["outline"])]
        drawn += [("fig-soft", named[name]) for name in quiet]
        drawn += [("fig-region", named[name]) for name in self.regions]
        for look, shapes in drawn:
            lines = ("L".join(self.point(x, y, top) for x, y in shape) for shape in shapes)
            if d := "".join(f"M{line}z" for line in lines):
                sheet.path(look, d)

    def point(self, x: float, y: float, top: float) -> str:
        return f"{self.left + x * self.scale:.1f} {top + y * self.scale:.1f}"


def spot(name: str) -> tuple[str, float, float]:
    """The outline, and the point of the mark on it."""
    place = places()[name]
    points = [point for shape in outline(place["view"])["regions"][place["regions"][0]] for point in shape]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    right, down = place.get("at", (0.5, 0.5))
    return place["view"], min(xs) + right * (max(xs) - min(xs)), min(ys) + down * (max(ys) - min(ys))


def both_halves(name: str) -> tuple[str, ...]:
    """A region with its counterpart where the outline shows both; on which side a mark stands says nothing."""
    stem, _, half = name.rpartition("-")
    return (f"{stem}-left", f"{stem}-right") if half in ("left", "right") else (name,)


def told(said: Part) -> str:
    """What is said, or how many different studies carry it."""
    if "studies" not in said:
        return str(said["text"])
    count = len({address.rpartition(".")[0] for address in said["studies"].split()})
    return f"{count} {'study' if count == 1 else 'studies'}"


def words_of(part: Part, room: float) -> list[tuple[str, str, str]]:
    lines = [("small strong", "", line) for line in wrapped(part["label"], room, "small strong")]
    for said in part.get("says", []):
        for at, line in enumerate(wrapped(told(said), room - (16 if said.get("sign") else 0))):
            lines.append(("small", said.get("sign", "") if at == 0 else ("-" if said.get("sign") else ""), line))
    return lines


def brain(sheet: Sheet, part: Part) -> None:
    """`marks` with their `place`, `label` and lines of what it `says`; `links` between places.

    Each outline is there that a mark needs; those with a single mark stand side by side. With `dots` the signs stand
    only beside the words.
    """
    found: dict[str, list[Part]] = {}
    for view in ("side", "middle", "cut"):
        if marks := [mark for mark in part["marks"] if places()[mark["place"]]["view"] == view]:
            found[view] = marks
    where: dict[str, Point] = {}
    single = [view for view, marks in found.items() if len(marks) == 1]
    beside = single if len(single) > 1 else []
    for view in found:
        if view not in beside:
            one_view(sheet, view, found[view], where, part)
    if beside:
        side_by_side(sheet, {view: found[view][0] for view in beside}, where, part)


def seen_from(view: str, part: Part, room: float = WIDE) -> str:
    """What the words above an outline say; where the front is, they say once, as soon as there is room."""
    words = SEEN_FROM[view]
    if view == "cut" or part.get("front_told") or width(words + FRONT) > room:
        return words
    part["front_told"] = True
    return words + FRONT


def one_view(sheet: Sheet, view: str, told_of: list[Part], where: dict[str, Point], part: Part) -> None:
    """An outline with the words on either side of it."""
    frame = Frame(view, (WIDE - ROOM[view]) / 2, ROOM[view], regions_of(told_of))
    marks = [frame.marked(mark, COLUMN - 8) for mark in told_of]
    halves = sorted_out(marks)
    high = max([frame.high, *(sum(mark.high + 8 for mark in half) for half in halves)])
    sheet.y += 17
    if part.get("links"):  # which would run over the words in the middle
        sheet.text(seen_from(view, part), WIDE - EDGE, sheet.y - 4, "small", "end")
    else:
        sheet.text(seen_from(view, part), WIDE / 2, sheet.y - 4, "small", "middle")
    top = sheet.y + (high - frame.high) / 2
    frame.draw(sheet, top)
    for half, on_left in zip(halves, (True, False), strict=True):
        column(sheet, half, top, high, on_left=on_left)
    where.update({mark.part["place"]: (mark.x, top + mark.y) for mark in marks})
    links(sheet, part, where)
    for mark in marks:
        signs(sheet, mark, top, dot=bool(part.get("dots")))
    sheet.y += high + 6


def side_by_side(sheet: Sheet, told_of: dict[str, Part], where: dict[str, Point], part: Part) -> None:
    """Outlines with one mark each, and its words below."""
    cell = (WIDE - 2 * EDGE) / len(told_of)
    wide = min(cell - 10, 150.0)
    frames = [
        Frame(view, EDGE + cell * at + (cell - wide) / 2, wide, regions_of([mark]))
        for at, (view, mark) in enumerate(told_of.items())
    ]
    high = max(frame.high for frame in frames)
    sheet.y += 17
    top = sheet.y
    below = top + high + 8
    marks = []
    for frame, mark in zip(frames, told_of.values(), strict=True):
        sheet.text(seen_from(frame.view, part, cell), frame.left + wide / 2, top - 4, "small", "middle")
        at = top + (high - frame.high) / 2
        frame.draw(sheet, at)
        marked = frame.marked(mark, cell - 14)
        middle = frame.left + wide / 2
        sheet.path("fig-line-soft", f"M{marked.x:.1f} {at + marked.y:.1f}L{middle:.1f} {below:.1f}")
        widest = max(width(words, look) + (16 if sign else 0) for look, sign, words in marked.lines)
        written(sheet, marked, middle - min(widest, cell - 14) / 2, below + 2)
        where[mark["place"]] = (marked.x, at + marked.y)
        marks.append((marked, at))
    links(sheet, part, where)
    for marked, at in marks:
        signs(sheet, marked, at, dot=bool(part.get("dots")))
    sheet.y = below + max(marked.high for marked, _ in marks) + 8


def regions_of(told_of: list[Part]) -> list[str]:
    named = [name for mark in told_of for name in places()[mark["place"]]["regions"]]
    return list(dict.fromkeys(half for name in named for half in both_halves(name)))


def sorted_out(marks: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Those whose words stand on the left and on the right, from top to bottom."""
    halves: tuple[list[Mark], list[Mark]] = ([], [])
    for mark in sorted(marks, key=lambda m: m.y):
        wanted = mark.part.get("words", "left" if mark.x < WIDE / 2 else "right")
        halves[wanted == "right"].append(mark)
    return halves


def column(sheet: Sheet, marks: list[Mark], top: float, high: float, *, on_left: bool) -> None:
    """The words beside an outline, near their marks and none over another, with lines to the marks."""
    start = sheet.y
    tops: list[float] = []
    free = start
    for mark in marks:
        tops.append(max(free, top + mark.y - mark.high / 2))
        free = tops[-1] + mark.high + 8
    end = start + high
    for at in range(len(marks) - 1, -1, -1):
        tops[at] = min(tops[at], end - marks[at].high)
        end = tops[at] - 8
    x = EDGE - 4 if on_left else WIDE - COLUMN + 4
    for mark, first in zip(marks, tops, strict=True):
        widest = max(width(words, look) + (16 if sign else 0) for look, sign, words in mark.lines)
        edge = x + min(widest, COLUMN - 8) + 4 if on_left else x - 5
        sheet.path("fig-line-soft", f"M{edge:.1f} {first + LINE / 2 + 1:.1f}L{mark.x:.1f} {top + mark.y:.1f}")
        written(sheet, mark, x, first)


def written(sheet: Sheet, mark: Mark, x: float, first: float) -> None:
    """The words of a mark, with signs before those that have one."""
    for row, (look, sign, words) in enumerate(mark.lines):
        y = first + (row + 1) * LINE - 3
        if sign and sign != "-":
            sheet.sign(sign, x + 6, y - 4, size=5.5)
        sheet.text(words, x + (16 if sign else 0), y, look)


def signs(sheet: Sheet, mark: Mark, top: float, *, dot: bool) -> None:
    """The signs of a mark, side by side around its point; a dot where it has none, or where dots are wanted."""
    held = list(dict.fromkeys(said["sign"] for said in mark.part.get("says", []) if said.get("sign")))
    if dot or not held:
        sheet.sign("seen", mark.x, top + mark.y, size=4.5 if dot else 5.5)
        return
    for at, sign in enumerate(held):
        sheet.sign(sign, mark.x + (at - (len(held) - 1) / 2) * 13, top + mark.y, size=6)


def links(sheet: Sheet, part: Part, where: dict[str, Point]) -> None:
    """Lines between two places, as soon as both are drawn."""
    for link in part.get("links", []):
        ends = [where.get(name) for name in link["between"]]
        if all(ends) and not link.get("drawn") and (both := [end for end in ends if end]):
            (x1, y1), (x2, y2) = both
            bend = link.get("bend", 20)
            sheet.path(
                "fig-line-accent",
                f"M{x1:.1f} {y1:.1f}Q{(x1 + x2) / 2 + bend:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {y2:.1f}",
            )
            link["drawn"] = True
            if "link" not in sheet.used:
                sheet.used.append("link")
