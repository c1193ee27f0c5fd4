"""Django's registration of this room."""

from django.apps import AppConfig


class HarvestingConfig(AppConfig):
    name = "harvesting"
