"""Social cards of the whole collection, and publishing while ten thousand wait (`make bench-parts`)."""

import io
import json
import sys
from pathlib import Path
from typing import Final

import PIL.Image
import pytest

from articles.cards.card_png import HEIGHT, LARGEST, WIDTH
from tests.bench.http.sites import Site
from tools.steps import quietly

pytestmark = pytest.mark.bench
AT_MOST: Final = 1.5  # times as long, on a machine with a second core


def test_every_card_of_the_collection_is_a_picture_that_sites_take(site: Site) -> None:
    media = {**site.env}.get("MEDIA_ROOT") or f"{site.env['DATA_DIR']}/media"
    print(f"\n{site.engine}: {quietly([sys.executable, 'manage.py', 'make_cards'], site.env).splitlines()[-1]}")
    sizes = {}
    for file in Path(media, "cards").glob("*/*/*.png"):
        png = file.read_bytes()
        image = PIL.Image.open(io.BytesIO(png))
        image.load()
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)), file
        sizes[file] = len(png)
    print(f"  {len(sizes)} cards, the largest of {max(sizes.values()):,} bytes")
    assert max(sizes.values()) < LARGEST
    assert len({file.parent for file in sizes if file.parent.parent.name == "articles"}) == 49
    assert "0 made" in quietly([sys.executable, "manage.py", "make_cards"], site.env).splitlines()[-1]


def test_ten_thousand_cards_that_wait_do_not_slow_publishing(site: Site) -> None:
    told = json.loads(quietly([sys.executable, "-m", "tests.bench.drawing"], site.env).splitlines()[-1])
    print(
        f"\n{site.engine}: publishing {told['idle_ms']:.0f} ms, {told['busy_ms']:.0f} ms beside {told['left']:,} cards"
    )
    assert told["busy_ms"] < AT_MOST * told["idle_ms"]
