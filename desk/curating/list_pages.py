"""Reading lists at the desk: all lists, one with its sections, its copies, its acts, and the places of one article."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.publishing import PublishRefused
from articles.status import Status
from desk.api.finding import typed
from desk.api.lookups import articles_found
from desk.curating.list_form import SentList, as_rows, editors, line, sent_list
from desk.guard import article_at_desk, for_editors
from desk.sent_content import keys_sent
from lists import arranging, publishing
from lists.arrangement import Arrangement, arrangement_of, moved, with_article
from lists.models import Item, ReadingList, Section
from members.entrance.who_asks import person, show_once_more
from members.models import User

LONGEST: Final = {"title": 160, "slug": 120}
Act = tuple[str, str, Callable[..., None]]


@require_safe
@for_editors
def lists(request: HttpRequest) -> HttpResponse:
    """Two queries, however many there are."""
    found = ReadingList.objects.with_number_of_items().titled_like(typed(request))
    return render(request, "desk/lists.html", {"part_of_desk": "lists", "lists": found, "words": typed(request)})


@require_POST
@for_editors
def new_list(request: HttpRequest) -> HttpResponse:
    title = line(request.POST, "title")[: LONGEST["title"]]
    if not title:
        messages.error(request, "Give the new list a title.")
        return redirect("desk:lists")
    made = arranging.begin_list(title, by=person(request))
    return redirect("desk:reading-list", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def reading_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Its form. A button that moves something changes what was sent, and nothing is stored until “Save”."""
    shown = get_object_or_404(ReadingList, pk=pk)
    stored = arrangement_of(shown)
    if request.method != "POST":
        return page_of(request, shown, stored, stored.mark)
    sent = sent_list(request.POST, stored, may_move=shown.first_published_at is None)
    name, *words = (request.POST.get("do") or looked_for(request)).split(" ")
    if name != "save":
        return stepped(request, shown, sent, name, words)
    try:
        arranging.rearrange(shown, sent.arrangement, seen=request.POST.get("seen", ""), by=person(request))
    except arranging.StaleList as stale:
        return page_of(request, shown, sent.arrangement, stale.stored.mark, theirs=stale.stored, status=409)
    except PublishRefused as refused:
        seen = request.POST.get("seen", "")
        return page_of(request, shown, sent.arrangement, seen, errors=refused.reasons, status=422)
    messages.success(request, f"“{shown}” is saved.")
    return redirect("desk:reading-list", pk=pk)


def looked_for(request: HttpRequest) -> str:
    """What Enter in a field means: to look for an article where one was typed, else to save."""
    return next((f"find {name[5:]}" for name, said in request.POST.items() if name[:5] == "find-" and said), "save")


def stepped(request: HttpRequest, shown: ReadingList, sent: SentList, name: str, words: list[str]) -> HttpResponse:
    """The page after one step."""
    arrangement, seen = sent.arrangement, request.POST.get("seen", "")
    word = words[0] if words else ""
    place = sent.places.get(word, ())
    if name == "find":
        found = articles_found(request.POST.get(f"find-{word}", ""), request.user)
        return page_of(request, shown, arrangement, seen, found={"at": place[:1], "articles": found}, is_changed=True)
    if name == "add":
        for pk in keys_sent(words[1:2]):
            article = article_at_desk(request, pk)
            title = article.title or "Without a title"
            arrangement = with_article(arrangement, place[0], pk, title) if place else arrangement
    elif place or name == "section-new":
        target = keys_sent([request.POST.get(f"to-{word}", "")]) if name == "to" else []
        arrangement = arrangement if name == "to" and not target else moved(arrangement, name, *place, *target)
    return page_of(request, shown, arrangement, seen, is_changed=True)


