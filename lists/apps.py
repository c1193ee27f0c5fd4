"""Django's registration of this room."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "lists"
