"""Social cards as files: `cards/<kind>/<key>/<version>.png` in the store of images. What is there was made once.

They are no part of the content: what is lost is made again when it is asked for.
"""

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from articles.cards.card_png import png_from
from articles.cards.social_card import Card, svg_of, version_of

logger = logging.getLogger(__name__)

drawing: Final = threading.Lock()  # one at a time in a process, and each once
FOLDER: Final = "cards"
Kind = Literal["articles", "topics", "lists", "site"]


def place_of(kind: Kind, key: int) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / kind / str(key)


def is_stored(kind: Kind, key: int, card: Card) -> bool:
    return (place_of(kind, key) / f"{version_of(card)}.png").is_file()


def png_for(kind: Kind, key: int, card: Card, draw: Callable[[str], bytes] = png_from) -> bytes:
    """What is stored, or what is drawn and stored now in place of all former versions."""
    place, name = place_of(kind, key), f"{version_of(card)}.png"
    if (stored := read(place / name)) is not None:
        return stored
    with drawing:
        if (stored := read(place / name)) is not None:
            return stored
        made = draw(svg_of(card))
        try:
            store(made, place, name)
        except OSError:  # drawn again the next time
            logger.exception("A social card cannot be stored in %s.", place)
    return made


def read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def store(made: bytes, place: Path, name: str) -> None:
    """In place of all former versions. Raises `OSError`, and leaves nothing unfinished."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place, delete=False) as unfinished:
        try:
            unfinished.write(made)
            unfinished.flush()
            os.replace(unfinished.name, place / name)
        except OSError:
            os.unlink(unfinished.name)
            raise
    for former in place.glob("*.png"):
        if former.name != name:
            former.unlink(missing_ok=True)


def remove_others(kind: Kind, keys: Collection[int]) -> int:
    """Take away the cards of all but these; returns how many."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER / kind
    others = [place for place in folder.iterdir() if place.name not in {*map(str, keys)}] if folder.is_dir() else []
    for place in others:
        shutil.rmtree(place, ignore_errors=True)
    return len(others)
