"""Django's registration of this room."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cbtneuro"
