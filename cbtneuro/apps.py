"""Django's registration of this room, and of the admin as it is here."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import Tags, register

from cbtneuro.checks import count_proxies, find_what_draws_cards


class SiteConfig(AppConfig):
    name = "cbtneuro"

    def ready(self) -> None:
        register(count_proxies, Tags.security, deploy=True)
        register(find_what_draws_cards)


class EditingConfig(admin.AdminConfig):
    """Stands for `django.contrib.admin` in the settings."""

    default = False
    default_site = "cbtneuro.admin.EditingSite"
