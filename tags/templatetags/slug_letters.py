"""For the browser: the table by which addresses are made, so that the server would make the same."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from tags.text.letters import LETTERS

register = template.Library()


@register.simple_tag
def slug_letters() -> SafeString:
    """Data for `static/js/slugs.js`."""
    return json_script(LETTERS, "slug-letters")
