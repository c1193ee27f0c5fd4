"""The room of the API. It owns no model: tokens belong to people (`members.entrance.tokens`)."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
