"""The shades of the evidence matrix: each figure can be read on its own, in both themes."""

import re
from itertools import pairwise
from typing import Final

import pytest

from tests.static.test_contrast import CSS, colours, contrast

SHADE: Final = re.compile(r"\.l(\d) \{ --shade: (\d+)%; --on: var\(--([\w-]+)\); \}")


def mixed(one: str, other: str, share: float) -> str:
    """`color-mix` in srgb: so much of the one, the rest of the other."""
    channels = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02X}" for first, second in channels)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_has_four_and_a_half_to_one_on_its_shade(theme: str) -> None:
    known = colours(theme)
    shades = SHADE.findall((CSS / "matrix.css").read_text())
    assert [level for level, _, _ in shades] == ["1", "2", "3", "4", "5"]
    ratios = {
        level: contrast(known[ink], mixed(known["accent"], known["paper"], int(share) / 100))
        for level, share, ink in shades
    }
    assert {level: round(ratio, 2) for level, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_rise_with_their_level(theme: str) -> None:
    known = colours(theme)
    shares = [int(share) / 100 for _, share, _ in SHADE.findall((CSS / "matrix.css").read_text())]
    steps = [contrast(known["paper"], mixed(known["accent"], known["paper"], share)) for share in shares]
    assert all(after / before > 1.1 for before, after in pairwise(steps))
