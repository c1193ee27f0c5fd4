"""What this room keeps: the vocabulary, the bitmaps of what is filed under it, and the acts of its curators."""

from tags.models.bitmap import StoredBitmap
from tags.models.changes import Change, WriteLock, note_change, take_write_lock
from tags.models.curation_act import CurationAct, FormerTagSlug
from tags.models.former_slugs import former_addresses
from tags.models.identity import FormerIdentity, free_identity
from tags.models.label import TagLabel, TagMatch, TagNotation, TagNote
from tags.models.relations import Broader, Closure, RelatedTag
from tags.models.tag import Tag, TagQuerySet
from tags.models.taxonomy import RESERVED, UNFILED, Taxonomy, reserve
from tags.models.taxonomy_map import TaxonomyMap
