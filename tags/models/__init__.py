"""What this room keeps: the vocabulary, the shelves of what is filed under it, and the acts of its curators."""

from tags.models.changes import Change, Turn, note_change, wait_for_other_writers
from tags.models.hierarchy import Broader, Closure, RelatedTag
from tags.models.history import CurationAct, FormerTagSlug
from tags.models.labels import TagLabel, TagMatch, TagNotation, TagNote
from tags.models.shelf import Shelf
from tags.models.tag import Tag, TagQuerySet
from tags.models.taxonomy import RESERVED, UNFILED, Taxonomy, reserve

__all__ = [
    "RESERVED",
    "UNFILED",
    "Broader",
    "Change",
    "Closure",
    "CurationAct",
    "FormerTagSlug",
    "RelatedTag",
    "Shelf",
    "Tag",
    "TagLabel",
    "TagMatch",
    "TagNotation",
    "TagNote",
    "TagQuerySet",
    "Taxonomy",
    "Turn",
    "note_change",
    "reserve",
    "wait_for_other_writers",
]
