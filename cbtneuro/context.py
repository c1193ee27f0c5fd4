"""What every page knows of the site it stands on."""

from django.conf import settings
from django.http import HttpRequest

from members.origin import origin_of


def site(request: HttpRequest) -> dict[str, object]:
    """`canonical_url` leaves the query out, so that a filtered page points at the page itself."""
    origin = origin_of(request)
    return {
        "SITE_NAME": settings.SITE_NAME,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "MAIL_STAYS_HERE": settings.MAIL_STAYS_HERE,
        "canonical_url": origin + request.path if origin else "",
    }
