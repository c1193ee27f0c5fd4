"""Small parts of a page whose words differ from one reader to the next: rendered once for each choice of what is there.

In the template of a piece each word is a place (`slots.py`): it may be asked whether it is there, and be printed, but
not be changed by a filter.
"""

from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.documents.kept import KeptForSite
from articles.documents.slots import filled, joined, parted, slot
from articles.site.values import Site

_pieces = KeptForSite()


def piece(template: str, **words: Any) -> SafeString:
    """What `template` makes of these words. One that is None, False or "" is not there; text is escaped."""
    there = {name: escaped(word) for name, word in words.items() if is_there(word)}
    names = tuple(there)
    return filled(_pieces.get((template, names), partial(made_of, template, names)), there)


def is_there(word: Any) -> bool:
    """0 is."""
    return word is not None and word is not False and word != ""


def escaped(word: Any) -> str:
    return word if isinstance(word, SafeString) else escape(str(word))


def repeated(template: str, word: str, values: Iterable[int]) -> SafeString:
    """What `template` makes of each number, one after the other."""
    made = _pieces.get((template, (word,)), partial(made_of, template, (word,)))
    return joined(filled(made, {word: str(value)}) for value in values)


def made_of(template: str, names: tuple[str, ...], site: Site) -> tuple[str, ...]:
    return parted(render_to_string(template, {"SITE": site, **{name: slot(name) for name in names}}))
