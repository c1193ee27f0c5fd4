"""Places in stored HTML that are filled in for each reader.

The marks around their names are noncharacters of Unicode, which `members.characters` leaves out of every text, so
nobody can write a place into an article.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.safestring import SafeString

OPENING: Final = "\ufdd0"
CLOSING: Final = "\ufdd1"
SLOT: Final = re.compile(f"{OPENING}([a-z_]+){CLOSING}")


def slot(name: str) -> SafeString:
    return SafeString(f"{OPENING}{name}{CLOSING}")


class Slots(dict[str, SafeString]):
    """For templates: `{{ slot.title }}` is the place called title."""

    def __missing__(self, name: str) -> SafeString:
        return slot(name)

    def __bool__(self) -> bool:
        return True


SLOTS: Final = Slots()


def as_html(made: str) -> SafeString:
    """What was cut out of HTML."""
    return SafeString(made)


def joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def parted(html: str) -> tuple[str, ...]:
    """Text, name, text, name, text: for what is filled in again and again."""
    return tuple(SLOT.split(html))


def filled(html: str | tuple[str, ...], values: Mapping[str, str]) -> SafeString:
    """`html`, parted or not, with these values, HTML themselves, in its places. One without a value stays empty."""
    parts = [*html] if isinstance(html, tuple) else SLOT.split(html)
    parts[1::2] = [values.get(name, "") for name in parts[1::2]]
    return SafeString("".join(parts))


def between(html: str, edges: tuple[str, str]) -> str:
    """What stands between these two places."""
    return html.partition(edges[0])[2].partition(edges[1])[0]


def with_between(html: str, edges: tuple[str, str], other: str) -> str:
    """`html` with something else between them."""
    before, begins, rest = html.partition(edges[0])
    _, ends, behind = rest.partition(edges[1])
    return f"{before}{begins}{other}{ends}{behind}"
