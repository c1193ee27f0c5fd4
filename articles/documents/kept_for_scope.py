"""Parts of pages that are made once for a state of tags and articles, and filled in for each reader: topics, home.

What stands in them follows from the snapshot and from how many of the newest articles a reader can see; rows, reading
lists and what a member follows are places in them. The first reader after a change waits for what is made anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from typing import Any, Final

from django.template.loader import render_to_string

from articles.access import Sight, sight
from articles.browse.scope import VisibleScope
from articles.documents.kept import KeptForSite
from articles.documents.slots import SLOTS, parted
from articles.site.snapshot import current_site

MOST: Final = 100  # parts, of some 60 KB each
_kept = KeptForSite()


def kept_for_scope(
    scope: VisibleScope, template: str, key: Hashable, make: Callable[[], Mapping[str, Any]]
) -> tuple[str, ...]:
    """What `template` makes, parted at its places. `key`: what it is about. `make`: what it shows, if it has to be
    rendered.
    """
    seen, snapshot = sight(scope.user), scope.snapshot
    if seen is Sight.AND_OWN:  # theirs alone
        return made(template, make)
    parts: OrderedDict[Hashable, tuple[str, ...]] = _kept.get("parts", lambda _: OrderedDict())
    state = (template, key, snapshot.version, snapshot.token, seen, len(scope.articles))
    part = parts[state] = parts.pop(state, ()) or made(template, make)
    while len(parts) > MOST:
        with suppress(KeyError):  # another thread was quicker
            parts.popitem(last=False)
    return part


def made(template: str, make: Callable[[], Mapping[str, Any]]) -> tuple[str, ...]:
    return parted(render_to_string(template, {**make(), "SITE": current_site(), "slot": SLOTS, "is_whole": True}))
