"""The first page: one article to begin with, lists to follow, what is new, and the topics."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse.scope import visible_scope
from articles.models import Article
from articles.site.snapshot import current_site
from lists.models import ReadingList
from tags.cache.tag_tree import TagTree
from tags.grouping import biggest_by_taxonomy

NEWEST: Final = 6
MOST: Final = 5  # taxonomies, where the collection names none


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    newest = list(Article.objects.visible_to(request.user, now).published().newest_first().with_card()[: NEWEST + 1])
    scope = visible_scope(request.user, now)
    lists = ReadingList.objects.visible_to(request.user, now).with_totals(request.user, now)
    context = {
        "lead": newest[0] if newest else None,
        "newest": newest[1:],
        "lists": lists.with_something_to_read().newest_first()[:3],
        "strip": biggest_by_taxonomy(current_site().home or first(scope.tag_tree), scope.counts()),
    }
    return render(request, "home.html", context)


def first(tag_tree: TagTree) -> list[str]:
    return [taxonomy.slug for taxonomy in tag_tree.taxonomies if not taxonomy.is_category][:MOST]
