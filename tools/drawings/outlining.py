"""Outlines of the brain, simplified from the path data of `ggseg` 0.1 (MIT).

`python -m tools.drawings.outlining FOLDER`, which is its folder `data`. The Desikan–Killiany atlas gives the outer and
the inner side, mirrored so that the front is left in both; brainstem and cerebellum come from the middle cut of the
`aseg` atlas, which fits where both draw the same corpus callosum. The other outlines are the cut from ear to ear of
`aseg`, and its cut along the middle. Each file holds whole numbers, 0 to 1000 from left to right: the parts of the
outline, and each region.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent / "outlines"
WIDE: Final = 1000
STEPS: Final = 6  # straight pieces for one curve
Point = tuple[float, float]
Placing = Callable[[Point], Point]
Shapes = list[list[list[int]]]

SIDE: Final = "lateral_left"
MIDDLE: Final = "medial_left"
STEM: Final = ("Brain-Stem", "Cerebellum-Cortex")
LEFT_OUT: Final = {"NA_left", SIDE, MIDDLE, "Coronal", "Sagittal"}
MISNAMED: Final = "superiorparietal_left"  # also holds the shape of the superior frontal region on the inner side
BRIDGE: Final = ("CC_Anterior", "CC_Mid_Anterior", "CC_Central", "CC_Mid_Posterior", "CC_Posterior")
CUT: Final = ("Amygdala", "Caudate", "Hippocampus", "Lateral-Ventricle", "Pallidum", "Putamen", "Thalamus")


def polygons(path: str) -> Iterator[list[Point]]:
    """The closed shapes of a path of absolute M, C and Z, its curves as short straight pieces."""
    for piece in re.split(r"[Zz]", path):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", piece)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if len(points) < 4:
            continue
        shape = points[:1]
        for at in range(1, len(points) - 2, 3):
            shape += [curve(points[at - 1 : at + 3], step / STEPS) for step in range(1, STEPS + 1)]
        yield shape


def curve(points: list[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(weights, points, strict=True))
    return sum(w * x for w, (x, _) in pairs), sum(w * y for w, (_, y) in pairs)


def off_line(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line through two others, or from the first where they are the same."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)


def simplified(points: list[Point], within: float) -> list[Point]:
    """After Douglas and Peucker (1973)."""
    if len(points) < 3:
        return points
    far = max(range(1, len(points) - 1), key=lambda at: off_line(points[at], points[0], points[-1]))
    if off_line(points[far], points[0], points[-1]) <= within:
        return [points[0], points[-1]]
    return simplified(points[: far + 1], within)[:-1] + simplified(points[far:], within)


def shapes(file: Path, placed: Placing, within: float) -> Shapes:
    """The shapes of one file in their place, none smaller than what is left out between two points."""
    found = []
    for polygon in polygons(file.read_text(encoding="utf-8")):
        kept = simplified([placed(point) for point in polygon], within)
        if len(kept) > 3:
            found.append([[round(x), round(y)] for x, y in kept])
    return found


def box(file: Path) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    points = [point for polygon in polygons(file.read_text(encoding="utf-8")) for point in polygon]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def fitted(file: Path, *, mirrored: bool) -> Placing:
    """Puts what is drawn beside this outline into a square of `WIDE`."""
    left, top, right, _ = box(file)
    scale = WIDE / (right - left)
    return lambda p: ((right - p[0] if mirrored else p[0] - left) * scale, (p[1] - top) * scale)


def stem_placed(data: Path, middle: Placing) -> Placing:
    """Brainstem and cerebellum as they lie below the corpus callosum that both atlases have."""
    left, top, right, _ = box(data / "dk" / "corpuscallosum_left")
    parts = [box(file) for file in sorted((data / "aseg").glob("CC_*"))]
    own_left, own_top = min(part[0] for part in parts), min(part[1] for part in parts)
    scale = (right - left) / (max(part[2] for part in parts) - own_left)
    return lambda p: middle((left + (p[0] - own_left) * scale, top + (p[1] - own_top) * scale))


def written(name: str, outline: Shapes, regions: dict[str, Shapes]) -> None:
    high = max(point[1] for shape in outline for point in shape)
    held = {"wide": WIDE, "high": high, "outline": outline, "regions": dict(sorted(regions.items()))}
    (HERE / f"{name}.json").write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def outline(view: str) -> dict[str, Any]:
    """What `written` wrote: `wide`, `high`, the parts of the outline, and the shapes of each region."""
    held: dict[str, Any] = json.loads((HERE / f"{view}.json").read_text(encoding="utf-8"))
    return held


def sides(data: Path, side: Placing, middle: Placing) -> tuple[dict[str, Shapes], dict[str, Shapes]]:
    """The regions of the cortex, on the outer and on the inner side."""
    outer: dict[str, Shapes] = {}
    inner: dict[str, Shapes] = {}
    edge = box(data / "dk" / SIDE)[2]
    for file in sorted((data / "dk").glob("*_left")):
        name = file.name.removesuffix("_left")
        if file.name == MISNAMED:
            outer[name] = [shape for shape in shapes(file, side, 4) if max(x for x, _ in shape) <= WIDE]
            inner["superiorfrontal"] = [shape for shape in shapes(file, middle, 4) if max(x for x, _ in shape) <= WIDE]
        elif file.name not in LEFT_OUT and box(file)[2] <= edge:
            outer[name] = shapes(file, side, 4)
        elif file.name not in LEFT_OUT:
            inner[name] = shapes(file, middle, 4)
    return outer, inner


def main(data: Path) -> None:
    side, middle = fitted(data / "dk" / SIDE, mirrored=False), fitted(data / "dk" / MIDDLE, mirrored=True)
    outer, inner = sides(data, side, middle)
    stem = stem_placed(data, middle)
    inner |= {name.lower(): shapes(data / "aseg" / name, stem, 5) for name in STEM}
    written("side", shapes(data / "dk" / SIDE, side, 2), outer)
    written("middle", shapes(data / "dk" / MIDDLE, middle, 2), inner)
    cut = fitted(data / "aseg" / "Coronal", mirrored=False)
    halves = [(half, name) for half in ("Left", "Right") for name in CUT]
    regions = {f"{name}-{half}".lower(): shapes(data / "aseg" / f"{half}-{name}", cut, 4) for half, name in halves}
    written("cut", shapes(data / "aseg" / "Coronal", cut, 5), regions)
    along = fitted(data / "aseg" / "Sagittal", mirrored=True)
    deep = {name.lower(): shapes(data / "aseg" / name, along, 4) for name in (*STEM, *BRIDGE)}
    written("sagittal", shapes(data / "aseg" / "Sagittal", along, 5), deep)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
