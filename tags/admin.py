"""django-taggit brings a second table of tags, which stays empty: the admin shows none of it."""

from django.contrib import admin
from taggit.admin import Tag

admin.site.unregister(Tag)
