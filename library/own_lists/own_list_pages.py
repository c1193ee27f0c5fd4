"""The pages of own lists: all of them, one to read, one to arrange; making, deleting and sharing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from library.keeping import articles_read
from library.members_only import for_members
from library.models import OwnList
from library.own_lists.link_sharing import share, token_of, withdraw
from library.own_lists.own_arrangement import ChangedMeanwhile, ListRefused, arrange, arrangement_of_own, make
from library.own_lists.sent_arrangement import as_rows, sent_arrangement
from library.pages import frame
from lists.arrangement import Arrangement
from members.characters import cleaned
from members.entrance.who_asks import person
from members.origin import origin_of
from tags.text.plain_text import one_line


def own_list(request: HttpRequest, pk: int) -> OwnList:
    """Theirs; that of anybody else is answered as what never existed."""
    return get_object_or_404(OwnList.objects.of(person(request)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def lists(request: HttpRequest) -> HttpResponse:
    """All of theirs, with how far they came. Sent, it begins one."""
    now = timezone.now()
    if request.method == "POST":
        try:
            made = make(person(request), one_line(cleaned(request.POST.get("title", ""))), at=now)
        except ListRefused as refused:
            messages.error(request, str(refused))
            return redirect("library:own-lists")
        messages.success(request, f"“{made}” is begun. Add articles from their pages, with “Add to a list”.")
        return redirect(made)
    found = OwnList.objects.of(person(request)).with_progress(person(request), now).by_last_change()
    return frame(request, "own_lists", lists=found)


@require_safe
@for_members
def page(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_list(request, pk)
    arrangement = arrangement_of_own(shown, person(request), timezone.now())
    there = {row.article for part in arrangement.parts for row in part.rows if getattr(row, "url", "")}
    read = articles_read(person(request), there)
    link = origin_of(request) + reverse("shared:list", args=[token_of(shown)]) if shown.shared_by else ""
    return frame(
        request, "own_list", list=shown, arrangement=arrangement, read=read, done=len(read), size=len(there), link=link
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A button that moves something changes what was sent, and nothing is stored until “Save”."""
    shown, now = own_list(request, pk), timezone.now()
    stored = arrangement_of_own(shown, person(request), now)
    if request.method != "POST":
        return form_of(request, shown, stored, stored.mark)
    sent, base = sent_arrangement(request.POST, stored), request.POST.get("base", "")
    step = request.POST.get("do", "save")
    if step != "save":
        return form_of(request, shown, sent.after(step, request.POST), base, is_changed=True)
    try:
        arrange(shown, sent.arrangement, base=base, at=now)
    except ListRefused as refused:
        return form_of(request, shown, sent.arrangement, base, fault=str(refused), status=422)
    except ChangedMeanwhile:
        fault = "The list was changed elsewhere meanwhile. What you sent stands here; save it again to replace that."
        return form_of(request, shown, sent.arrangement, stored.mark, fault=fault, status=409)
    messages.success(request, f"“{sent.arrangement.title}” is saved.")
    return redirect(shown)


def form_of(
    request: HttpRequest, shown: OwnList, arrangement: Arrangement, base: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"list": shown, "arrangement": arrangement, "sections": as_rows(arrangement), "base": base, **more}
    response = frame(request, "own_list_edit", **context)
    response.status_code = status
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and counts what goes."""
    shown = own_list(request, pk)
    if request.method != "POST":
        size = arrangement_of_own(shown, person(request), timezone.now()).size
        return frame(request, "own_list_delete", list=shown, size=size)
    shown.delete()
    messages.success(request, f"The list “{shown.title}” is deleted.")
    return redirect("library:own-lists")


@require_POST
@for_members
def link(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """`share` it by a link, or `withdraw` that."""
    shown = own_list(request, pk)
    if name == "share":
        share(shown)
        messages.success(request, "Whoever has the link below can read this list now.")
    elif name == "withdraw":
        withdraw(shown)
        messages.success(request, "The link is withdrawn. It opens nothing any more.")
    else:
        raise Http404
    return redirect(shown)
