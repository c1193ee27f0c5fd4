"""The vocabulary in the admin: its rows, the acts on them, and the history of these acts."""

from tags.admin.act_history import CurationActAdmin
from tags.admin.tag_admin import TagAdmin, TaxonomyAdmin
