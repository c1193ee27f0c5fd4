"""Last parts of addresses: what may be one, and the first free one of those that fit."""

import re
import sys
import unicodedata
from collections.abc import Callable, Container, Iterator
from itertools import count
from typing import Final, TypeVar

from django.core.validators import RegexValidator
from django.urls.converters import StringConverter
from django.utils.text import slugify

from tags.text.letters import LETTERS

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)  # of articles, lists and images
Link = TypeVar("Link")
PLAIN: Final = str.maketrans(LETTERS)
WORD_SLUG: Final = re.compile(r"[\w-]+")  # of tags and taxonomies, in any script
slug_validator = RegexValidator(rf"\A{SLUG.pattern}\Z", "Use lower-case letters, digits and single hyphens.")


class UnicodeSlug(StringConverter):
    """In addresses: letters of any script, as an editor's vocabulary is not always English."""

    regex = WORD_SLUG.pattern


def slug_of(text: str, longest: int = sys.maxsize, *, allow_unicode: bool = False) -> str:
    """The address for a title or label, which may be empty."""
    plain = text if allow_unicode else unicodedata.normalize("NFKD", text.lower()).translate(PLAIN).replace("_", "-")
    return cut(slugify(plain, allow_unicode=allow_unicode), longest)


def cut(slug: str, longest: int) -> str:
    """No more than `longest` characters of it, and no hyphen where it was cut."""
    return slug if len(slug) <= longest else slug[:longest].rstrip("-_")


def numbered(slug: str, longest: int = sys.maxsize) -> Iterator[str]:
    """`fear`, `fear-2`, `fear-3` and so on, none of them longer than `longest` characters."""
    yield cut(slug, longest)
    for number in count(2):
        suffix = f"-{number}"
        yield cut(slug, longest - len(suffix)) + suffix


def first_free(slug: str, taken: Container[str], longest: int = sys.maxsize) -> str:
    return next(free for free in numbered(slug, longest) if free not in taken)


def last_in_chain(first: Link, following: Callable[[Link], Link | None]) -> Link | None:
    """Where a chain of replacements ends; None where it goes round."""
    passed = [first]
    while (after := following(passed[-1])) is not None:
        if after in passed:
            return None
        passed.append(after)
    return passed[-1]
