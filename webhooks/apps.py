"""Django's registration of this room."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
