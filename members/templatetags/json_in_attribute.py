"""What a page hands to its script stands in an attribute: the policy of this site allows no script in the page."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """As text; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
