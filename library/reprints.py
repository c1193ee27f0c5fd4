"""The article that a member reads, as a PDF to print or to keep."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.documents import reprint
from articles.documents.reading import article_for
from library.members_only import for_members
from members.entrance.rate_limits import attempt, too_many_requests
from members.origin import origin_of


@require_safe
@for_members
def article_as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """As they see it: with the full post if they may read it. It costs some seconds of computing, so it is limited."""
    found = article_for(request.user, timezone.now(), slug) if reprint.can_be_made() else None
    if found is None:
        raise Http404
    if wait := attempt(request, "reprint", by_reading=True):
        return too_many_requests(request, wait=wait)

    def photograph(address: str) -> bytes:
        """Through its own view, which asks whether the reader may see it."""
        try:
            match = resolve(address)
            answer = match.func(request, *match.args, **match.kwargs)
        except Http404 as none:
            raise LookupError(address) from none
        if answer.status_code != HTTPStatus.OK:
            raise LookupError(address)
        return b"".join(answer)

    response = HttpResponse(reprint.reprint(found, origin_of(request), photograph), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response
