"""The vocabulary in the admin: its rows, the acts on them, and the history of these acts."""

from django.contrib import admin
from taggit import admin as library

from tags.admin.act_history import CurationActAdmin
from tags.admin.tag_admin import TagAdmin, TaxonomyAdmin

admin.site.unregister(library.Tag)  # a second table of tags, which stays empty
