"""Links whose address depends on where the reader stands."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()


@register.simple_tag(takes_context=True)
def with_way_back(context: dict[str, Any], view_name: str) -> str:
    """The address of a log-in page, carrying as `next` the page to return to."""
    way_back = find_way_back(context)
    query = "?" + urlencode({"next": way_back}) if way_back else ""
    return reverse(view_name) + query


def find_way_back(context: dict[str, Any]) -> str:
    """What the view says (`next_path`), else what the account pages already carry, else this page.

    Error pages and the account pages themselves are no place to return to. Addresses of other sites are dropped.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None:
        return ""
    carried = context.get("next_path") or context.get("redirect_field_value") or request.GET.get("next", "")
    if carried:
        same_site = url_has_allowed_host_and_scheme(carried, {request.get_host()}, require_https=request.is_secure())
        return carried if same_site else ""
    match = request.resolver_match
    return request.get_full_path() if match.namespace or match.view_name == "home" else ""
