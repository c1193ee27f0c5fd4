"""Django's registration of this room, and of the admin as it is here."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SiteConfig(AppConfig):
    name = "cbtneuro"


class EditingConfig(admin.AdminConfig):
    """Stands for `django.contrib.admin` in the settings."""

    default = False
    default_site = "cbtneuro.admin.EditingSite"
