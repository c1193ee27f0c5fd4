"""Photographs and plots: checked, re-encoded without metadata, and made once in the widths that pages use."""

import io
from typing import Final

import PIL.Image
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import ImageOps, UnidentifiedImageError

from articles.models import Image, Rendition

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_FILE: Final = 5 * 1024 * 1024  # bytes
LARGEST_AREA: Final = 40_000_000  # pixels
WIDTHS: Final = (480, 960, 1440)  # pixels; the text column at one and two device pixels, and a phone


class ImageRefused(Exception):
    """Raised with what is wrong with an upload and what would be taken."""


def opened(raw: bytes) -> PIL.Image.Image:
    """The decoded image, upright, first frame only. Raises `ImageRefused`. Decodes nothing but the listed formats."""
    if len(raw) > LARGEST_FILE:
        raise ImageRefused(f"The file has {len(raw) / 1048576:.1f} MB; 5 MB is the most.")
    try:
        image = PIL.Image.open(io.BytesIO(raw), formats=FORMATS)
        if image.width * image.height > LARGEST_AREA:
            raise ImageRefused(f"The image has {image.width} × {image.height} pixels; 40 megapixels is the most.")
        upright = ImageOps.exif_transpose(image)
        upright.load()
    except (UnidentifiedImageError, PIL.Image.DecompressionBombError) as error:
        raise ImageRefused("This is not a JPEG, PNG, WebP or GIF image.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ImageRefused("The image is damaged and cannot be read to its end.") from error
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


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
        bare.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@transaction.atomic
def save_image(name: str, raw: bytes, *, alt: str, decorative: bool, credit: str, source: bytes | None = None) -> Image:
    """Store an upload under its name, with all its renditions. Raises `ImageRefused`.

    What is kept as the original is the re-encoded image; a collection, which has to come out as it went in, hands
    over its file as `source` to be kept instead. Neither is ever served.
    """
    picture = opened(raw)
    fallback = "png" if picture.mode == "RGBA" else "jpeg"
    image = Image.objects.filter(name=name).first() or Image(name=name)
    image.alt, image.decorative, image.credit = alt, decorative, credit
    image.width, image.height = picture.size
    kept = source if source is not None else encoded(picture, fallback)
    image.original.save(f"{name}.{fallback}", ContentFile(kept), save=False)
    image.full_clean(exclude=["svg"])
    image.save()
    image.renditions.all().delete()
    for width in rendition_widths(picture.width):
        scaled = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), PIL.Image.Resampling.LANCZOS
        )
        for kind in ("webp", fallback):
            rendition = Rendition(image=image, width=width, height=scaled.height, format=kind)
            rendition.file.save(f"{name}-{width}.{kind}", ContentFile(encoded(scaled, kind)), save=True)
    return image


def rendition_widths(width: int) -> list[int]:
    """Never wider than the original and never beyond the widest column: 300 -> [300], 1000 -> [480, 960]."""
    return [step for step in WIDTHS if step <= width] or [width]
