"""What a member does in the library with what they kept, also of an article that is no longer there for them."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from library import keeping
from library.article_acts import write_note
from library.members_only import back, for_members
from library.models import Entry


def take_out(entry: Entry) -> str:
    keeping.unsave(entry)
    return f"“{entry.known_as}” is no longer saved. Its notes and highlights are still in your library."


def not_now(entry: Entry) -> str:
    keeping.set_aside(entry, at=timezone.now())
    return f"“{entry.known_as}” waits no longer. Open it, and it is here again."


def not_read(entry: Entry) -> str:
    keeping.mark_unread(entry)
    return f"“{entry.known_as}” is marked as not read."


ACTS: Final[dict[str, Callable[[Entry], str]]] = {"unsave": take_out, "not-now": not_now, "unread": not_read}


def own_entry(request: HttpRequest, pk: int) -> Entry:
    """Theirs; that of anybody else is answered as what never existed."""
    return get_object_or_404(Entry.objects.of(request.user).select_related("article"), pk=pk)


@require_POST
@for_members
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Done at once, and offered to be taken back."""
    entry = own_entry(request, pk)
    if name == "put-back":
        return put_back(request, entry)
    if name not in ACTS:
        raise Http404
    messages.success(request, ACTS[name](entry))
    request.session["taken_back"] = {"entry": entry.pk, **state_of(entry)}
    return back(request, reverse("library:page"))


def state_of(entry: Entry) -> dict[str, object]:
    """What an act here may change, as it was."""
    moments = {name: getattr(entry, name) for name in ("saved_at", "read_at", "stopped_at", "set_aside_at")}
    return {
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
        **{name: getattr(entry, name) for name in ("progress", "place", "place_name", "seen_id")},
    }


def put_back(request: HttpRequest, entry: Entry) -> HttpResponse:
    """As it was before the last act, which the member's own session remembers."""
    kept = request.session.pop("taken_back", {})
    if kept.pop("entry", None) != entry.pk:
        messages.warning(request, "There is nothing to take back.")
        return back(request, reverse("library:page"))
    keeping.put_back(entry, kept)
    messages.success(request, f"“{entry.known_as}” is as it was.")
    return back(request, reverse("library:page"))


@require_POST
@for_members
def note(request: HttpRequest, pk: int) -> HttpResponse:
    return write_note(request, own_entry(request, pk), reverse("library:page"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it, highlights too. Asks first, and counts what goes."""
    entry = own_entry(request, pk)
    if request.method == "POST":
        entry.delete()
        messages.success(request, f"Nothing of “{entry.known_as}” is in your library any more.")
        return back(request, reverse("library:page"))
    return render(request, "library/forget.html", {"entry": entry, "highlights": entry.highlights.count()})
