"""Two nerve cells and the gap between them, with what tracers stick to."""

from typing import Final

from tools.drawings.sheet import Part, Sheet

SENDING: Final = (
    "M88 {0} L88 {1} C88 {2} 30 {3} 30 {4} C30 {5} 60 {6} 110 {6} L150 {6} "
    "C200 {6} 226 {5} 226 {4} C226 {3} 168 {2} 168 {1} L168 {0}"
)
SENDING_DOWN: Final = (4, 26, 40, 42, 68, 86, 88)
RECEIVING: Final = "M20 {0} C20 {1} 50 {2} 110 {2} L150 {2} C206 {2} 236 {1} 236 {0} L236 {3} L20 {3} Z"
RECEIVING_DOWN: Final = (190, 174, 172, 222)
MESSENGERS: Final = ((84, 104), (104, 118), (74, 128), (122, 104), (94, 144), (132, 136), (62, 112), (150, 150))


def synapse(sheet: Sheet, part: Part) -> None:
    """`transporter` and `receptor` with lines of words beside them."""
    top = float(sheet.y)
    sheet.path("fig-region", SENDING.format(*(f"{top + down:.1f}" for down in SENDING_DOWN)))
    sheet.path("fig-region", RECEIVING.format(*(f"{top + down:.1f}" for down in RECEIVING_DOWN)))
    sheet.text("Sending cell", 128, top + 62, "label", "middle")
    sheet.text("Receiving cell", 128, top + 204, "label", "middle")
    for x, down in MESSENGERS:
        sheet.shape("circle", "fig-accent", cx=float(x), cy=top + down, r=4.0)
    sheet.text("Messenger", 168, top + 144, "small")
    sheet.arrow(f"M142 {top + 124:.1f}C164 {top + 122:.1f} 180 {top + 114:.1f} 186 {top + 102:.1f}", accent=True)
    sheet.shape("rect", "fig-node", x=174.0, y=top + 75, width=26.0, height=22.0, rx=4.0)
    for foot in (150.0, 166.0):
        sheet.shape("rect", "fig-node", x=foot, y=top + 161, width=10.0, height=22.0, rx=3.0)
    for key, start, level in (("transporter", 200, 86), ("receptor", 176, 168)):
        sheet.path("fig-line", f"M{start} {top + level:.1f}H246")
        sheet.y = top + level - 18
        for at, line in enumerate(part[key]):
            sheet.lines(line["text"], 252, 142, "strong" if at == 0 else "small")
    sheet.y = top + 228
