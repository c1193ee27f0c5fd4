"""A rendition for a reader who may have it, and as an answer."""

import logging
from datetime import datetime
from typing import IO, Final

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from articles import access
from articles.images.media.store import UNREADABLE, store
from articles.models import Rendition

logger = logging.getLogger(__name__)
FOR_ANYBODY: Final = "public, max-age=3600"  # an hour: its article may be withdrawn
FOR_THEM: Final = "private, no-store"


def rendition_for(user: access.Person, now: datetime, pk: int, width: int, format: str) -> Rendition:
    """Raises `Http404` where `user` sees no page that shows it."""
    open_to_them = Rendition.objects.of_images(access.open_images(user, now)).select_related("image")
    return get_object_or_404(open_to_them, image_id=pk, width=width, format=format)


def is_public(rendition: Rendition, now: datetime) -> bool:
    return Rendition.objects.of_images(access.open_images(AnonymousUser(), now)).contains(rendition)


def send(rendition: Rendition, method: str | None, *, to_anybody: bool) -> HttpResponseBase:
    """What anybody may see comes from here, so that proxies keep it; what a store signs addresses for, from there.

    Raises `Http404` where its file is lost.
    """
    kind = f"image/{rendition.format}"
    address = "" if to_anybody else store().signed(str(rendition.file.name), kind, method or "GET")
    if address:
        response: HttpResponseBase = HttpResponseRedirect(address)
    else:
        response = FileResponse(opened(rendition), content_type=kind)
    response["Cache-Control"] = FOR_ANYBODY if to_anybody else FOR_THEM
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def opened(rendition: Rendition) -> IO[bytes]:
    """Raises `Http404` where its file is lost."""
    try:
        return rendition.file.open("rb")
    except UNREADABLE as error:
        logger.error("%s cannot be sent (manage.py check_media lists all such files): %s", rendition.file.name, error)
        raise Http404 from error
