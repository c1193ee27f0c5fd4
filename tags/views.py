"""The pages about tags: one topic with everything below it, and the map of all topics."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import browse
from articles.models import Article
from articles.views import page_or_404
from lists.models import ReadingList
from tags.models import Tag, Taxonomy
from tags.outline import outlines


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every taxonomy as an outline, with the number of articles behind each tag."""
    counts = browse.counts_by_tag(request.user, timezone.now())
    return render(request, "tags/index.html", {"outlines": outlines(Taxonomy.objects.all(), counts)})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One tag: what it means, where it stands, and its articles with those of all narrower tags, each once."""
    now = timezone.now()
    tag = get_object_or_404(Tag.objects.with_surroundings(), slug=slug)
    articles = Article.objects.visible_to(request.user, now).tagged(tag).published()
    counts = browse.counts_by_tag(request.user, now)
    context = {
        "tag": tag,
        "count": counts[tag.pk],
        "page": page_or_404(articles.with_card(), request),
        "parents": with_counts(tag.broader.all(), counts),
        "children": with_counts(tag.narrower.all(), counts),
        "related_tags": with_counts(Tag.objects.related_to(tag), counts),
        "reading_lists": list(
            ReadingList.objects.visible_to(request.user, now).holding(tag, request.user, now).newest_first()[:3]
        ),
        "next_path": request.get_full_path(),
    }
    return render(request, "tags/detail.html", context)


def with_counts(tags: Iterable[Tag], counts: Mapping[int, int]) -> list[tuple[Tag, int]]:
    return [(tag, counts.get(tag.pk, 0)) for tag in tags]
