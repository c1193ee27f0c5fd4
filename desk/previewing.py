"""What an editor works on as readers would get it, for the frame beside the text and for a tab of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Revision
from articles.revisions.as_page import as_nobody, page_of
from articles.revisions.revision_content import whole
from desk.frames import may_be_framed
from desk.guard import article_at_desk, at_the_desk


@require_safe
@at_the_desk
@may_be_framed
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """`?as=member` or as a visitor; `?revision=` another one than the head."""
    article = article_at_desk(request, pk)
    chosen = request.GET.get("revision")
    revision = Revision.objects.of_key(article, chosen) if chosen else article.draft.head
    if revision is None:
        raise Http404
    in_full = request.GET.get("as") == "member"
    html = page_of(as_nobody(request), article, whole(revision.content), timezone.now(), in_full=in_full)
    response = HttpResponse(html)
    response["X-Robots-Tag"] = "noindex"
    return response
