"""Django's registration of this room."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "collection"
