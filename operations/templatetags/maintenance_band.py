"""The band on pages of those who work here, while nothing can be changed."""

from django import template

from operations.models import Maintenance
from operations.read_only.state import known

register = template.Library()


@register.inclusion_tag("operations/_maintenance_band.html")
def maintenance_band() -> dict[str, Maintenance | None]:
    return {"maintenance": known.now}
