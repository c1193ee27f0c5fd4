"""Photographs and plots: checked, re-encoded without metadata, and made once in the widths that pages use."""

import hashlib
import io
from typing import Final

import PIL.Image
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import ExifTags, ImageOps, UnidentifiedImageError

from articles.images.colours import in_srgb
from articles.images.media.all_or_none import files_with_their_rows, noted
from articles.images.media.store import take_away
from articles.models import Image, Rendition
from articles.models.image import DIGITS

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
MEGABYTE: Final = 1024 * 1024  # bytes
LARGEST_FILE: Final = 5 * MEGABYTE
MOST_BYTES: Final = f"{LARGEST_FILE // MEGABYTE} MB"
LARGEST_AREA: Final = 40_000_000  # pixels
MOST_PIXELS: Final = f"{LARGEST_AREA // 1_000_000} megapixels"
MOST: Final = f"{MOST_BYTES} and {MOST_PIXELS}"  # as messages and the form say it
LONGEST_SIDE: Final = 16_000  # pixels; WebP holds no more than 16,383
WIDEST_KEPT: Final = 2880  # pixels; twice the widest rendition. Packing 40 megapixels as PNG takes a minute
WIDTHS: Final = (480, 960, 1440)  # pixels; the text column at one and two device pixels, and a phone


class ImageRefused(Exception):
    """Raised with what is wrong with an upload and what would be taken."""


def opened(raw: bytes) -> PIL.Image.Image:
    """The decoded image, upright, first frame only. Raises `ImageRefused`. Decodes nothing but the listed formats.

    The size is read from the header, so nothing that would unpack to more is ever unpacked.
    """
    refuse_large_file(len(raw))
    try:
        image: PIL.Image.Image = PIL.Image.open(io.BytesIO(raw), formats=FORMATS)
        refuse_too_large(image.width, image.height)
        image.load()
        set_upright(image)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise ImageRefused(f"The image has more than {MOST_PIXELS}, which is the most.") from error
    except UnidentifiedImageError as error:
        raise ImageRefused("This is not a JPEG, PNG, WebP or GIF image.") from error
    except (OSError, SyntaxError, ValueError, TypeError) as error:
        raise ImageRefused("The image is damaged and cannot be read to its end.") from error
    if image.mode.startswith("I"):  # 16 bits of grey, of which convert() would cut off all above 255
        image.info.pop("transparency", None)
        info = image.info
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
        image.info = info
    return in_srgb(image)


def is_animated(raw: bytes) -> bool:
    """Whether an image that can be opened has more than the frame that is kept."""
    with PIL.Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        return getattr(image, "is_animated", False)


def set_upright(image: PIL.Image.Image) -> None:
    """As the camera was held. Other fields go first: Pillow would write them anew, and fails where one is damaged."""
    exif = image.getexif()
    for tag in set(exif) - {ExifTags.Base.Orientation}:
        del exif[tag]
    ImageOps.exif_transpose(image, in_place=True)


def refuse_large_file(size: int) -> None:
    if size > LARGEST_FILE:
        raise ImageRefused(f"The file has {size / MEGABYTE:.1f} MB; {MOST_BYTES} is the most.")


def refuse_too_large(width: int, height: int) -> None:
    if width * height > LARGEST_AREA:
        raise ImageRefused(f"The image has {width} × {height} pixels; {MOST_PIXELS} is the most.")
    if max(width, height) > LONGEST_SIDE:
        raise ImageRefused(f"The image has {width} × {height} pixels; {LONGEST_SIDE:,} is the most for a side.")


def at_width(picture: PIL.Image.Image, width: int) -> PIL.Image.Image:
    size = width, max(1, round(picture.height * width / picture.width))
    return picture.resize(size, PIL.Image.Resampling.LANCZOS, reducing_gap=3.0)


def encoded(image: PIL.Image.Image, kind: str) -> bytes:
    """Bytes in `kind` (webp, jpeg, png). A fresh canvas carries no metadata over."""
    bare = PIL.Image.new(image.mode, image.size)
    bare.paste(image)
    buffer = io.BytesIO()
    if kind == "webp":
        bare.save(buffer, "WEBP", quality=82, method=4)
    elif kind == "jpeg":
        bare.save(buffer, "JPEG", quality=84, optimize=True, progressive=True)
    else:
        bare.save(buffer, "PNG", optimize=image.width <= WIDTHS[-1])
    return buffer.getvalue()


@files_with_their_rows()
@transaction.atomic
def save_image(
    name: str, raw: bytes, *, alt: str, decorative: bool, credit: str, numbers: str = "", source: bytes | None = None
) -> Image:
    """Store an upload under its name, with all its renditions. Raises `ImageRefused`.

    What is kept as the original is the re-encoded image; a collection, which has to come out as it went in, hands
    over its file as `source` to be kept instead. Neither is ever served. Files that this replaces are deleted.
    """
    picture = opened(raw)
    if picture.width > WIDEST_KEPT:
        picture = at_width(picture, WIDEST_KEPT)
    fallback = "png" if picture.mode == "RGBA" else "jpeg"
    image = Image.objects.filter(name=name).first() or Image(name=name)
    replaced = files_of(image)
    image.alt, image.decorative, image.credit, image.numbers, image.svg = alt, decorative, credit, numbers, ""
    image.width, image.height = picture.size
    image.full_clean(exclude=["svg", "original"])
    kept = source if source is not None else encoded(picture, fallback)
    made = [
        (scaled.size, kind, encoded(scaled, kind))
        for scaled in (at_width(picture, width) for width in rendition_widths(picture.width))
        for kind in ("webp", fallback)
    ]
    image.digest = hashlib.sha256(b"".join(content for _, _, content in made)).hexdigest()[:DIGITS]
    image.original.save(f"{name}.{fallback}", ContentFile(kept), save=False)
    noted(str(image.original.name))
    image.save()
    image.renditions.all().delete()
    for (width, height), kind, content in made:
        rendition = Rendition(image=image, width=width, height=height, format=kind)
        rendition.file.save(f"{name}-{width}.{kind}", ContentFile(content), save=False)
        noted(str(rendition.file.name))
        rendition.save()
    transaction.on_commit(lambda: take_away(replaced))
    return image


def files_of(image: Image) -> list[str]:
    """Names in storage of everything that was stored for the image."""
    if image.pk is None:
        return []
    renditions = [rendition.file.name for rendition in image.renditions.all()]
    return [name for name in (image.original.name, *renditions) if name]


def rendition_widths(width: int) -> list[int]:
    """Never wider than the original, which is kept whole up to the widest step: 300 -> [300], 900 -> [480, 900]."""
    return sorted({*(step for step in WIDTHS if step <= width), min(width, WIDTHS[-1])})
