"""Django's registration of this room."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
