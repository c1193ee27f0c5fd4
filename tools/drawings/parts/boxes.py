"""Boxes: steps one under the other, groups side by side."""

from typing import Final

from tools.drawings.parts.words import pill, rows_in_pill
from tools.drawings.sheet import EDGE, SMALL, WIDE, Part, Sheet, wrapped

GAP: Final = 12.0


def steps(sheet: Sheet, part: Part) -> None:
    """`boxes` with `text`, if wanted `small` words beside them, a `sign`, and an arrow from each to the next."""
    room = float(part.get("width", 160))
    beside = EDGE + room + 16
    sheet.y += 8
    for at, box in enumerate(part["boxes"]):
        top = sheet.y
        high = pill(sheet, box["text"], EDGE, room, "fig-region" if box.get("goal") else "fig-node")
        if box.get("sign"):
            sheet.sign(box["sign"], beside, top + high / 2)
        lines = [line for words in box.get("beside", []) for line in wrapped(words, WIDE - EDGE - beside - 14)]
        first = top + high / 2 + 4.5 - (len(lines) - 1) * (SMALL + 3.5) / 2
        for row, line in enumerate(lines):
            sheet.text(line, beside + (14 if box.get("sign") else 0), first + row * (SMALL + 3.5))
        sheet.y = top + max(high, len(lines) * (SMALL + 3.5) + 4)
        if at < len(part["boxes"]) - 1:
            ends = (top + high + 2, sheet.y + 20)
            sheet.arrow(f"M{EDGE + room / 2:.1f} {ends[0]:.1f}V{ends[1]:.1f}", both=bool(part.get("both")))
            sheet.y += 22
    sheet.y += 4


def arms(sheet: Sheet, part: Part) -> None:
    """One box `from` which arrows lead to `groups` side by side, each with `text` and lines of `small` words below."""
    sheet.y += 8
    groups = part["groups"]
    room = (WIDE - 2 * EDGE - GAP * (len(groups) - 1)) / len(groups)
    if part.get("from"):
        high = pill(sheet, part["from"], EDGE, WIDE - 2 * EDGE)
        for at in range(len(groups)):
            x = EDGE + at * (room + GAP) + room / 2
            sheet.arrow(f"M{x:.1f} {sheet.y + high + 1:.1f}V{sheet.y + high + 19:.1f}")
        sheet.y += high + 20
    top = sheet.y
    lowest = top
    boxes = []
    rows = max(rows_in_pill(group["text"], room) for group in groups)
    for at, group in enumerate(groups):
        sheet.y = top
        look = "fig-region" if group.get("main") else "fig-node"
        boxes.append(pill(sheet, group["text"], EDGE + at * (room + GAP), room, look, rows))
    for at, group in enumerate(groups):
        left = EDGE + at * (room + GAP)
        sheet.y = top + max(boxes) + 4
        for line in group.get("lines", []):
            said = line if isinstance(line, dict) else {"text": line}
            off = 18 if said.get("sign") else 4
            if said.get("sign"):
                sheet.sign(said["sign"], left + 8, sheet.y + 11)
            sheet.lines(said["text"], left + off, room - off - 2)
            sheet.y += 3
        lowest = max(lowest, sheet.y)
    sheet.y = lowest + 2


def spans(sheet: Sheet, part: Part) -> None:
    """`columns` in time, and below them `rows` of bars that reach over some of them, with one or two lines of words."""
    columns = part["columns"]
    room = (WIDE - 2 * EDGE) / len(columns)
    top = sheet.y + 8
    highs = []
    for at, column in enumerate(columns):
        sheet.y = top
        highs.append(pill(sheet, column["text"], EDGE + at * room + 3, room - 6))
    sheet.y = top + max(highs) + 4
    low = sheet.y
    for at, column in enumerate(columns):
        sheet.y = top + max(highs) + 2
        sheet.lines(column.get("small", ""), EDGE + at * room + room / 2, room - 6, "small", "middle")
        low = max(low, sheet.y)
    sheet.y = low + 4
    for row in part["rows"]:
        left, right = EDGE + row["start"] * room + 3, EDGE + row["end"] * room - 3
        lines = wrapped(row["text"], right - left - 8, "small strong")
        high = 14.0 + len(lines) * (SMALL + 3.5)
        sheet.shape("rect", "fig-region", x=left, y=sheet.y, width=right - left, height=high, rx=4.0)
        middle = left + (9 if row.get("sign") else 0) + (right - left) / 2
        if row.get("sign"):
            sheet.sign(row["sign"], left + 12, sheet.y + high / 2)
        for at, line in enumerate(lines):
            sheet.text(line, middle, sheet.y + 19.5 + at * (SMALL + 3.5), "small strong", "middle")
        sheet.y += high + 6
