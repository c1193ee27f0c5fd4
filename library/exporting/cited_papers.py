"""The papers of all that a member saved or put on a list of their own, formatted and for reference managers."""

from itertools import islice
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse.citing.works import MOST, Works, file_of_works, page_of_works
from bibliography.models import Reference
from bibliography.notices.told import with_notices
from library.exporting.as_records import kept_articles
from library.members_only import for_members
from members.entrance.who_asks import person
from members.models import User

MOST_ARTICLES: Final = 2 * MOST  # that are looked through: half of them may be overviews


@require_safe
@for_members
def page(request: HttpRequest) -> HttpResponse:
    back = reverse("library:page")
    return page_of_works(request, "Papers of your library", back, [papers_kept_by(person(request))])


@require_safe
@for_members
def references(request: HttpRequest, format: str) -> HttpResponse:
    return file_of_works(request, papers_kept_by(person(request)), format, "library-papers")


def papers_kept_by(member: User) -> Works:
    """Each once, in the order in which their summaries were kept."""
    articles = list(islice(kept_articles(member, timezone.now()), MOST_ARTICLES + 1))
    keys = list(dict.fromkeys(article.paper_id for article in articles if article.paper_id))
    found = Reference.objects.in_bulk(keys[:MOST])
    is_part = len(keys) > MOST or len(articles) > MOST_ARTICLES
    told = f"Of what you kept first: {MOST} papers at most." if is_part else ""
    return Works("Papers", [with_notices(found[key]) for key in keys[:MOST]], "library:references", left_out=told)
