"""The map of the brain, from the outlines.

`outlines/map.yaml` says which regions stand for a tag. Corners are rounded: a curve runs through the middles of the
sides of an outline, so that few points make a smooth shape.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import yaml

from articles.images.svg import sanitised
from collection.values import MapFile, WithoutShape
from tools.drawings.outlining import HERE, Point, outline

SIDES: Final = {"left": (0, 1), "right": (0, -1), "above": (1, 1), "below": (1, -1)}  # the axis, and where it is kept
SMALLEST: Final = 2  # points


@cache
def said() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HERE / "map.yaml").read_text(encoding="utf-8"))
    return read


def placed(view: str, points: Iterable[Point]) -> list[Point]:
    place = said()["views"][view]
    scale = place["wide"] / outline(view)["wide"]
    return [(place["left"] + x * scale, place["top"] + y * scale) for x, y in points]


def cut(points: list[Point], side: str, at: float) -> list[Point]:
    """What of a shape lies on the one side of a line, after Sutherland and Hodgman (1974)."""
    axis, sign = SIDES[side]
    kept: list[Point] = []
    for before, point in zip([points[-1], *points], points, strict=False):
        is_in, was_in = sign * (point[axis] - at) >= 0, sign * (before[axis] - at) >= 0
        if is_in != was_in:
            share = (at - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if is_in:
            kept.append(point)
    return kept


def steps(values: Iterable[int]) -> str:
    """Numbers as short as a path may have them: a sign parts them as well as a space."""
    return "".join(f" {value}" if value >= 0 else str(value) for value in values).strip()


def curve(points: list[Point]) -> str:
    """A closed path through the middles of the sides, in whole steps from one to the next."""
    ring = [point for at, point in enumerate(points) if point != points[at - 1]]
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)]
    here = (round(middles[-1][0]), round(middles[-1][1]))
    parts = [f"M{steps(here)}q"]
    for point, middle in zip(ring, middles, strict=True):
        moved = [round(value - here[axis]) for pair in (point, middle) for axis, value in enumerate(pair)]
        parts.append(steps(moved) if len(parts) == 1 or moved[0] < 0 else f" {steps(moved)}")
        here = (here[0] + moved[2], here[1] + moved[3])
    return f"{''.join(parts)}z"


def path_of(view: str, regions: Iterable[str | dict[str, Any]]) -> str:
    return "".join(curve(placed(view, shape)) for region in regions for shape in shapes_of(view, region))


def shapes_of(view: str, region: str | dict[str, Any]) -> Iterator[list[Point]]:
    asked: dict[str, Any] = {"region": region} if isinstance(region, str) else region
    for shape in outline(view)["regions"][asked["region"]]:
        points = [(x, y) for x, y in shape]
        for side in SIDES.keys() & asked.keys():
            points = cut(points, side, asked[side])
        if len(points) > SMALLEST:
            yield points


def lines() -> Iterator[str]:
    """The views behind, then the shapes over them."""
    for view, place in said()["views"].items():
        whole = "".join(curve(placed(view, [(x, y) for x, y in shape])) for shape in outline(view)["outline"])
        ground = path_of(view, place.get("ground", ()))
        yield f'<path class="{"whole" if place.get("around") else "ribbon"}" d="{whole}"/>'
        if ground:
            yield f'<path class="ground" d="{ground}"/>'
        x, y = place["left"] + place["wide"] // 2, place["top"] - 14
        yield f'<text class="view" text-anchor="middle" x="{x}" y="{y}">{place["caption"]}</text>'
    for tag, views in said()["shapes"].items():
        yield f'<path id="{tag}" d="{"".join(path_of(view, regions) for view, regions in views.items())}"/>'


def drawn() -> MapFile:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {said()["wide"]} {said()["high"]}">'
    svg = sanitised("\n".join([head, *lines(), "</svg>"]))
    without = tuple(WithoutShape(row["tag"], row["reason"], tuple(row["lights"])) for row in said()["without_shape"])
    return MapFile(said()["taxonomy"], svg, said()["alt"], said()["credit"], without)
