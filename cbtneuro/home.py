"""The first page: one article to begin with, lists to follow, what is new, and the topics."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse import counts_by_tag
from articles.models import Article
from lists.models import ReadingList
from tags.strip import biggest_by_taxonomy

NEWEST: Final = 6
STRIP: Final = ("brain-region", "disorder", "therapy", "method", "process")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    newest = list(Article.objects.visible_to(request.user, now).published().newest_first().with_card()[: NEWEST + 1])
    lists = ReadingList.objects.visible_to(request.user, now).with_totals(request.user, now)
    context = {
        "lead": newest[0] if newest else None,
        "newest": newest[1:],
        "lists": lists.with_something_to_read().newest_first()[:3],
        "strip": biggest_by_taxonomy(STRIP, counts_by_tag(request.user, now)),
    }
    return render(request, "home.html", context)
