"""The pages of what a member follows and of what is new in it, and the forms that follow and unfollow."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.revisions.comparing import summed_up
from library.digests.choosing import NEVER, choices, choose, chosen
from library.following import followed
from library.following.changed_articles import difference_for
from library.following.followed import EVERYBODY, Thing, TooMany, followed_by, note_seen, rows_of
from library.following.list_states import note_states
from library.following.news import news_for
from library.following.visits import AT_MOST, begin_visit
from library.members_only import for_members
from lists.models import ReadingList
from members.entrance.who_asks import person
from members.next_url import next_page
from members.views import require_form_methods
from tags.cache.snapshot import current_snapshot

TAKEN: Final = "unfollowed"  # in the session: what was unfollowed last, to be undone


@for_members
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    member, now = person(request), timezone.now()
    context = {
        "followed": followed_by(member, now),
        "periods": choices(),
        "period": chosen(member),
        "taken": request.session.get(TAKEN),
    }
    return render(request, "library/following.html", context)


@for_members
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What is new since the last visit, and below it what was new before."""
    member, now = person(request), timezone.now()
    known = followed_by(member, now)
    note_states([reading_list.pk for reading_list in known.lists], now)
    since = begin_visit(member, now)
    news = news_for(member, since, now, followed=known)
    context = {
        "since": since,
        "is_first": since <= now - AT_MOST,
        "followed": known,
        "news": news,
        "earlier": news_for(member, now - AT_MOST, since, followed=known, told=news),
    }
    return render(request, "library/new.html", context)


@for_members
@require_form_methods
def changed(request: HttpRequest, slug: str) -> HttpResponse:
    """What reads otherwise in an article than when the member last saw it; sent, they have seen it."""
    member = person(request)
    article = get_object_or_404(Article.objects.visible_to(EVERYBODY), slug=slug)
    differences = difference_for(member, article)
    if differences is None:
        raise Http404
    if request.method == "POST":
        note_seen(member, article)
        return redirect(article)
    context = {"article": article, "differences": differences, "summed_up": summed_up(differences)}
    return render(request, "library/changed.html", context)


@for_members
@require_form_methods
def follow_topic(request: HttpRequest, slug: str) -> HttpResponse:
    tag = current_snapshot().tag_tree.present(slug)
    if tag is None or tag.is_deprecated:
        raise Http404
    return ask_or_follow(request, tag, reverse("tags:detail", args=[tag.slug]))


@for_members
@require_form_methods
def follow_list(request: HttpRequest, slug: str) -> HttpResponse:
    reading_list = get_object_or_404(ReadingList.objects.visible_to(EVERYBODY), slug=slug)
    return ask_or_follow(request, reading_list, reading_list.get_absolute_url())


@for_members
@require_form_methods
def follow_article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(EVERYBODY), slug=slug)
    return ask_or_follow(request, article, article.get_absolute_url())


def ask_or_follow(request: HttpRequest, thing: Thing, page: str) -> HttpResponse:
    """Asked for, a question, so that no link does anything. Sent, the act, and back to where one was."""
    member = person(request)
    if request.method != "POST":
        context = {"thing": thing, "page": page, "is_followed": bool(rows_of(member, thing))}
        return render(request, "library/follow.html", context)
    name = str(thing)
    if request.POST.get("act") == "unfollow":
        request.session[TAKEN] = {"name": name, "rows": followed.unfollow(member, thing)}
        if next_page(request) != reverse("following:page"):  # which says so beside the way to undo it
            messages.success(request, f"You no longer follow “{name}”.")
    else:
        try:
            followed.follow(member, thing, at=timezone.now())
        except TooMany:
            messages.error(request, f"You follow {followed.MOST} things already. Unfollow something first.")
            return redirect("following:page")
        request.session.pop(TAKEN, None)
        messages.success(request, f"You follow “{name}” now. What is new in it waits in your library.")
    return redirect(next_page(request) or page)


@for_members
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Follow again what was unfollowed last, as if it had not been."""
    taken = request.session.pop(TAKEN, None)
    if taken and followed.restore(person(request), taken["rows"]):
        messages.success(request, f"You follow “{taken['name']}” again.")
    else:
        messages.info(request, "There is nothing left to undo.")
    return redirect("following:page")


@for_members
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """How often what is new comes by mail."""
    period = request.POST.get("period", "")
    if period not in dict(choices()):
        messages.error(request, "Choose how often. Nothing was changed.")
        return redirect("following:page")
    choose(person(request), period, at=timezone.now())
    said = "No mail will come." if period == NEVER else f"Mail will come: {dict(choices())[period].lower()}."
    messages.success(request, said)
    return redirect("following:page")
