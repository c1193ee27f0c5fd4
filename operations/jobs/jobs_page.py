"""The page itself, for administrators: `cbtneuro.admin` lets nobody else in."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jobs import queue
from jobs.backend import Row

ON_A_PAGE: Final = 50
STATES: Final = {"failed": queue.failed, "waiting": queue.waiting, "running": queue.running}
GONE: Final = (messages.INFO, "That job is done, or at work just now: nothing was changed.")
Told = tuple[int, str]  # a level of messages, and words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "failed")
    if state not in STATES:
        return HttpResponseBadRequest("There is no such state.", content_type="text/plain")
    if request.method == "POST":
        return act_on_job(request, state)
    page = Paginator(STATES[state](), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Jobs",
        "state": state,
        "tabs": [(name, rows().count()) for name, rows in STATES.items()],
        "page": page,
        "rows": [described(row) for row in page],
    }
    return render(request, "admin/jobs.html", context)


def act_on_job(request: HttpRequest, state: str) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        act = None
    if act is None:
        return HttpResponseBadRequest("There is no such act.", content_type="text/plain")
    messages.add_message(request, *act(key))
    return HttpResponseRedirect(f"{reverse('admin:jobs')}?state={state}")


def described(row: Row) -> dict[str, Any]:
    """`error`: the last line of what it failed by."""
    args, kwargs = row.args_kwargs["args"], row.args_kwargs["kwargs"]
    arguments = [*map(str, args), *(f"{name}={value}" for name, value in kwargs.items())]
    return {
        "row": row,
        "name": f"{row.task_path.rpartition('.')[2]}({', '.join(arguments)})",
        "attempts": len(row.worker_ids),
        "is_given_up": row.status == queue.FAILED,
        "error": row.traceback.strip().rpartition("\n")[2],
    }


def retry(key: UUID) -> Told:
    return (messages.SUCCESS, "The job is tried again now.") if queue.retry(key, timezone.now()) else GONE


def dismiss(key: UUID) -> Told:
    return (messages.SUCCESS, "The job was dismissed.") if queue.dismiss(key) else GONE


ACTS: Final[dict[str, Callable[[UUID], Told]]] = {"retry": retry, "dismiss": dismiss}
