"""The pages of reading lists."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.access import allows
from articles.browse.citing.signposting import signposted
from articles.browse.citing.works import Works, file_of_works, page_of_works
from articles.browse.feeds import Feed, feed_of
from articles.browse.revalidation import asked_again, dated
from articles.cards.card_pages import card_at
from articles.models import Article
from articles.site.snapshot import site_name
from articles.views import download
from bibliography.exporting import Format
from bibliography.notices.told import with_notices
from lists.citing import as_csl, citation
from lists.list_cards import address_of_list, of_list
from lists.models import Item, ReadingList
from lists.reading import Contents, contents, papers
from members.origin import origin_of
from tags.cache.snapshot import current_snapshot


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All lists, newest first, with how many articles and minutes they hold."""
    now = timezone.now()
    lists = ReadingList.objects.visible_to(request.user, now).with_totals(request.user, now).newest_first()
    return render(request, "lists/index.html", {"lists": lists})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One list: its sections, and for each article the reason to read it there."""
    now = timezone.now()
    lists = ReadingList.objects.visible_to(request.user, now).select_related("editor")
    reading_list = get_object_or_404(lists, slug=slug)
    shown = contents(reading_list, request.user, now)
    context = {
        "list": reading_list,
        "tag_tree": current_snapshot().tag_tree,
        "contents": shown,
        "citation": citation(reading_list, origin_of(request) + reading_list.get_absolute_url()),
        "card": address_of_list(reading_list) if reading_list.is_live(now) else "",
        "edit_url": (
            reverse("desk:reading-list", args=[reading_list.pk])
            if allows(request.user, "articles.publish_articles")
            else ""
        ),
    }
    response, path = render(request, "lists/detail.html", context), reading_list.get_absolute_url()
    items = (item.article.get_absolute_url() for section in shown.sections for item in section.items)
    records = f"{path}cite.{{}}"
    return signposted(response, origin_of(request), path, records=records, kind="Collection", items=items)


@require_safe
@asked_again
def feed(request: HttpRequest, slug: str, form: str = "atom") -> HttpResponse:
    """What stands in a list for everybody, the newest articles first. It is as old as the last change of either."""
    now, visitor = timezone.now(), AnonymousUser()
    reading_list = get_object_or_404(ReadingList.objects.visible_to(visitor, now), slug=slug)
    keys = Item.objects.of_list(reading_list).visible_to(visitor, now).sort_keys()
    changed, path = reading_list.last_change, reading_list.get_absolute_url()
    response = feed_of(request, Feed(f"{site_name()}: {reading_list.title}", path, keys, changed), form)
    return dated(response, changed, Article.objects.last_change(now))


@require_safe
@asked_again
def cite_list(request: HttpRequest, slug: str, format: Format) -> HttpResponse:
    """The list itself as a record for reference managers."""
    lists = ReadingList.objects.visible_to(request.user, timezone.now()).select_related("editor")
    reading_list = get_object_or_404(lists, slug=slug)
    response = download([as_csl(reading_list, origin_of(request) + reading_list.get_absolute_url())], slug, format)
    return dated(response, reading_list.last_change)


@require_safe
@asked_again
def cite(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """The papers of a list, in its order, for reference managers and formatted."""
    now = timezone.now()
    reading_list = get_object_or_404(ReadingList.objects.visible_to(request.user, now), slug=slug)
    return file_of_works(request, works_of(reading_list, contents(reading_list, request.user, now)), format, slug)


@require_safe
def cite_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The list itself and its papers, formatted in a style of the reader's choice."""
    now = timezone.now()
    reading_list = get_object_or_404(
        ReadingList.objects.visible_to(request.user, now).select_related("editor"), slug=slug
    )
    address = reading_list.get_absolute_url()
    own = as_csl(reading_list, origin_of(request) + address)
    several = [Works("This list", [own], "lists:cite-list", [slug], ("bib", "ris", "json"))]
    if (works := works_of(reading_list, contents(reading_list, request.user, now))).records:
        several.append(works)
    return page_of_works(request, reading_list.title, address, several)


def works_of(reading_list: ReadingList, shown: Contents) -> Works:
    found = papers(item.article for section in shown.sections for item in section.items)
    records = [with_notices(reference) for reference in found]
    return Works("Its papers", records, "lists:cite", [reading_list.slug], among=f"{len(records)} papers")


@require_safe
def list_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """For every visitor of a list that all may see, and nobody else."""
    del request
    reading_list = get_object_or_404(ReadingList.objects.visible_to(AnonymousUser()), pk=pk)
    return card_at("lists", pk, of_list(reading_list), version, "lists:card", pk)
