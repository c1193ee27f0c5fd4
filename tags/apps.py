"""Django's registration of this room."""

from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "tags"
