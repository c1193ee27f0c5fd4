"""The pages of a member's library."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import access
from articles.models import Article
from library import keeping
from library.highlights.passages import bring_into_place, part_of
from library.listing import (
    A_PAGE,
    ORDERS,
    STATES,
    Asked,
    entries_of,
    in_order,
    lists_of,
    narrowed,
    topics_of,
    written_in,
)
from library.members_only import article_to_keep, for_members
from library.models import Entry, Highlight, OwnList
from lists.models import ReadingList
from members.entrance.who_asks import person
from members.models import User
from tags.cache.snapshot import current_snapshot

BEGUN, NEWEST = 6, 5  # rows of the first page
MOST_ASKED = 60  # articles of a page whose state is asked for at once


def frame(request: HttpRequest, tab: str, **context: Any) -> HttpResponse:
    counts = Entry.objects.of(request.user).counted()
    counts["noted"] = counts["notes"] + counts["passages"]
    counts["lists"] = OwnList.objects.of(person(request)).count()
    taken_back = request.session.get("taken_back", {}).get("entry")
    return render(request, f"library/{tab}.html", {"tab": tab, "counts": counts, "undo": taken_back, **context})


@require_safe
@for_members
def library(request: HttpRequest) -> HttpResponse:
    """What waits to be read on, and what was saved last."""
    entries = entries_of(person(request), timezone.now())
    begun = list(entries.begun()[:BEGUN])
    newest = list(entries.saved().order_by("-saved_at", "-pk")[:NEWEST])
    return frame(request, "carry_on", begun=begun, newest=newest)


@require_safe
@for_members
def saved(request: HttpRequest) -> HttpResponse:
    asked, tag_tree, now = Asked.of(request.GET), current_snapshot().tag_tree, timezone.now()
    entries = entries_of(person(request), now).saved()
    lists = ReadingList.objects.visible_to(request.user, now)
    pages = Paginator(in_order(narrowed(entries, asked, tag_tree, lists), asked), A_PAGE)
    page = pages.get_page(asked.page)
    steps = {
        "newer": asked.at(page.previous_page_number()) if page.has_previous() else "",
        "older": asked.at(page.next_page_number()) if page.has_next() else "",
    }
    choices = {"topics": topics_of(person(request), tag_tree), "lists": lists_of(person(request), now)}
    return frame(request, "saved", asked=asked, page=page, states=STATES, orders=ORDERS, **choices, **steps)


@require_safe
@for_members
def notes(request: HttpRequest) -> HttpResponse:
    """All that they wrote and highlighted, the latest article first."""
    words = request.GET.get("q", "").strip()[:200]
    entries = written_in(entries_of(person(request), timezone.now()))
    found = narrowed(entries, Asked(words=words), current_snapshot().tag_tree)
    page = Paginator(found.prefetch_related("highlights"), A_PAGE).get_page(request.GET.get("page"))
    return frame(request, "notes", page=page, words=words)


@require_safe
@for_members
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """All that they keep of one article, with forms: what the article's own page does with a script, and more."""
    found = article_to_keep(request, slug)
    entry = Entry.objects.of(request.user).for_article(found).first()
    highlights = placed(entry, person(request)) if entry else []
    in_full = access.full_post_for(request.user, found) is not None
    context = {
        "article": found,
        "entry": entry,
        "highlights": highlights,
        "base": keeping.version_of(entry) if entry else "",
        "parts": [choice for choice in Highlight.Part.choices if in_full or choice[0] == Highlight.Part.SUMMARY],
    }
    return frame(request, "article", **context)


def placed(entry: Entry, person: User) -> list[Highlight]:
    """Its highlights, looked for in the texts of today."""
    for part in Highlight.Part.values:
        of_part = list(entry.highlights.of_part(part))
        if of_part and entry.article and is_readable(part, entry.article, person):
            bring_into_place(of_part, part_of(entry.article, part, person))
    return list(entry.highlights.in_reading_order())


def is_readable(part: str, article: Article, person: User) -> bool:
    return part == Highlight.Part.SUMMARY or access.full_post_for(person, article) is not None


@require_safe
@for_members
def state(request: HttpRequest) -> HttpResponse:
    """Which of the articles that a page shows are saved or read: for its script."""
    slugs = request.GET.get("in", "").split(",")[:MOST_ASKED]
    kept = Entry.objects.of(request.user).states(slugs)
    return JsonResponse({slug: {"saved": bool(saved), "read": bool(read)} for slug, saved, read in kept})
