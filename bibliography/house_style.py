"""The style in which this site prints references; settings name who knows it, as the site stands above this room."""

from django.conf import settings
from django.utils.module_loading import import_string


def house_style() -> str:
    return str(import_string(settings.HOUSE_STYLE)())
