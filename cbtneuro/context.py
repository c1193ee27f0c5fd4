"""What every page knows of the site it stands on."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from articles.site.snapshot import current_site, site_name
from cbtneuro.colours import address


def site(request: HttpRequest) -> dict[str, object]:
    """`canonical_url` leaves the query out, so that a filtered page points at the page itself."""
    origin = settings.SITE_URL or requested_origin(request)
    here = current_site()
    return {
        "SITE": here,
        "SITE_NAME": site_name(),
        "SITE_STYLE": address(here),
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "MAIL_STAYS_HERE": settings.MAIL_STAYS_HERE,
        "canonical_url": origin + request.path if origin else "",
    }


def requested_origin(request: HttpRequest) -> str:
    """Empty for a Host that is not ours: the page that refuses it is rendered with this context, too."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
