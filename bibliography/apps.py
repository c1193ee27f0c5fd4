"""Django's registration of this room."""

from django.apps import AppConfig


class BibliographyConfig(AppConfig):
    name = "bibliography"
