"""What a member does with one article: from its page, from a card, from the library. Each works without a script."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from library import keeping
from library.keeping import NoteTooLong, Stop
from library.members_only import article_to_keep, back, for_members
from library.models import Entry
from members.entrance.who_asks import person, wants_json
from members.models import User

Act = Callable[[User, Article], str]


def save(person: User, article: Article) -> str:
    is_new = keeping.save(person, article, at=timezone.now())
    return f"“{article}” is saved in your library." if is_new else f"“{article}” is in your library already."


def unsave(person: User, article: Article) -> str:
    keeping.unsave(keeping.entry_of(person, article))
    return f"“{article}” is no longer saved. Its notes and highlights are still in your library."


def mark_read(person: User, article: Article) -> str:
    keeping.mark_read(person, article, at=timezone.now())
    return f"“{article}” is marked as read."


def mark_unread(person: User, article: Article) -> str:
    keeping.mark_unread(keeping.entry_of(person, article))
    return f"“{article}” is marked as not read."


ACTS: Final[dict[str, Act]] = {"save": save, "unsave": unsave, "read": mark_read, "unread": mark_unread}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def act(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Asked for, it asks; sent, it does it. So a link may lead here, and no link changes anything."""
    if name not in ACTS:
        raise Http404
    article = article_to_keep(request, slug)
    if request.method != "POST":
        entry = Entry.objects.of(request.user).for_article(article).first()
        context = {"article": article, "entry": entry, "name": name, "next": article.get_absolute_url()}
        return render(request, "library/ask.html", context)
    said = ACTS[name](person(request), article)
    if wants_json(request):
        entry = keeping.entry_of(person(request), article)
        return JsonResponse({"saved": bool(entry.saved_at), "read": bool(entry.read_at), "said": said})
    messages.success(request, said)
    return back(request, article.get_absolute_url())


def act_at_log_in(request: HttpRequest, slug: str, name: str) -> str | None:
    """Who was sent to the log-in to save something has it saved, once, and comes to the article."""
    article = Article.objects.visible_to(request.user, timezone.now()).at_address(slug).first()
    if article is None or name != "save":
        return None
    messages.success(request, save(person(request), article))
    return article.get_absolute_url()


act.at_log_in = act_at_log_in  # type: ignore[attr-defined]  # `members.entrance.arrivals` asks for it


@require_POST
@for_members
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """What the page of an article tells of its reader, from time to time and when it is left."""
    article = article_to_keep(request, slug)
    sent = request.POST.get("progress", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= 4):
        return JsonResponse({"error": "`progress` is a number from 0 to 1000."}, status=400)
    stop = Stop(int(sent), request.POST.get("place", ""), request.POST.get("place_name", ""))
    keeping.note_progress(person(request), article, stop, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@for_members
def note(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_keep(request, slug)
    return write_note(request, keeping.entry_of(person(request), article), article.get_absolute_url())


def write_note(request: HttpRequest, entry: Entry, otherwise: str) -> HttpResponse:
    """The answer to the form of a note, wherever it stood."""
    text, base = request.POST.get("note", ""), request.POST.get("base", "")
    try:
        stands_alone = keeping.write_note(entry, text, base=base, at=timezone.now())
    except NoteTooLong as refused:
        return refused_note(request, str(refused), text, otherwise)
    said = "Your note is kept. Only you see it." if text.strip() else "Your note is gone."
    if not stands_alone:
        said = "The note was changed elsewhere meanwhile. Both texts are kept, one behind the other."
    if wants_json(request):
        stored = Entry.objects.get(pk=entry.pk)
        return JsonResponse({"note": stored.note, "base": keeping.version_of(stored), "said": said})
    messages.success(request, said)
    return back(request, otherwise)


def refused_note(request: HttpRequest, why: str, text: str, otherwise: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": why}, status=422)
    context: dict[str, Any] = {"why": why, "text": text, "next": otherwise, "action": request.get_full_path()}
    return render(request, "library/note_refused.html", context, status=422)


def library_of(article: Article) -> str:
    return reverse("library:article", args=[article.slug])
