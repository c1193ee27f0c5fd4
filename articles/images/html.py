"""An image as it stands in a page: a drawing set into the HTML, a photograph in the width that the screen needs."""

from hashlib import sha256
from typing import Final

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.images.numbers import numbers_table
from articles.models import Image, Rendition
from articles.models.image import DIGITS

SMALL: Final = (128, 96)  # CSS pixels of the box that a small picture fills


def figure(image: Image, *, caption: str = "", lead: bool = False) -> SafeString:
    """`<figure>` with alternative text, caption and credit. Widths are CSS pixels; the text column is 656 wide."""
    inner = drawing(image) if image.is_drawing else picture(image, eager=lead)
    credit = format_html('<span class="credit">{}</span>', image.credit) if image.credit else ""
    words = format_html('<figcaption dir="auto">{} {}</figcaption>', caption, credit) if caption or credit else ""
    kind = "drawing" if image.is_drawing else "figure"
    place = " a-lead" if lead else ""
    table = numbers_table(image.numbers) if image.numbers.strip() else ""
    return format_html('<figure class="{}{}">{}{}{}</figure>', kind, place, inner, words, table)


def lead_figure(image: Image | None, caption: str) -> SafeString:
    """The image at the head of an article, if it has one. `caption`: HTML that the renderer made."""
    return figure(image, caption=mark_safe(caption), lead=True) if image else mark_safe("")


def drawing(image: Image) -> SafeString:
    """The sanitised SVG (see `articles.images.svg`) with its alternative text."""
    if image.decorative:
        opening = '<svg aria-hidden="true" focusable="false"'
    else:
        opening = f'<svg role="img" aria-label="{escape(image.alt)}" focusable="false"'
    return mark_safe(image.svg.replace("<svg", opening, 1))


def picture(image: Image, *, eager: bool) -> SafeString:
    renditions = list(image.renditions.all())
    webp = [rendition for rendition in renditions if rendition.format == "webp"]
    fallback = [rendition for rendition in renditions if rendition.format != "webp"]
    if not fallback:
        return mark_safe("")
    largest = fallback[-1]
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="(min-width: 52rem) 41rem, 92vw">'
        '<img src="{}" srcset="{}" sizes="(min-width: 52rem) 41rem, 92vw" width="{}" height="{}" alt="{}"{}></picture>',
        source_set(webp),
        address(largest),
        source_set(fallback),
        largest.width,
        largest.height,
        "" if image.decorative else image.alt,
        "" if eager else mark_safe(' loading="lazy"'),
    )


def source_set(renditions: list[Rendition]) -> str:
    return ", ".join(f"{address(rendition)} {rendition.width}w" for rendition in renditions)


def address(rendition: Rendition) -> str:
    """It changes with the picture, so that no cache shows the one before."""
    image = rendition.image
    return reverse("articles:image", args=[image.pk, image.digest, rendition.width, rendition.format])


def thumbnail(image: Image | None) -> SafeString:
    """A small picture beside a title that says what it shows; fetched when it comes near the screen."""
    source = smallest_address(image) if image else ""
    if not image or not source:
        return mark_safe("")
    version = f"?v={digest_of_drawing(image)}" if image.is_drawing else ""
    opening = '<img class="thumb" src="{}" width="{}" height="{}" alt="" loading="lazy" decoding="async">'
    return format_html(opening, source + version, *SMALL)


def digest_of_drawing(image: Image) -> str:
    return sha256(image.svg.encode()).hexdigest()[:DIGITS]


def smallest_address(image: Image) -> str:
    """Where the drawing, or the smallest rendition, is fetched; "" where there is none."""
    if image.is_drawing:
        return reverse("articles:drawing", args=[image.pk])
    smallest = min(image.renditions.all(), key=lambda rendition: rendition.width, default=None)
    return address(smallest) if smallest else ""
