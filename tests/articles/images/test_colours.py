"""What an image looks like after it was taken in: its colours, and of what moves the first frame."""

from pathlib import Path
from typing import Final

import PIL.Image
import pytest

from articles.images.uploads import is_animated, opened, save_image
from tests.articles.images.test_uploads import own_media, upload

__all__ = ["own_media"]
TRIALS: Final = Path(__file__).parent / "trials"
GREEN, RED = (0, 255, 0), (255, 0, 0)


def with_profile_of(name: str, picture: PIL.Image.Image, kind: str = "PNG") -> bytes:
    """`picture` under the colour profile of another file."""
    with PIL.Image.open(TRIALS / name) as other:
        return upload(picture, kind, icc_profile=other.info["icc_profile"])


def swapped(picture: PIL.Image.Image, kind: str = "PNG") -> bytes:
    return with_profile_of("swap-icc.png", picture, kind)


PLAIN = PIL.Image.new("RGB", (9, 9), RED)

COLOURS: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "red and green change places": ((TRIALS / "swap-icc.png").read_bytes(), GREEN),
    "P3": ((TRIALS / "p3.jpg").read_bytes(), (250, 26, 0)),
    "Adobe RGB": ((TRIALS / "adobergb.jpg").read_bytes(), (0, 201, 68)),
    "a PNG of linear light": ((TRIALS / "gamma1.png").read_bytes(), (188, 188, 188)),
    "palette with a profile": (swapped(PLAIN.convert("P")), GREEN),
    "transparent with a profile": (swapped(PIL.Image.new("RGBA", (9, 9), (*RED, 77))), (*GREEN, 77)),
    "WebP with a profile": (swapped(PLAIN, "WEBP"), GREEN),
    "grey under a profile of colours": (swapped(PIL.Image.new("L", (9, 9), 128)), (128, 128, 128)),
    "damaged profile": (upload(PLAIN, "PNG", icc_profile=b"none" * 50), RED),
    "no profile": (upload(PIL.Image.new("RGB", (9, 9), (229, 60, 29)), "PNG"), (229, 60, 29)),
}


@pytest.mark.parametrize("name", COLOURS)
def test_colours_look_as_their_profile_says(name: str) -> None:
    raw, expected = COLOURS[name]
    found = opened(raw).getpixel((5, 5))
    assert isinstance(found, tuple)
    assert len(found) == len(expected)
    assert all(abs(one - other) <= 2 for one, other in zip(found, expected, strict=True)), found


@pytest.mark.django_db
def test_what_readers_are_sent_has_the_colours_and_no_profile() -> None:
    image = save_image("swap", (TRIALS / "swap-icc.png").read_bytes(), alt="Green.", decorative=False, credit="")
    for rendition in image.renditions.all():
        with PIL.Image.open(rendition.file) as stored:
            assert "icc_profile" not in stored.info
            red, green, blue = stored.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
            assert (red < 10, green > 245, blue < 10) == (True, True, True)


@pytest.mark.parametrize(
    ("name", "moves"), [("anim.gif", True), ("apng.png", True), ("p3.jpg", False), ("w900.png", False)]
)
def test_an_animation_is_known_as_one(name: str, moves: bool) -> None:
    assert is_animated((TRIALS / name).read_bytes()) is moves
