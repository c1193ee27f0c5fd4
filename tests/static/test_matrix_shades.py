"""The shades of the evidence matrix: each figure can be read on its own, in both themes."""

from itertools import pairwise

import pytest

from articles.site.tokens import tokens
from collection.contrast import contrast, mixed, shades


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_has_four_and_a_half_to_one_on_its_shade(theme: str) -> None:
    known = tokens(theme)
    assert len(shades()) == 5
    ratios = {share: contrast(known[ink], mixed(known["accent"], known["paper"], share)) for share, ink in shades()}
    assert {share: round(ratio, 2) for share, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_rise_with_their_level(theme: str) -> None:
    known = tokens(theme)
    steps = [contrast(known["paper"], mixed(known["accent"], known["paper"], share)) for share, _ in shades()]
    assert all(after / before > 1.1 for before, after in pairwise(steps))
