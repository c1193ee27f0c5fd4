"""Where this site stands on the web: what links in mail, canonical addresses and citations begin with."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """`https://www.example.org`: as the settings say, else as it was asked for.

    Empty for a Host that is not ours: the page that refuses it is rendered with this, too.
    """
    try:
        return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
