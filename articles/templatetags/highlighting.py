"""What a reader looked for, marked in the texts in which it was found."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.search.snippets import Piece

register = template.Library()


@register.filter
def highlighted(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", one.text) if one.is_marked else one.text,) for one in pieces)
    )
