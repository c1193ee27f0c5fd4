"""What the bitmaps of ten thousand tags cost as articles grow, with sort keys as they lie and eight apart: printed.

No database: filings are drawn by Zipf's law over a tree of three levels, some eight an article, as `synthesize` does.
"""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
import pytest

from articles.bitmaps.sort_keys import sort_key_at
from tags.cache.bitmaps import Bitmap, union

pytestmark = pytest.mark.bench
SIZES: Final = (10_000, 1_000_000)
TAGS: Final = 10_000
BRANCHES: Final = 10  # tags right below one
PER_ARTICLE: Final = 8
COUNTED: Final = 600  # tags that the facets of one topic look at
ROUNDS: Final = 5
LAYOUTS: Final[dict[str, Callable[[int], int]]] = {"eight apart": lambda place: place * 8, "as they lie": sort_key_at}


def filed_tags(articles: int, keys: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> list[Bitmap]:
    """For each tag the sort keys of what is filed under it. `keys`: those of all articles."""
    chance = np.random.default_rng(1)
    weights = 1 / np.arange(10, TAGS + 10)
    numbers = np.minimum(articles * PER_ARTICLE * weights / weights.sum(), articles / 2).astype(int)
    return [Bitmap(keys[np.unique(chance.integers(0, articles, number))]) for number in chance.permutation(numbers)]


def under_tags(filed: list[Bitmap]) -> list[Bitmap]:
    """The same with all narrower tags: those of tag 7 are 70 to 79. Of a tag without any it is the same bitmap."""
    under = list(filed)
    for tag in range(TAGS // BRANCHES - 1, 0, -1):
        under[tag] = union([filed[tag], *under[tag * BRANCHES : (tag + 1) * BRANCHES]])
    return under


def size_of(bitmap: Bitmap) -> int:
    """Bytes of its containers in memory, with some forty for each and for itself."""
    told = bitmap.get_statistics()
    held = told["n_bytes_array_containers"] + told["n_bytes_run_containers"] + told["n_bytes_bitset_containers"]
    return held + 40 * (told["n_containers"] + 1)


def milliseconds(under: list[Bitmap]) -> float:
    """Of CPU for the counts beside the broadest topic, the least of some rounds."""
    base = under[1]
    counted = sorted(under[1:], key=len, reverse=True)[:COUNTED]
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for bitmap in counted:
            base.intersection_cardinality(bitmap)
        found.append(time.process_time() - began)
    return min(found) * 1000


def test_what_bitmaps_cost_as_articles_grow() -> None:
    print(f"\n{'sort keys':14}{'articles':>12}{'MB in memory':>16}{f'ms for {COUNTED} counts':>22}")
    cost: dict[tuple[str, int], tuple[float, float]] = {}
    for layout, key_of in LAYOUTS.items():
        for articles in SIZES:
            keys = np.fromiter((key_of(place) for place in range(1, articles + 1)), np.uint32, articles)
            filed = filed_tags(articles, keys)
            under = under_tags(filed)
            megabytes = sum(map(size_of, {id(bitmap): bitmap for bitmap in (*filed, *under)}.values())) / 1e6
            cost[layout, articles] = (megabytes, milliseconds(under))
            print(f"{layout:14}{articles:12,}{megabytes:16.1f}{cost[layout, articles][1]:22.2f}")
    (room, spent), (room_before, spent_before) = (cost[layout, SIZES[1]] for layout in ("as they lie", "eight apart"))
    print(f"at {SIZES[1]:,}: {room_before / room:.1f} times less room, {spent_before / spent:.1f} times less CPU")
    assert room < room_before
    assert spent < spent_before
