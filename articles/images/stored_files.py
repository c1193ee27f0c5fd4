"""The files of images in the store, held against the rows that name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import SuspiciousOperation

from articles.cards.stored_cards import FOLDER as CARDS
from articles.images.media.store import UNREADABLE, files_below, store
from articles.images.uploads import files_of
from articles.images.waiting import FOLDER
from articles.models import Image, Rendition

NOT_IMAGES: Final = (f"{FOLDER}/", f"{CARDS}/")
BATCH: Final = 1000  # rows that are held in memory at once


@dataclass(frozen=True)
class LostFile:
    """A file that a row names and nobody can be sent."""

    image: str
    name: str
    problem: str


def lost_files() -> Iterator[LostFile]:
    for model, column, image in ((Image, "original", "name"), (Rendition, "file", "image__name")):
        rows = model._base_manager.exclude(**{column: ""}).order_by(image, "pk").values_list(image, column)
        for of_image, name in rows.iterator(chunk_size=BATCH):
            if problem := problem_with(name):
                yield LostFile(of_image, name, problem)


def is_whole(image: Image) -> bool:
    """Whether every file that was stored for it can be read."""
    return not any(problem_with(name) for name in files_of(image))


def problem_with(name: str) -> str:
    """Nothing for a file that can be read; its first byte is."""
    try:
        with store().open(name) as file:
            return "" if file.read(1) else "is empty"
    except IsADirectoryError:
        return "is a folder"
    except PermissionError:
        return "may not be read by this site"
    except UNREADABLE:
        return "is missing"
    except SuspiciousOperation:
        return "lies outside the store"


def unnamed_files() -> Iterator[str]:
    """The files in the store that no row names, but for those that wait for their form, and social cards.

    Cost: the names of all files of images are held in memory.
    """
    known = {*Image.objects.exclude(original="").values_list("original", flat=True)}
    known.update(Rendition.objects.values_list("file", flat=True))
    yield from (name for name in files_below("") if name not in known and not name.startswith(NOT_IMAGES))
