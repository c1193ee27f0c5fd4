"""Acts of curators on the vocabulary. Each asks who does it, is one transaction, is logged, and can be undone."""

from tags.curation.deleting import delete_tag, refuse_used
from tags.curation.journal import curating, recorded
from tags.curation.merging import MergePreview, deprecate, deprecation_preview, merge, merge_preview
from tags.curation.moving import add_parent, move, remove_parent
from tags.curation.objections import reasons_against
from tags.curation.refusal import CurationRefused, UndoRefused, may_curate
from tags.curation.renaming import rename
from tags.curation.splitting import split
from tags.curation.tagging import live_tags, tag_articles, tags_on, untag_articles
from tags.curation.undoing import undo
