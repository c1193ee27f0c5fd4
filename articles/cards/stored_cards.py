"""Social cards as files: `cards/<kind>/<key>/<version>.png` in the store of images. What is there was made once.

They are no part of the content: what is lost is made again when it is asked for.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from articles.cards.card_png import png_from
from articles.cards.social_card import Card, svg_of, version_of

FOLDER: Final = "cards"
Kind = Literal["articles", "topics", "lists", "site"]


def place_of(kind: Kind, key: int) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / kind / str(key)


def is_stored(kind: Kind, key: int, card: Card) -> bool:
    return (place_of(kind, key) / f"{version_of(card)}.png").is_file()


def png_for(kind: Kind, key: int, card: Card, draw: Callable[[str], bytes] = png_from) -> bytes:
    """What is stored, or what is drawn and stored now in place of all former versions."""
    place, name = place_of(kind, key), f"{version_of(card)}.png"
    try:
        return (place / name).read_bytes()
    except FileNotFoundError:
        made = draw(svg_of(card))
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place, delete=False) as unfinished:
        unfinished.write(made)
    os.replace(unfinished.name, place / name)
    for former in place.glob("*.png"):
        if former.name != name:
            former.unlink(missing_ok=True)
    return made


def remove_others(kind: Kind, keys: Collection[int]) -> int:
    """Take away the cards of all but these; returns how many."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER / kind
    others = [place for place in folder.iterdir() if place.name not in {*map(str, keys)}] if folder.is_dir() else []
    for place in others:
        shutil.rmtree(place, ignore_errors=True)
    return len(others)
