"""People as dots: filled for those of whom something is told."""

from typing import Final

from tools.drawings.sheet import EDGE, WIDE, Part, Sheet

PITCH: Final = 14.5
RADIUS: Final = 5.0
ACROSS: Final = 25  # a hundred in four rows
MOST: Final = 26  # so many still stand in one row


def people(sheet: Sheet, part: Part) -> None:
    """`groups` of `of` people, `filled` of them; `of: 100` draws a share of a hundred."""
    for group in part["groups"]:
        sheet.y += 21
        sheet.text(group["label"], EDGE, sheet.y - 4, "label")
        sheet.text(group.get("told", ""), WIDE - EDGE, sheet.y - 4, "small strong", "end")
        each = part.get("each", 1)
        filled, of = (
            round(float(group.get("filled", 0)) / each),
            round(float(group.get("of", group.get("filled"))) / each),
        )
        dots(sheet, filled, of)
    if part.get("small"):
        sheet.y += 3
        sheet.lines(part["small"], EDGE, WIDE - 2 * EDGE)


def dots(sheet: Sheet, filled: int, of: int) -> None:
    across = of if of <= MOST else ACROSS
    rows = -(-of // max(across, 1))
    for at in range(of):
        row, column = divmod(at, across)
        x, y = EDGE + 6 + column * PITCH, sheet.y + 8 + row * PITCH
        sheet.shape("circle", "fig-pt" if at < filled else "fig-pt-null", cx=x, cy=y, r=RADIUS - (at >= filled))
    sheet.y += rows * PITCH + 3
