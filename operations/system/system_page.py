"""The page itself, for administrators: `cbtneuro.admin` lets nobody else in."""

from collections.abc import Callable
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.contrib import admin, messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.bitmaps.reindex import rebuild
from articles.models import Article
from articles.site.snapshot import site_name
from operations.system.certificate import SOON, CertificateUnknown, holds_until
from operations.system.standing import standing
from tags.text.plurals import counted

MOST_PROVED: Final = 5_000  # articles, while somebody waits: about two seconds in which nobody else writes
Told = tuple[int, str]  # a level of messages, and words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            return HttpResponseBadRequest("There is no such act.", content_type="text/plain")
        messages.add_message(request, *act(request))
        return HttpResponseRedirect(reverse("admin:system"))
    context = {
        **admin.site.each_context(request),
        "title": "System",
        "lines": list(standing(timezone.now())),
        "has_certificate": settings.SITE_URL.startswith("https://"),
        "address": getattr(request.user, "email", ""),
    }
    return render(request, "admin/system.html", context)


def send_test_mail(request: HttpRequest) -> Told:
    """To who asks, and to nobody else."""
    address = getattr(request.user, "email", "")
    mail = EmailMessage(
        f"{site_name()}: a test",
        "Mail from the site arrives.",
        None,
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        return messages.ERROR, f"The mail server did not take it: {error}"
    return messages.SUCCESS, f"The mail server took a mail to {address}. Look whether it arrives."


def look_at_certificate(request: HttpRequest) -> Told:
    del request
    try:
        until = holds_until(settings.SITE_URL)
    except CertificateUnknown as error:
        return messages.ERROR, str(error)
    told = f"The certificate of {settings.SITE_URL} holds until {date_format(timezone.localtime(until), 'j F Y, H:i')}."
    return messages.SUCCESS if until - timezone.now() > SOON else messages.WARNING, told


def prove_bitmaps(request: HttpRequest) -> Told:
    """From the articles, and without mending anything."""
    del request
    if Article.objects.published().count() > MOST_PROVED:
        return messages.WARNING, "There are too many articles for a page: run manage.py rebuild_shelves --check."
    with transaction.atomic():
        wrong = rebuild()
        transaction.set_rollback(True)
    if not wrong:
        return messages.SUCCESS, "Every bitmap is right."
    told = counted(len(wrong), "bitmap is wrong", "bitmaps are wrong")
    return messages.ERROR, f"{told}: run manage.py rebuild_shelves."


ACTS: Final[dict[str, Callable[[HttpRequest], Told]]] = {
    "mail": send_test_mail,
    "certificate": look_at_certificate,
    "bitmaps": prove_bitmaps,
}
