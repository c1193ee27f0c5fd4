"""The fonts of social cards, from packages: no page sends them. And how words are set in them."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import ImageFont

SERIF: Final = "Source Serif Pro"
SANS: Final = "Source Sans Pro"
FILES: Final = {
    "title": ("font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
    "text": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "strong": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
PAST_LATIN: Final = "\u0530"  # Latin, Greek and Cyrillic come before, and are in these fonts


@cache
def font_files() -> dict[str, str]:
    """By use. Empty where one is not installed: then there are no cards."""
    found = {use: file_in(package, name) for use, (package, name) in FILES.items()}
    return {use: str(path) for use, path in found.items() if path} if all(found.values()) else {}


@cache
def can_be_drawn() -> bool:
    """Where not, `manage.py check` says so, and pages name no card."""
    return bool(font_files()) and find_spec("resvg_py") is not None


def file_in(package: str, name: str) -> Path | None:
    spec = find_spec(package)
    places = (spec and spec.submodule_search_locations) or ()
    paths = (Path(place) / "files" / name for place in places)
    return next((path for path in paths if path.is_file()), None)


@cache
def font(use: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_files()[use], size)


def width(text: str, use: str, size: int) -> float:
    return font(use, size).getlength(text)


def lines(text: str, use: str, size: int, most: float) -> list[str]:
    """The text in lines no wider than `most`; a word that is wider is cut."""
    held: list[str] = []
    for word in text.split():
        longer = f"{held[-1]} {word}" if held else word
        if held and width(longer, use, size) <= most:
            held[-1] = longer
        else:
            held.append(shortened(word, use, size, most))
    return held


def shortened(text: str, use: str, size: int, most: float) -> str:
    if width(text, use, size) <= most:
        return text
    whole = text.split(" ")
    while len(whole) > 1 and width(f"{' '.join(whole)}…", use, size) > most:
        whole.pop()
    text = " ".join(whole)
    while text and width(f"{text}…", use, size) > most:
        text = text[:-1]
    return f"{text.rstrip(' ,;:.')}…"


def in_lines(text: str, use: str, size: int, most: float, number: int) -> list[str]:
    """No more than `number` lines; the last says that there was more."""
    held = lines(text, use, size, most)
    if len(held) > number:
        held[number - 1 :] = [shortened(" ".join(held[number - 1 :]), use, size, most)]
    return held


def fitting(text: str, use: str, sizes: Sequence[int], most: float, height: float) -> tuple[int, list[str]]:
    """The largest of these sizes in which all of it stands within `height`, and its lines; the smallest is cut."""
    for size in sizes:
        held = lines(text, use, size, most)
        if len(held) * size * 1.18 <= height and not any(line.endswith("…") for line in held):
            return size, held
    size = sizes[-1]
    return size, in_lines(text, use, size, most, max(1, int(height / (size * 1.18))))


def wants_other_fonts(text: str) -> bool:
    """Whether it has letters for which the fonts of the system are asked."""
    return any(PAST_LATIN <= letter < "\u2000" or letter > "\u2e00" for letter in text)
