"""Social cards as files: `cards/<kind>/<key>/<version>.png` in the store of images. What is there was made once.

They are no part of the content: what is lost is made again when it is asked for.
"""

import logging
import threading
from collections.abc import Callable, Collection
from typing import Final, Literal

from articles.cards.card_png import png_from
from articles.cards.social_card import Card, svg_of, version_of
from articles.images.media.store import listed, store, take_away

logger = logging.getLogger(__name__)

drawing: Final = threading.Lock()  # one at a time in a process, and each once
FOLDER: Final = "cards"
Kind = Literal["articles", "topics", "lists", "site"]


def place_of(kind: Kind, key: int) -> str:
    return f"{FOLDER}/{kind}/{key}"


def name_of(kind: Kind, key: int, card: Card) -> str:
    return f"{place_of(kind, key)}/{version_of(card)}.png"


def is_stored(kind: Kind, key: int, card: Card) -> bool:
    return store().exists(name_of(kind, key, card))


def png_for(kind: Kind, key: int, card: Card, draw: Callable[[str], bytes] = png_from) -> bytes:
    """What is stored, or what is drawn and stored now in place of all former versions."""
    name = name_of(kind, key, card)
    if (stored := read(name)) is not None:
        return stored
    with drawing:
        if (stored := read(name)) is not None:
            return stored
        made = draw(svg_of(card))
        try:
            store().put(name, made)
            take_away(other for other in files_in(place_of(kind, key)) if other != name)
        except OSError:  # drawn again the next time
            logger.exception("A social card cannot be stored as %s.", name)
    return made


def read(name: str) -> bytes | None:
    try:
        with store().open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def files_in(place: str) -> list[str]:
    return [f"{place}/{file}" for file in listed(place)[1]]


def remove_others(kind: Kind, keys: Collection[int]) -> int:
    """Take away the cards of all but these; returns how many."""
    kept = {*map(str, keys)}
    others = [f"{FOLDER}/{kind}/{key}" for key in listed(f"{FOLDER}/{kind}")[0] if key not in kept]
    for place in others:
        take_away([*files_in(place), place])  # a bucket has no folders, and misses none
    return len(others)
