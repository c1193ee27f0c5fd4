"""The page of a whole topic: made once for a state of tags and articles, and filled in for each reader.

What stands in it follows from the snapshot and from how many of the newest articles a reader can see; rows, reading
lists and what a member follows are places in it. The first reader after a change waits for what is made anew.
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
from tags.models import Tag

MOST: Final = 100  # pages, of some 60 KB each
_kept = KeptForSite()


def whole_topic(scope: VisibleScope, tag: Tag, make: Callable[[], Mapping[str, Any]]) -> tuple[str, ...]:
    """The page, parted at its places. `make`: what its template shows, if that has to be rendered."""
    seen, snapshot = sight(scope.user), scope.snapshot
    if seen is Sight.AND_OWN:  # theirs alone
        return made(make)
    pages: OrderedDict[Hashable, tuple[str, ...]] = _kept.get("pages", lambda _: OrderedDict())
    key = (tag.pk, snapshot.version, snapshot.token, seen, len(scope.articles))
    page = pages[key] = pages.pop(key, ()) or made(make)
    while len(pages) > MOST:
        with suppress(KeyError):  # another thread was quicker
            pages.popitem(last=False)
    return page


def made(make: Callable[[], Mapping[str, Any]]) -> tuple[str, ...]:
    context = {**make(), "SITE": current_site(), "slot": SLOTS, "is_whole": True}
    return parted(render_to_string("tags/_whole.html", context))
