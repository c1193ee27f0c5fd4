"""Django's registration of this room."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
