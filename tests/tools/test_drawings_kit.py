"""The kit behind the drawings: outlines that are simplified, words that are wrapped, signs that are explained."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.drawings.outlining import fitted, outline, polygons, shapes, simplified
from tools.drawings.parts.boxes import arms
from tools.drawings.parts.brain import brain, places, spot
from tools.drawings.parts.scales import intervals
from tools.drawings.parts.words import table
from tools.drawings.sheet import Sheet, width, wrapped

SQUARE = "M 0,0 C 3,0 6,0 9,0 9,3 9,6 9,9 6,9 3,9 0,9 0,6 0,3 0,0 Z"


def sheet() -> Sheet:
    return Sheet("one", {})


def test_a_path_becomes_short_straight_pieces_and_keeps_its_corners() -> None:
    [square] = polygons(SQUARE)
    kept = simplified(square, 0.1)
    assert {(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)} <= {(round(x, 6), round(y, 6)) for x, y in kept}
    assert len(kept) < len(square)


def test_what_is_as_straight_as_wanted_keeps_its_ends_only() -> None:
    assert simplified([(0, 0), (1, 0.05), (2, 0)], 0.1) == [(0, 0), (2, 0)]
    assert simplified([(0, 0), (1, 0.5), (2, 0)], 0.1) == [(0, 0), (1, 0.5), (2, 0)]


def test_an_outline_fills_its_frame_and_may_be_mirrored(tmp_path: Path) -> None:
    (file := tmp_path / "square").write_text(SQUARE)
    straight, mirrored = (fitted(file, mirrored=way) for way in (False, True))
    assert straight((0, 0)) == pytest.approx((0, 0)) == mirrored((9, 0))
    assert straight((9, 9)) == pytest.approx((1000, 1000)) == mirrored((0, 9))
    assert len(shapes(file, straight, 1)) == 1


@pytest.mark.parametrize("view", ["side", "middle", "cut"])
def test_outlines_are_small_and_every_region_lies_within(view: str) -> None:
    held = outline(view)
    assert len(json.dumps(held)) < 10_000
    for shapes_of in held["regions"].values():
        assert all(-5 <= x <= 1005 for shape in shapes_of for x, _ in shape)


def test_every_place_has_its_mark_within_the_box_of_its_region() -> None:
    for name, place in places().items():
        view, x, y = spot(name)
        points = [point for shape in outline(view)["regions"][place["regions"][0]] for point in shape]
        assert min(p[0] for p in points) <= x <= max(p[0] for p in points), name
        assert min(p[1] for p in points) <= y <= max(p[1] for p in points), name


def test_words_are_wrapped_into_their_room_but_never_broken() -> None:
    assert wrapped("", 100) == []
    assert wrapped("a long word", 1) == ["a", "long", "word"]
    lines = wrapped("people who improved with a drug or with group therapy", 120)
    assert len(lines) > 1
    assert all(width(line) <= 120 for line in lines)


def test_a_sign_that_is_used_is_explained_and_no_other() -> None:
    drawn = sheet()
    drawn.sign("rise", 10, 10)
    drawn.key()
    assert ">rose<" in drawn.svg("A title")
    assert ">fell<" not in drawn.svg("A title")
    with pytest.raises(ValueError, match="no sign is called sideways"):
        drawn.sign("sideways", 10, 10)


def test_a_value_without_an_interval_gets_no_caps_and_one_across_zero_is_hollow() -> None:
    scale = {"from": -1, "to": 1, "zero": 0, "ticks": ["0"]}

    def drawn(**row: Any) -> str:
        made = sheet()
        intervals(made, {"scale": scale, "rows": [{"label": "One", **row}]})
        return made.svg("A title")

    assert "fig-ci" not in drawn(value="0.5")
    assert "fig-ci" in drawn(value="0.5", low="0.4", high="0.6")
    assert "fig-pt-null" not in drawn(value="0.5", low="0.4", high="0.6")
    assert "fig-pt-null" in drawn(value="−0.1", low="−0.4", high="0.2")
    assert "circle" not in drawn(told="no difference")


def test_a_mark_is_counted_from_the_studies_that_it_names() -> None:
    drawn = sheet()
    brain(
        drawn, {"marks": [{"place": "amygdala", "label": "A", "says": [{"sign": "fall", "studies": "a1.2 a1.3 b2.1"}]}]}
    )
    assert ">2 studies<" in drawn.svg("A title")


def test_where_the_front_is_stands_once_and_not_over_a_cut() -> None:
    def drawn(*names: str) -> str:
        made = sheet()
        brain(made, {"marks": [{"place": name, "label": name} for name in names]})
        return made.svg("A title")

    assert drawn("insula", "precuneus").count("front at left") == 1
    assert "front at left" not in drawn("amygdala")


def test_the_line_at_zero_is_in_one_where_no_words_stand() -> None:
    def zeros(start: float) -> int:
        made = sheet()
        scale = {"from": start, "to": 1, "zero": 0, "ticks": ["0"]}
        intervals(made, {"scale": scale, "rows": [{"label": "One", "value": "0.5"}, {"label": "Two", "value": "0.6"}]})
        return made.svg("A title").count("fig-zero")

    assert (zeros(0), zeros(-1)) == (1, 2)


def test_boxes_side_by_side_are_alike_in_height() -> None:
    made = sheet()
    arms(made, {"groups": [{"text": "One"}, {"text": "Two lines of words, as they are too long for one"}]})
    boxes = [shape for shape in made.drawn if shape.startswith("<rect")]
    assert len({shape.split('height="')[1].split('"')[0] for shape in boxes}) == 1


def test_a_cell_without_a_sign_may_stand_in_line_with_those_that_have_one() -> None:
    made = sheet()
    table(made, {"rows": [{"cells": ["One"], "signs": ["rise"]}, {"cells": ["Two"], "signs": ["-"]}]})
    words = [shape for shape in made.drawn if shape.startswith("<text")]
    assert len({shape.split('x="')[1].split('"')[0] for shape in words}) == 1
    assert made.used == ["rise"]
