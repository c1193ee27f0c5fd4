"""Django's registration of this room."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
