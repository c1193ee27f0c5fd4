"""What may be uploaded as an image, what becomes of it, and who may fetch it."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.content import content_of, render_again
from articles.images.svg import save_drawing
from articles.images.uploads import LARGEST_FILE, ImageRefused, opened, rendition_widths, save_image
from articles.models import Image, Rendition
from tests.factories import make_article, make_drawing, make_image, png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{}</svg>'


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def upload(picture: PIL.Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(width: int = 60, height: int = 40, mode: str = "RGB") -> PIL.Image.Image:
    return PIL.Image.effect_noise((width, height), 60).convert(mode)


def photograph_with_place(orientation: int = 1) -> bytes:
    """A JPEG as a telephone writes it: maker, place, orientation, a comment."""
    exif = PIL.Image.Exif()
    exif[0x010F] = "Zebraphone"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return upload(noise(600, 400), "JPEG", exif=exif, comment=b"Zebracomment")


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


# --- What is taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_jpeg_png_webp_and_gif_are_taken(kind: str) -> None:
    assert opened(upload(noise(), kind)).size == (60, 40)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "EPS", "TGA", "JPEG2000"])
def test_other_formats_are_refused_by_name(kind: str) -> None:
    with pytest.raises(ImageRefused, match="not a JPEG, PNG, WebP or GIF"):
        opened(upload(noise(64, 64), kind))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<html><script>alert(1)</script></html>",
        SVG.format("<script>alert(1)</script>").encode(),
        b"GIF89a<script>alert(1)</script>",
    ],
)
def test_what_only_pretends_to_be_an_image_is_refused(raw: bytes) -> None:
    """Among them a drawing that is called picture.png: a name is never looked at."""
    with pytest.raises(ImageRefused):
        opened(raw)


def test_a_file_over_five_megabytes_is_refused_and_one_below_is_taken() -> None:
    small = upload(noise(), "PNG")
    with pytest.raises(ImageRefused, match="5 MB is the most"):
        opened(small + b"\0" * LARGEST_FILE)
    assert opened(small + b"\0" * (LARGEST_FILE - len(small)))


@pytest.mark.parametrize(("width", "height"), [(6400, 6300), (10_001, 4_000), (15_000, 15_000), (60_000, 60_000)])
def test_more_than_forty_megapixels_are_refused_from_the_header_alone(width: int, height: int) -> None:
    with pytest.raises(ImageRefused, match="40 megapixels"):
        opened(png_header(width, height))


def test_forty_megapixels_are_taken() -> None:
    assert opened(upload(PIL.Image.new("L", (8000, 5000)), "PNG")).size == (8000, 5000)


def test_a_side_that_no_format_can_hold_is_refused() -> None:
    with pytest.raises(ImageRefused, match="16,000 is the most for a side"):
        opened(upload(PIL.Image.new("1", (20_000, 100)), "PNG"))


def test_a_compressed_text_that_unpacks_to_a_hundred_megabytes_is_refused() -> None:
    text = b"note\0\0" + zlib.compress(b"\0" * 100_000_000)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    whole = upload(noise(), "PNG")
    with pytest.raises(ImageRefused):
        opened(whole[:33] + chunk + whole[33:])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_that_ends_early_is_refused_wherever_it_ends(kind: str) -> None:
    whole = upload(noise(200, 200), kind)
    for part in range(1, 19):
        with pytest.raises(ImageRefused):
            opened(whole[: len(whole) * part // 20])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_damaged_file_never_ends_in_an_error_of_another_kind(kind: str) -> None:
    whole = upload(noise(), kind)
    for place in range(0, min(len(whole), 600), 3):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            opened(damaged)
        except ImageRefused:
            continue


# --- What it looks like afterwards --------------------------------------------------------------------------------


def test_of_an_animation_the_first_picture_is_kept() -> None:
    frames = [PIL.Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green")]
    raw = upload(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert opened(raw).convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    raw = upload(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert opened(raw).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_set_upright(orientation: int) -> None:
    """Orientations 5 to 8 were taken with the camera on its side."""
    assert opened(photograph_with_place(orientation)).size == ((600, 400) if orientation < 5 else (400, 600))


def test_an_upright_photograph_shows_the_corner_where_it_was() -> None:
    """Orientation 6: turned by a quarter to the right, so that the first pixel comes to the top right."""
    picture = PIL.Image.new("RGB", (40, 20), "white")
    picture.paste((0, 0, 0), (0, 0, 10, 10))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    upright = opened(upload(picture, "PNG", exif=exif))
    assert (upright.getpixel((18, 2)), upright.getpixel((2, 38))) == ((0, 0, 0), (255, 255, 255))


def test_a_photograph_is_set_upright_although_another_field_is_damaged() -> None:
    text, number = b"\x01\x0f\x00\x02", b"\x01\x0f\x00\x0b"  # the field of the maker, as a text and as a float
    assert opened(photograph_with_place(6).replace(text, number)).size == (400, 600)


def test_grey_with_sixteen_bits_keeps_its_shades() -> None:
    assert opened(upload(PIL.Image.new("I;16", (9, 9), 0x4000), "PNG")).getpixel((4, 4)) == (64, 64, 64)


def test_transparency_survives_and_printers_colours_become_screen_colours() -> None:
    assert opened(upload(PIL.Image.new("RGBA", (9, 9), (1, 2, 3, 4)), "PNG")).getpixel((4, 4)) == (1, 2, 3, 4)
    assert opened(upload(noise(mode="CMYK"), "JPEG")).mode == "RGB"


# --- What is stored -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_place_camera_and_comment_are_in_no_stored_file(own_media: Path) -> None:
    save_image("holiday", photograph_with_place(), alt="A beach.", decorative=False, credit="")
    stored = [path.read_bytes() for path in own_media.rglob("*") if path.is_file()]
    assert len(stored) == 5
    for raw in stored:
        assert b"Zebra" not in raw
        assert b"Exif" not in raw
        assert not PIL.Image.open(io.BytesIO(raw)).getexif()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (300, [300]),
        (480, [480]),
        (481, [480, 481]),
        (900, [480, 900]),
        (1439, [480, 960, 1439]),
        (1440, [480, 960, 1440]),
        (5000, [480, 960, 1440]),
    ],
)
def test_widths_follow_the_column_and_never_exceed_the_original(width: int, expected: list[int]) -> None:
    assert rendition_widths(width) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "fallback"), [("RGB", "jpeg"), ("RGBA", "png")])
def test_every_width_is_there_as_webp_and_in_a_format_that_all_browsers_know(mode: str, fallback: str) -> None:
    picture = PIL.Image.new(mode, (1000, 500))
    image = save_image("brain", upload(picture, "PNG"), alt="A brain.", decorative=False, credit="")
    made = [(each.width, each.height, each.format) for each in image.renditions.all()]
    assert sorted(made) == sorted((w, w // 2, kind) for w in (480, 960, 1000) for kind in (fallback, "webp"))
    for each in image.renditions.all():
        with PIL.Image.open(each.file) as stored:
            assert (stored.width, stored.height) == (each.width, each.height)
            assert (stored.format or "").lower() == each.format


@pytest.mark.django_db
def test_what_is_wider_than_any_screen_needs_is_kept_smaller() -> None:
    image = save_image("wide", upload(PIL.Image.new("L", (6000, 300)), "PNG"), alt="x", decorative=False, credit="")
    assert (image.width, image.height) == (2880, 144)


@pytest.mark.django_db
@pytest.mark.parametrize(("alt", "decorative"), [("", False), ("A beach.", True)])
def test_an_image_has_an_alternative_text_or_is_decorative(alt: str, decorative: bool, own_media: Path) -> None:
    with pytest.raises(ValidationError, match="alternative text"):
        save_image("beach", png(), alt=alt, decorative=decorative, credit="")
    assert not Image.objects.exists()
    assert not [path for path in own_media.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_another_file_in_its_place_leaves_none_of_the_old_ones(
    own_media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = save_image("beach", png(1000, 500), alt="A beach.", decorative=False, credit="")
    old = {str(path) for path in own_media.rglob("*") if path.is_file()}
    with django_capture_on_commit_callbacks(execute=True):
        second = save_image("beach", png(500, 500), alt="A hall.", decorative=False, credit="")
    assert first.pk == second.pk
    assert not old & {str(path) for path in own_media.rglob("*") if path.is_file()}
    assert default_storage.exists(second.original.name or "")
    assert [each.width for each in second.renditions.all()] == [480, 480, 500, 500]


@pytest.mark.django_db
def test_a_photograph_may_take_the_place_of_a_drawing_and_the_other_way_round() -> None:
    make_drawing("map")
    photograph = save_image("map", png(), alt="A map.", decorative=False, credit="")
    assert not photograph.is_drawing
    drawing = save_drawing("map", SVG.format("<path d='M0 0'/>"), alt="A map.", decorative=False, credit="")
    assert drawing.is_drawing
    assert not drawing.original
    assert not Rendition.objects.exists()


@pytest.mark.django_db
def test_articles_follow_when_the_alternative_text_changes() -> None:
    image = make_image("scanner", alt="A scanner.")
    article = make_article(summary="Look.\n\n![Here.](image:scanner)", full_post="## A\n\n![There.](image:scanner)")
    image.alt = "A scanner in a van."
    image.save()
    render_again(image)
    article.refresh_from_db()
    assert 'alt="A scanner in a van."' in article.summary_html
    assert 'alt="A scanner in a van."' in article.full_post.html
    assert content_of(article).summary == "Look.\n\n![Here.](image:scanner)"
