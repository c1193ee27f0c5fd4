"""The papers of all that a member saved or put on a list of their own, formatted and for reference managers."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse.citing.works import AT_ONCE, Works, file_of_works, page_of_works
from bibliography.exporting import Record
from bibliography.notices.told import records_of
from library.exporting.as_records import kept_articles
from library.members_only import for_members
from members.entrance.who_asks import person
from members.models import User
from tags.management.parts import in_parts


@require_safe
@for_members
def page(request: HttpRequest) -> HttpResponse:
    back = reverse("library:page")
    return page_of_works(request, "Papers of your library", back, [papers_kept_by(person(request))])


@require_safe
@for_members
def references(request: HttpRequest, format: str) -> HttpResponseBase:
    return file_of_works(request, papers_kept_by(person(request)), format, "library-papers")


def papers_kept_by(member: User) -> Works:
    return Works("Papers", papers_of(member), "library:references", among="the papers of your library")


def papers_of(member: User) -> Iterator[Record]:
    """Each once, in the order in which their summaries were kept. A query for some of them at a time."""
    articles = kept_articles(member, timezone.now())
    told: set[int] = set()
    for some in in_parts((article.paper_id for article in articles if article.paper_id), AT_ONCE):
        keys = [key for key in dict.fromkeys(some) if key not in told]
        told.update(keys)
        yield from records_of(keys)
