"""What every page knows of the site it stands on."""

from django.conf import settings
from django.http import HttpRequest

from articles.site.snapshot import current_site, site_name
from cbtneuro.colours import address
from members.origin import origin_of


def site(request: HttpRequest) -> dict[str, object]:
    """`canonical_url` leaves the query out, so that a filtered page points at the page itself."""
    origin, here = origin_of(request), current_site()
    return {
        "SITE": here,
        "SITE_NAME": site_name(),
        "SITE_STYLE": address(here),
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "MAIL_STAYS_HERE": settings.MAIL_STAYS_HERE,
        "canonical_url": origin + request.path if origin else "",
    }
