"""What pages print of tags: made once for a state of the vocabulary and of the site, in memory."""

from collections.abc import Iterable
from functools import partial
from weakref import WeakKeyDictionary

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.documents.kept import KeptForSite
from articles.documents.slots import SLOTS, filled, joined
from articles.site.values import Site
from tags.cache.tag_tree import TagTree
from tags.models import Tag

_kept: WeakKeyDictionary[TagTree, KeptForSite] = WeakKeyDictionary()


def printed(template: str, tags: Iterable[Tag], tag_tree: TagTree) -> SafeString:
    """What `template` makes of each `tag`, one after the other."""
    kept = _kept.setdefault(tag_tree, KeptForSite())
    return joined(kept.get((template, tag.pk), partial(made_of, template, tag)) for tag in tags)


def plain(template: str, tag: Tag, tag_tree: TagTree) -> SafeString:
    """The same of one tag, with nothing in its places."""

    def made(site: Site) -> SafeString:
        return filled(made_of(template, tag, site), {})

    return _kept.setdefault(tag_tree, KeptForSite()).get((template, tag.pk, "plain"), made)


def made_of(template: str, tag: Tag, site: Site) -> SafeString:
    return render_to_string(template, {"SITE": site, "tag": tag, "slot": SLOTS})
