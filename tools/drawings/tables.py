"""What a drawing tells as a table: for those who would rather read it, or cannot see it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tools.drawings.figures import addresses
from tools.drawings.parts.brain import told
from tools.drawings.sheet import SIGNS, Part


class Row(NamedTuple):
    what: str
    result: str
    studies: tuple[str, ...]


def table(drawing: dict[str, Any], names: dict[str, str]) -> str:
    """The rows of all parts, the headings first, with bars between cells; nothing where no part has any.

    Where several studies carry the drawing, the last cell names those of each row.
    """
    words = {**SIGNS, **drawing.get("key", {})}
    rows = [row for part in drawing["parts"] for row in rows_of(part, words) if row.result and row.studies]
    several = len({study for row in rows for study in row.studies}) > 1
    lines = [[what, result, "; ".join(names[s] for s in studies)] for what, result, studies in rows]
    cells = [line[: 3 if several else 2] for line in [["What", "Result", "Study"], *lines]]
    return "\n".join(dict.fromkeys(" | ".join(line) for line in cells)) if lines else ""


def rows_of(part: Part, words: dict[str, str]) -> Iterator[Row]:
    kind = part["kind"]
    for group in part.get("groups", []) if kind == "people" else []:
        yield row(group["label"], str(group.get("told", "")), group, part)
    for said in part.get("rows", []):
        if kind == "intervals":
            yield row(joined([said["label"], said.get("small", "")]), value(said), said, part)
        elif kind == "bars":
            yield row(said["label"], str(said.get("told", said["value"])), said, part)
        elif kind == "slopes":
            yield row(
                part["label"], " → ".join(str(said.get(f"{at}_told", said[at])) for at in ("first", "last")), said, part
            )
        elif kind == "table":
            yield row(plain(said["cells"][0]), cells(said, part), said, part)
    for mark in part.get("marks", []):
        label = mark["label"].replace("- ", "")
        counted = [said for said in mark.get("says", []) if "studies" in said]
        for said in counted:
            yield row(joined([label, words.get(said["sign"], "")]), told(said), said, part)
        if not counted:
            yield row(label, "; ".join(says(said, words) for said in mark.get("says", [])), mark, part)
    for box in part.get("boxes", []):
        yield row(box["text"], "; ".join(box.get("beside", [])), box, part)


def row(what: str, result: str, said: Part, part: Part) -> Row:
    """With the studies that the row names, or else those of its part."""
    named = list(addresses(said)) or str(part.get("fact", "")).split()
    return Row(what, result, tuple(dict.fromkeys(address.rpartition(".")[0] for address in named)))


def plain(cell: str) -> str:
    return cell.replace(" / ", ", ")


def joined(pieces: list[str]) -> str:
    return ", ".join(piece for piece in pieces if piece)


def value(said: Part) -> str:
    """`0.79 (0.70 to 0.89)`, or what is told in its place."""
    if "value" not in said:
        return str(said["told"])
    return f"{said['value']} ({said['low']} to {said['high']})" if "low" in said else str(said["value"])


def says(said: Part, words: dict[str, str]) -> str:
    """`fell: 4 studies`; not twice the same word."""
    sign = words.get(said.get("sign", ""), "")
    return told(said) if not sign or sign in told(said) else f"{sign}: {told(said)}"


def cells(said: Part, part: Part) -> str:
    """The cells behind the first, each with the name of its column where there are several."""
    names = part.get("columns", [])
    told_in = [plain(cell) for cell in said["cells"][1:]]
    if len(told_in) > 1 and names:
        told_in = [f"{name}: {cell}" for name, cell in zip(names[1:], told_in, strict=True) if cell != "–"]
    return "; ".join(told_in)
