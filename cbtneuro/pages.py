"""Standing pages, and the addresses that machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse.revalidation import revalidated
from cbtneuro import sitemaps
from members.consent import CURRENT_VERSION
from members.origin import origin_of

CONTACT_HOLDS_FOR = timedelta(days=180)  # RFC 9116 advises less than a year
# Of the endless combinations of filters and folds crawlers may have one filter at most (RFC 9309 knows * in paths).
NOT_FOR_CRAWLERS = (
    "/tags/*?*&",
    "/tags/matrix/?",
    "/search/",
    "/admin/",
    "/desk/",
    "/library/",
    "/account/",
    "/consent/",
    "/login/",
    "/logout/",
    "/register/",
    "/verify/",
    "/password/",
)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html", {"version": CURRENT_VERSION})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"version": CURRENT_VERSION})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read what visitors may. Only forms and private pages, which hold nothing to index, are named."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS),
        f"Sitemap: {origin_of(request)}{reverse('sitemap')}",
    ]
    return plain_text(lines)


@require_safe
@revalidated
def site_map(request: HttpRequest) -> HttpResponse:
    return xml(sitemaps.site_map(origin_of(request)))


@require_safe
@revalidated
def part_of_site_map(request: HttpRequest, section: str, number: int) -> HttpResponse:
    try:
        return xml(sitemaps.part_of_site_map(origin_of(request), section, number))
    except KeyError as unknown:
        raise Http404 from unknown


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Password managers come here to find the form: https://w3c.github.io/webappsec-change-password-url/."""
    del request
    return redirect("account_change_password")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness, after RFC 9116."""
    expires = (timezone.now() + CONTACT_HOLDS_FOR).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {origin_of(request)}{request.path}",
    ]
    return plain_text(lines)


def xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml", headers={"X-Robots-Tag": "noindex, noodp, noarchive"})


def plain_text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
