"""The article that a member reads, as a PDF to print or to keep."""

import threading
from functools import partial
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.documents.reading import article_for
from articles.images.sending import opened, rendition_for
from library.members_only import for_members
from library.reprints.pdf import can_be_made
from library.reprints.reprint import reprint
from members.entrance.rate_limits import attempt, too_many_requests
from members.origin import origin_of

drawing: Final = threading.Lock()  # one at a time in a process: others are served meanwhile


@require_safe
@for_members
def article_as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """As they see it: with the full post if they may read it. It costs some seconds of computing, so it is limited."""
    found = article_for(request.user, timezone.now(), slug) if can_be_made() else None
    if found is None:
        raise Http404
    if wait := attempt(request, "reprint", by_reading=True):
        return too_many_requests(request, wait=wait)
    if not drawing.acquire(blocking=False):
        return too_many_requests(request, wait=0)
    try:
        content = reprint(found, origin_of(request), partial(photograph, request))
    finally:
        drawing.release()
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response


def photograph(request: HttpRequest, address: str) -> bytes:
    """By the same gate as its address, which the reprint does not ask for over the network."""
    try:
        names = {name: value for name, value in resolve(address).kwargs.items() if name != "digest"}
        with opened(rendition_for(request.user, timezone.now(), **names)) as file:
            return file.read()
    except Http404 as none:
        raise LookupError(address) from none
