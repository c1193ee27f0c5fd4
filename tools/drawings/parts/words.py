"""Words and rows: headings, remarks, tables."""

from typing import Final

from tools.drawings.sheet import EDGE, LABEL, WIDE, Part, Sheet, wrapped

ROOM: Final = WIDE - 2 * EDGE


def heading(sheet: Sheet, part: Part) -> None:
    """`text` in bold, and below it `small`."""
    sheet.y += 9 if sheet.y > EDGE else 0
    sheet.lines(part["text"], EDGE, ROOM, "strong")
    if part.get("small"):
        sheet.lines(part["small"], EDGE, ROOM)
    sheet.y += 4


def note(sheet: Sheet, part: Part) -> None:
    sheet.y += 6
    sheet.lines(part["text"], EDGE, ROOM)


def table(sheet: Sheet, part: Part) -> None:
    """Rows of `cells`, with `signs` before them, `-` for room without one; `shares` of the width for columns with or
    without names."""
    shares = part.get("shares") or [1] * len(part["rows"][0]["cells"])
    starts = [EDGE + ROOM * sum(shares[:at]) / sum(shares) for at in range(len(shares) + 1)]
    sheet.y += 4
    if part.get("columns"):
        cells_across(sheet, part["columns"], starts, ["small strong"] * len(shares), [])
        rule(sheet)
    for at, row in enumerate(part["rows"]):
        looks = ["label"] + ["small"] * (len(shares) - 1)
        cells_across(sheet, row["cells"], starts, looks, row.get("signs", []))
        if at < len(part["rows"]) - 1:
            rule(sheet)
    sheet.y += 8


def rule(sheet: Sheet) -> None:
    sheet.y += 5
    sheet.path("fig-line-soft", f"M{EDGE:.0f} {sheet.y:.1f}H{WIDE - EDGE:.0f}")
    sheet.y += 3


def cells_across(sheet: Sheet, cells: list[str], starts: list[float], looks: list[str], signs: list[str]) -> None:
    top, lowest = sheet.y, sheet.y
    for at, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        sheet.y = top + (0 if look == "label" else 1)
        sign = signs[at] if at < len(signs) else ""
        left = starts[at] + (18 if sign else 0)
        if sign and sign != "-":
            sheet.sign(sign, starts[at] + 7, top + 10)
        for part_at, words in enumerate(cell.split(" / ")):
            sheet.lines(words, left, starts[at + 1] - left - 6, look if part_at == 0 else "small")
        lowest = max(lowest, sheet.y, top + (20 if sign else 0))
    sheet.y = lowest


def rows_in_pill(words: str, room: float) -> int:
    return len(wrapped(words, room - 12, "label"))


def pill(sheet: Sheet, words: str, left: float, room: float, look: str = "fig-node", rows: int = 0) -> float:
    """A box with words in its middle, as high as for so many `rows` at least; gives back its height."""
    lines = wrapped(words, room - 12, "label")
    rows = max(len(lines), rows)
    high = rows * (LABEL + 3.5) + 12
    first = sheet.y + 6 + (rows - len(lines)) * (LABEL + 3.5) / 2
    sheet.shape("rect", look, x=left, y=sheet.y, width=room, height=high, rx=6.0)
    for at, line in enumerate(lines):
        sheet.text(line, left + room / 2, first + (at + 1) * (LABEL + 3.5) - 4, "label", "middle")
    return high
