"""What may be uploaded as an image, what becomes of it, and who may fetch it."""

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.content import content_of, render_again
from articles.images.html import address
from articles.images.svg import save_drawing
from articles.images.uploads import LARGEST_FILE, ImageRefused, is_animated, opened, rendition_widths, save_image
from articles.models import Image, Rendition
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.factories import make_article, make_drawing, make_image, make_user, png

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


# --- Colours and movement -----------------------------------------------------------------------------------------

TRIALS = Path(__file__).parent / "trials"
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


# --- Who may fetch it ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_may_change_images_sees_those_that_no_article_shows() -> None:
    image = make_image()
    for role, expected in ((CONTRIBUTOR, 200), (EDITOR, 200), (MEMBER, 404)):
        client = Client()
        client.force_login(make_user(role))
        assert client.get(rendition_address(image)).status_code == expected, role
    assert Client().get(rendition_address(image)).status_code == 404


@pytest.mark.django_db
def test_an_image_in_two_places_of_an_open_article_is_served_once() -> None:
    image = make_image("both")
    make_article(image=image, access="open", full_post="## A\n\n![There.](image:both)")
    make_article(image=image)
    assert Client().get(rendition_address(image)).status_code == 200


def rendition_address(image: Image) -> str:
    return address(image.renditions.all()[0])


@pytest.mark.django_db
def test_another_picture_has_another_address_and_the_former_ones_lead_to_it() -> None:
    def put(*size: int) -> str:
        return rendition_address(save_image("beach", png(*size), alt="A beach.", decorative=False, credit=""))

    former = [put(500, 300), put(500, 400)]
    make_article(image=Image.objects.get())
    now = put(500, 500)
    assert len({*former, now}) == 3
    undated = re.sub(r"/[0-9a-f]{12}/", "/", now)
    for old in (*former, undated):
        answer = Client().get(old)
        assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, now, "no-cache"), old
    assert put(500, 500) == now


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", MEMBER, EDITOR])
def test_who_is_logged_in_may_keep_what_everybody_may_see_and_nothing_else(role: str) -> None:
    in_summary, in_full = make_image("summary"), make_image("full")
    make_article(image=in_summary, full_post="## A\n\n![There.](image:full)")
    client = Client()
    if role:
        client.force_login(make_user(role))
    assert client.get(rendition_address(in_summary))["Cache-Control"] == "public, max-age=3600"
    if role:
        assert client.get(rendition_address(in_full))["Cache-Control"] == "private, no-store"
