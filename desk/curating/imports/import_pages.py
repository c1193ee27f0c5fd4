"""Imports: what is sent, the table of what would become of it, and what became of it."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import access
from bibliography.importing.batches import deciding
from bibliography.importing.batches.receiving import NotReceived, map_columns, receive
from bibliography.models import ImportBatch
from desk.curating.imports.import_forms import ColumnsForm, SendForm
from desk.curating.imports.import_job import read_now_or_soon, take_up_again
from desk.curating.imports.import_rows import shown
from desk.guard import at_the_desk
from members.entrance.who_asks import person

A_PAGE: Final = 100
BEFORE: Final = 30  # imports that the first page lists
State = ImportBatch.State
SHOWN: Final = {"": "All", "new": "New", "duplicate": "Already here", "problem": "Faulty"}
PAGE_OF: Final = {
    State.READING: "working", State.WRITING: "working", State.READY: "table", State.DONE: "result",
    State.UNDONE: "result", State.REFUSED: "refused",
}  # fmt: skip


def refuse_others(request: HttpRequest) -> None:
    if not access.allows(request.user, "bibliography.add_reference"):
        raise PermissionDenied


def batches(request: HttpRequest) -> Any:
    """Editors see all, everybody else their own."""
    refuse_others(request)
    return ImportBatch.objects.of(person(request), sees_all=access.allows(request.user, "articles.publish_articles"))


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(batches(request), pk=pk)
    return batch


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def start(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes an import of which nothing is written yet."""
    refuse_others(request)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if form.is_bound and form.is_valid():
        try:
            batch = receive(form.said, name=form.name, by=person(request), at=timezone.now())
        except NotReceived as refused:
            form.add_error(None, str(refused))
        else:
            read_now_or_soon(batch)
            return redirect("desk:import", pk=batch.pk)
    context = {"part_of_desk": "references", "form": form, "batches": batches(request)[:BEFORE]}
    return render(request, "desk/import/start.html", context, status=422 if form.errors else 200)


@require_safe
@at_the_desk
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, the table, or what became of it."""
    found = batch_of(request, pk)
    context: dict[str, Any] = {
        "part_of_desk": "references",
        "batch": found,
        "is_stalled": found.is_stalled(timezone.now()),
        "numbers": found.rows.numbers(),
    }
    if found.state in {State.READY, State.DONE, State.UNDONE}:
        context |= table_of(request, found)
    return render(request, f"desk/import/{PAGE_OF[State(found.state)]}.html", context)


def table_of(request: HttpRequest, found: ImportBatch) -> dict[str, Any]:
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    rows = found.rows.of_batch(show, made=found.state != State.READY)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page", "1"))
    numbers = {**found.rows.numbers()}
    return {
        "show": show,
        "page": page,
        "rows": list(shown(page)),
        "filters": [(kind, name, numbers[kind or "all"], kind == show) for kind, name in SHOWN.items()],
        "columns": ColumnsForm(found.headings, found.mapping) if found.headings else None,
        "left_out": found.rows.left_out_names(),
    }


@require_POST
@at_the_desk
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean, as somebody says it: the whole is read anew."""
    found = batch_of(request, pk)
    form = ColumnsForm(found.headings, found.mapping, request.POST)
    if found.headings and form.is_valid() and map_columns(found, form.mapping(), at=timezone.now()):
        read_now_or_soon(found)
    return redirect("desk:import", pk=pk)


@require_POST
@at_the_desk
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Work that a process left undone."""
    take_up_again(batch_of(request, pk), timezone.now())
    return redirect("desk:import", pk=pk)


@require_POST
@at_the_desk
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of the rows that the page showed are brought in; then on, or back to the same page."""
    found = batch_of(request, pk)
    if found.state != State.READY:
        return redirect("desk:import", pk=pk)
    do = request.POST.get("do", "")
    if do in {"all", "none"}:
        deciding.choose_all(found, chosen=do == "all")
    else:
        deciding.choose(found, *(request.POST.getlist(name) for name in ("shown", "row", "draft")))
    if do in {"drafts", "no-drafts"}:
        deciding.choose_drafts(found, wanted=do == "drafts")
    if do == "bring-in":
        return redirect("desk:import-bring-in", pk=pk)
    show, page = request.POST.get("show", ""), request.POST.get("page", "1")
    query = f"?show={show if show in SHOWN else ''}&page={page if page.isascii() and page.isdecimal() else 1}"
    response = redirect("desk:import", pk=pk)
    response["Location"] += query[:40]
    return response
