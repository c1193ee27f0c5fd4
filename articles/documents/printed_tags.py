"""What pages print of tags: made once for a state of the vocabulary and of the site, in memory."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.documents.slots import SLOTS, joined
from articles.site.snapshot import current_site
from articles.site.values import Site
from tags.cache.tag_tree import TagTree
from tags.models import Tag

_kept: WeakKeyDictionary[TagTree, tuple[Site, dict[tuple[str, int], SafeString]]] = WeakKeyDictionary()


def printed(template: str, tags: Iterable[Tag], tag_tree: TagTree) -> SafeString:
    """What `template` makes of each `tag`, one after the other."""
    site = current_site()
    kept = _kept.get(tag_tree)
    if kept is None or (kept[0] is not site and kept[0] != site):
        kept = _kept[tag_tree] = site, {}
    made = kept[1]
    found = []
    for tag in tags:
        key = (template, tag.pk)
        if key not in made:
            made[key] = render_to_string(template, {"SITE": site, "tag": tag, "slot": SLOTS})
        found.append(made[key])
    return joined(found)
