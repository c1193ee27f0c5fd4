"""An article into an own list, and an editors' list as a copy of one's own. Each asks where a link leads to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.models.revision import LONGEST_TITLE
from library.members_only import article_to_keep, back, for_members
from library.models import OwnList
from library.models.own_list import LONGEST_ABOUT
from library.own_lists.own_arrangement import ListRefused, add, copy, make
from library.own_lists.own_list_pages import own_list
from library.own_lists.sent_arrangement import line, text
from library.pages import frame
from lists.models import ReadingList
from members.entrance.who_asks import person, wants_json

NEW = "new"


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def add_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Which of their lists, or a new one, and why."""
    article = article_to_keep(request, slug)
    if request.method != "POST":
        return ask(request, article)
    choice = request.POST.get("list", "")
    try:
        chosen = list_chosen(request, choice)
        is_new = add(chosen, article, text(request.POST, "reason"), at=timezone.now())
    except ListRefused as refused:
        return ask(request, article, str(refused), status=422)
    said = f"“{article}” is in “{chosen}”." if is_new else f"“{article}” was in “{chosen}” already."
    if wants_json(request):
        return JsonResponse({"said": said})
    messages.success(request, said)
    return back(request, chosen.get_absolute_url())


def list_chosen(request: HttpRequest, choice: str) -> OwnList:
    if choice == NEW:
        return make(person(request), line(request.POST, "title"), at=timezone.now())
    if not (choice.isascii() and choice.isdecimal() and len(choice) < 16):
        raise ListRefused("Choose a list.")
    return own_list(request, int(choice))


def ask(request: HttpRequest, article: Article, fault: str = "", *, status: int = 200) -> HttpResponse:
    """On a page, or what a script needs to ask."""
    lists = list(OwnList.objects.of(person(request)).with_article(article).by_last_change())
    if wants_json(request):
        return JsonResponse({"error": fault} if fault else asked(article, lists), status=status)
    typed = {name: request.POST.get(name, "") for name in ("list", "title", "reason")}
    chosen = typed["list"] or (str(lists[0].pk) if lists else NEW)
    context = {"article": article, "lists": lists, "fault": fault, "typed": typed, "chosen": chosen}
    response = frame(request, "add_to_list", **context)
    response.status_code = status
    return response


def asked(article: Article, lists: list[OwnList]) -> dict[str, Any]:
    rows = [{"key": row.pk, "title": row.title, "holds": row.holds} for row in lists]  # type: ignore[attr-defined]
    longest = {"title": LONGEST_TITLE, "reason": LONGEST_ABOUT}
    return {"article": article.title, "lists": rows, "longest": longest}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def copy_list(request: HttpRequest, slug: str) -> HttpResponse:
    """An editors' list as one of their own, which they may change; the editors' stays as it is."""
    reading_list = list_to_copy(request, slug)
    if request.method != "POST":
        copies = OwnList.objects.of(person(request)).copied_from(reading_list)
        return frame(request, "copy_list", list=reading_list, copies=copies)
    try:
        made = copy(person(request), reading_list, at=timezone.now())
    except ListRefused as refused:
        messages.error(request, str(refused))
        return redirect("library:own-lists")
    messages.success(request, f"“{made}” is among your lists. It is yours to change.")
    return redirect(made)


def list_to_copy(request: HttpRequest, slug: str) -> ReadingList:
    return get_object_or_404(ReadingList.objects.visible_to(request.user, timezone.now()), slug=slug)


def copy_at_log_in(request: HttpRequest, slug: str) -> str | None:
    """Who was sent to the log-in to copy a list has it copied, once, and comes to the copy."""
    try:
        reading_list = list_to_copy(request, slug)
        known = OwnList.objects.of(person(request)).copied_from(reading_list).first()
        return (known or copy(person(request), reading_list, at=timezone.now())).get_absolute_url()
    except (Http404, ListRefused):
        return None


copy_list.at_log_in = copy_at_log_in  # type: ignore[attr-defined]  # `members.entrance.arrivals` asks for it
