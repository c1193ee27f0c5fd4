"""Webhooks at the desk, for administrators: who is told of what, and what became of it."""

from datetime import datetime, time
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from desk.guard import for_administrators
from members.entrance.sealing import Unreadable
from members.entrance.who_asks import person, show_once_more
from tags.text.plurals import counted
from webhooks import endpoints as acts
from webhooks.forms import EndpointForm, SinceForm
from webhooks.models import Delivery, Endpoint

HERE: Final = {"part_of_desk": "webhooks"}
A_PAGE: Final = 50  # deliveries
UNREADABLE: Final = "Its secret was stored under a key of the site that is gone. Make a new secret, and give that on."
ASKED: Final = frozenset({"rotate", "remove"})  # what a page of its own asks about first


@require_safe
@for_administrators
def endpoints(request: HttpRequest) -> HttpResponse:
    return render(request, "webhooks/list.html", {**HERE, "endpoints": Endpoint.objects.with_deliveries()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    form = EndpointForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = acts.add(**form.cleaned_data, by=person(request), at=timezone.now())
        except acts.EndpointRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is told of what happens from now on. Give its secret to whoever receives it.")
            return redirect("webhooks:endpoint", pk=made.pk)
    return render(request, "webhooks/new.html", {**HERE, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One, its form, and what it was sent."""
    stored = get_object_or_404(Endpoint.objects.with_deliveries(), pk=pk)
    form = EndpointForm(request.POST or None, initial=initial_of(stored))
    if form.is_bound and form.is_valid():
        acts.change(stored, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("webhooks:endpoint", pk=pk)
    return shown(request, stored, form, status=422 if form.is_bound else 200)


def initial_of(stored: Endpoint) -> dict[str, Any]:
    return {"address": stored.address, "name": stored.name, "events": stored.events}


def shown(
    request: HttpRequest, stored: Endpoint, form: EndpointForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    sent = Paginator(Delivery.objects.to(stored).newest(), A_PAGE)
    context = {
        **HERE, "endpoint": stored, "form": form, "page": sent.get_page(request.GET.get("page", "1")),
        "since": SinceForm(), **more,
    }  # fmt: skip
    return render(request, "webhooks/endpoint.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What a button does; what cannot be taken back is asked about first."""
    stored = get_object_or_404(Endpoint.objects.with_deliveries(), pk=pk)
    if request.method != "POST":
        if name not in ASKED:
            raise Http404
        return render(request, f"webhooks/{name}.html", {**HERE, "endpoint": stored})
    if name == "remove":
        show_once_more(request)
    now = timezone.now()
    if name == "secret":
        try:
            secret = stored.secrets_at(now)[0]
        except Unreadable:
            messages.error(request, UNREADABLE)
            return redirect("webhooks:endpoint", pk=pk)
        return shown(request, stored, EndpointForm(initial=initial_of(stored)), secret=secret)
    messages.success(request, done(name, request.POST, stored, now))
    return redirect("webhooks:list") if name == "remove" else redirect("webhooks:endpoint", pk=pk)


def done(name: str, sent: QueryDict, stored: Endpoint, at: datetime) -> str:
    """Do it, and say so. Raises `Http404` for what is no act."""
    match name:
        case "pause":
            acts.pause(stored, at=at)
            return "Paused. What happens meanwhile waits for 30 days."
        case "resume":
            acts.resume(stored, at=at)
            return "It goes on. What waits is sent with the next run."
        case "rotate":
            acts.rotate_secret(stored, at=at)
            return "There is a new secret. For 24 hours the former one signs, too."
        case "remove":
            acts.remove(stored)
            return f"“{stored}” was removed."
        case "test":
            acts.send_test(stored, at=at)
            return "A test is sent with the next run, after what waits."
        case "again":
            return sent_again(sent, stored, at)
    raise Http404


def sent_again(sent: QueryDict, stored: Endpoint, at: datetime) -> str:
    """One, by its key, or all since a day."""
    key = sent.get("delivery", "")
    if key.isascii() and key.isdecimal():
        number = acts.send_one_again(stored, int(key[:18]), at=at)
    else:
        form = SinceForm(sent)
        if not form.is_valid():
            return "Nothing was sent again: choose a day."
        since = timezone.make_aware(datetime.combine(form.cleaned_data["since"], time.min))
        number = acts.send_again(stored, since=since, at=at)
    return f"{counted(number, 'message is', 'messages are')} sent again with the next run."
