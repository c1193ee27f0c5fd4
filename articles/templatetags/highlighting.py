"""What a reader looked for, marked in the texts in which it was found."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.documents.rows import tagline
from articles.documents.slots import SLOTS, filled, joined, parted
from articles.search.hits import Hit
from articles.search.snippets import Piece
from tags.cache.tag_tree import TagTree

register = template.Library()


@register.simple_tag
def hits_of(hits: Iterable[Hit], tag_tree: TagTree) -> SafeString:
    return joined(row_of(hit, tag_tree) for hit in hits)


def row_of(hit: Hit, tag_tree: TagTree) -> SafeString:
    parts = {
        "title": highlighted(hit.title),
        "standfirst": highlighted(hit.standfirst),
        "authors": highlighted(hit.authors),
        "tags": tagline([tag.pk for tag in hit.tags], tag_tree, hit.meant),
    }
    if hit.found:
        parts["stretch"] = filled(stretch(hit.in_full), {"found": highlighted(hit.found)})
    return filled(hit.row, parts)


def highlighted(pieces: Iterable[Piece]) -> SafeString:
    return joined(marked(piece) if piece.is_marked else escape(piece.text) for piece in pieces)


def marked(piece: Piece) -> SafeString:
    return filled(mark(), {"text": escape(piece.text)})


@cache
def stretch(in_full: bool) -> tuple[str, ...]:  # noqa: FBT001 - kept by it
    return parted(render_to_string("articles/_stretch.html", {"in_full": in_full, "slot": SLOTS}))


@cache
def mark() -> tuple[str, ...]:
    return parted(f"<mark>{SLOTS['text']}</mark>")