def page_of(
    request: HttpRequest, shown: ReadingList, arrangement: Arrangement, seen: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = more.pop("found", {"at": (), "articles": []})
    context: dict[str, Any] = {
        "part_of_desk": "lists",
        "list": shown,
        "arrangement": arrangement,
        "sections": as_rows(arrangement),
        "seen": seen,
        "longest": LONGEST,
        "editors": editors(arrangement.editor),
        "found_at": found["at"][0] if found["at"] else None,
        "found": found["articles"],
        "acts": [{"name": name, "label": ACTS[name][0]} for name in POSSIBLE[Status(shown.status)]],
        "lacking": publishing.missing(shown) if shown.status != Status.PUBLISHED else [],
        **more,
    }
    return render(request, "desk/reading_list.html", context, status=status)


@require_POST
@for_editors
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    made = arranging.clone(get_object_or_404(ReadingList, pk=pk), by=person(request))
    messages.success(request, f"“{made}” is a draft of its own.")
    return redirect("desk:reading-list", pk=made.pk)


def done_by(run: Callable[..., None]) -> Callable[..., None]:
    """An act of `lists.publishing`, compared with what its person saw."""

    def compared(shown: ReadingList, *, seen: str, by: User, at: datetime) -> None:
        arranging.compared_act(shown, run, seen=seen, by=by, at=at)

    return compared


def delete(shown: ReadingList, *, seen: str, by: User, at: datetime) -> None:
    del at
    arranging.delete_list(shown, seen=seen, by=by)


ACTS: Final[dict[str, Act]] = {
    "publish": ("Publish", "Readers see it at once.", done_by(publishing.publish)),
    "withdraw": ("Withdraw", "Readers no longer see it. Its articles stay.", done_by(publishing.withdraw)),
    "return": (
        "Return to draft",
        "It is a draft again, and off the site.",
        done_by(publishing.return_to_draft),
    ),
    "delete": ("Delete", "It is gone for good. Its articles stay.", delete),
}
FINAL: Final = frozenset({"delete"})  # cannot be undone
POSSIBLE: Final = {
    Status.DRAFT: ("publish", "delete"),
    Status.IN_REVIEW: ("publish", "return"),
    Status.APPROVED: ("publish", "return"),
    Status.PUBLISHED: ("withdraw", "return"),
    Status.WITHDRAWN: ("publish", "return", "delete"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The question, and the act on the list that the question showed."""
    shown = get_object_or_404(ReadingList, pk=pk)
    if name not in ACTS:
        raise Http404
    label, explained, run = ACTS[name]
    refused: list[str] = []
    if request.method == "POST":
        if name in FINAL:
            show_once_more(request)
        try:
            run(shown, seen=request.POST.get("seen", ""), by=person(request), at=timezone.now())
        except (PublishRefused, arranging.StaleList) as wrong:
            refused = wrong.reasons if isinstance(wrong, PublishRefused) else [f"{wrong} Look at it first."]
        else:
            messages.success(request, f"{label}: “{shown}”. Done.")
            return redirect("desk:lists") if name == "delete" else redirect("desk:reading-list", pk=pk)
    stored = arrangement_of(shown)
    context = {
        "part_of_desk": "lists", "list": shown, "arrangement": stored, "name": name, "label": label,
        "explained": explained,
        "refused": refused, "is_drastic": name != "publish",
    }  # fmt: skip
    return render(request, "desk/list_act.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an article stands in reading lists; putting it into one with a reason, and taking it out."""
    article = article_at_desk(request, pk)
    errors: list[str] = []
    if request.method == "POST":
        by, now = person(request), timezone.now()
        try:
            for key in keys_sent([request.POST.get("out", "")]):
                arranging.take_out(get_object_or_404(Item.objects.with_list(), pk=key, article=article), by=by)
                return redirect("desk:places", pk=pk)
            for key in keys_sent([request.POST.get("section", "")]):
                section = get_object_or_404(Section, pk=key)
                arranging.place(article, section, request.POST.get("reason", ""), by=by, at=now)
                return redirect("desk:places", pk=pk)
            errors = ["Choose a section."]
        except PublishRefused as refused:
            errors = refused.reasons
    context = {
        "part_of_desk": "articles", "article": article, "errors": errors,
        "items": Item.objects.of_article(article), "lists": ReadingList.objects.with_sections(),
        "reason": request.POST.get("reason", ""), "chosen": request.POST.get("section", ""),
    }  # fmt: skip
    return render(request, "desk/places.html", context, status=422 if errors else 200)
