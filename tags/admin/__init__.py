"""The vocabulary in the admin: its rows, the acts on them, and the history of these acts."""

from tags.admin.history import CurationActAdmin
from tags.admin.vocabulary import TagAdmin, TaxonomyAdmin

__all__ = ["CurationActAdmin", "TagAdmin", "TaxonomyAdmin"]
