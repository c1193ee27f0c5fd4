"""Numbers along a scale: intervals with caps, bars, slopes from before to after."""

from collections.abc import Callable
from typing import Final

from tools.drawings.sheet import EDGE, WIDE, Part, Sheet

LEFT: Final = EDGE + 8
RIGHT: Final = WIDE - EDGE - 10
Across = Callable[[float], float]


def across(scale: Part) -> Across:
    """Where on the sheet a value lies."""
    start, end = float(scale["from"]), float(scale["to"])
    return lambda value: LEFT + (value - start) / (end - start) * (RIGHT - LEFT)


def signed(value: str) -> float:
    """The number in what readers see: 0.56, −0.01, 75%."""
    return float(str(value).replace("−", "-").replace(",", "").rstrip("%"))


def intervals(sheet: Sheet, part: Part) -> None:
    """Rows with a `value`, if known from `low` to `high`, on one `scale`; in place of a value what is `told`."""
    place = across(part["scale"])
    zero = part["scale"].get("zero")
    top = sheet.y + 10
    for row in part["rows"]:
        interval(sheet, row, place, None if beside_words(zero, place) else zero)
    sheet.y += 12
    if zero is not None and beside_words(zero, place):
        sheet.path("fig-zero", f"M{place(zero):.1f} {top:.1f}V{sheet.y:.1f}")
    axis(sheet, part["scale"], place)
    sheet.y += 4


def beside_words(zero: float | None, place: Across) -> bool:
    """The line at zero is drawn in one where it runs left of all words."""
    return zero is not None and place(zero) <= LEFT


def interval(sheet: Sheet, row: Part, place: Across, zero: float | None) -> None:
    """Its words stand above its line, so that no width is taken from the scale."""
    sheet.y += 22
    sheet.text(row["label"], EDGE + 18, sheet.y - 4, "label")
    sheet.text(str(row.get("value", row.get("told", ""))), WIDE - EDGE, sheet.y - 4, "small strong", "end")
    if row.get("small"):
        sheet.y += 15
        sheet.text(row["small"], EDGE + 18, sheet.y - 3)
    if "value" not in row:
        return
    sheet.y += 14
    y = sheet.y - 3
    if zero is not None:
        sheet.path("fig-zero", f"M{place(zero):.1f} {y - 9:.1f}V{y + 12:.1f}")
    if "low" in row:
        low, high = place(signed(row["low"])), place(signed(row["high"]))
        sheet.path(
            "fig-ci",
            f"M{low:.1f} {y - 5:.1f}V{y + 5:.1f}M{low:.1f} {y:.1f}H{high:.1f}M{high:.1f} {y - 5:.1f}V{y + 5:.1f}",
        )
    hollow = row.get("hollow") or ("low" in row and signed(row["low"]) <= 0 <= signed(row["high"]))
    sheet.shape("circle", "fig-pt-null" if hollow else "fig-pt", cx=place(signed(row["value"])), cy=y, r=5.5)
    sheet.y += 6


def axis(sheet: Sheet, scale: Part, place: Across) -> None:
    ticks = [signed(tick) for tick in scale["ticks"]]
    d = f"M{LEFT:.1f} {sheet.y:.1f}H{RIGHT:.1f}" + "".join(
        f"M{place(t):.1f} {sheet.y:.1f}V{sheet.y + 6:.1f}" for t in ticks
    )
    sheet.path("fig-axis", d)
    sheet.y += 20
    for tick, words in zip(ticks, scale["ticks"], strict=True):
        sheet.text(f"{words}{scale.get('unit', '')}", place(tick), sheet.y, "small", "middle")
    if scale.get("measure"):
        sheet.y += 3
        sheet.lines(scale["measure"], WIDE / 2, WIDE - 2 * EDGE, "small", "middle")


def bars(sheet: Sheet, part: Part) -> None:
    """Rows of a `value` out of `most`, filled or hollow; what is `told` stands at the end of the bar."""
    most = float(part["scale"]["most"])
    room = WIDE - 2 * EDGE - 70
    for row in part["rows"]:
        sheet.y += 21
        sheet.text(row["label"], EDGE, sheet.y - 4, "label")
        long = max(signed(row["value"]) / most * room, 2.0)
        sheet.shape("rect", "fig-soft", x=EDGE + 1, y=sheet.y + 1, width=room, height=16.0)
        look = "fig-down" if row.get("hollow") else "fig-up"
        sheet.shape("rect", look, x=EDGE + 1, y=sheet.y + 1, width=long, height=16.0)
        sheet.text(str(row.get("told", row["value"])), WIDE - EDGE, sheet.y + 14, "small strong", "end")
        sheet.y += 20
    sheet.y += 2


def slopes(sheet: Sheet, part: Part) -> None:
    """From `before` to `after`, both on one `scale`, each with its value."""
    start, end = float(part["scale"]["from"]), float(part["scale"]["to"])
    left, right, high = EDGE + 100, WIDE - EDGE - 100, float(part["scale"].get("high", 110))
    sheet.y += 16
    sheet.text(part.get("before", "Before"), left, sheet.y, "small", "middle")
    sheet.text(part.get("after", "After"), right, sheet.y, "small", "middle")
    top = sheet.y + 14
    sheet.path("fig-axis", f"M{left} {top}V{top + high}M{right} {top}V{top + high}")
    for row in part["rows"]:
        first, last = (top + high - (signed(row[key]) - start) / (end - start) * high for key in ("first", "last"))
        sheet.path("fig-line-accent", f"M{left} {first:.1f}L{right} {last:.1f}")
        for x, y, key, anchor, off in ((left, first, "first", "end", -12), (right, last, "last", "start", 12)):
            sheet.shape("circle", "fig-pt", cx=x, cy=y, r=5.5)
            sheet.text(str(row.get(f"{key}_told", row[key])), x + off, y + 4.5, "label", anchor)
    sheet.y = top + high + 6
    if part["scale"].get("measure"):
        sheet.lines(part["scale"]["measure"], WIDE / 2, WIDE - 2 * EDGE, "small", "middle")
