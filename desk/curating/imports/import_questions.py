"""The acts on an import, each with its question first: bring it in, mend a row, undo it, throw it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bibliography.importing.batches.deciding import throw_away
from bibliography.importing.batches.row_mending import RowIsGone, mend
from bibliography.models import ImportBatch, ImportRow
from desk.curating.imports.bringing_in import BringingInRefused, begin_writing
from desk.curating.imports.import_forms import BringInForm, MendForm
from desk.curating.imports.import_job import write_now_or_soon
from desk.curating.imports.import_pages import batch_of
from desk.curating.imports.import_rows import shown
from desk.curating.imports.undoing import UndoRefused, numbers_made, refuse_used, undo
from desk.guard import at_the_desk
from members.entrance.who_asks import person
from tags.text.plurals import counted

State = ImportBatch.State
NO_RECORD = "No record was found in it. Write it as it stood in the file, or leave this row out."


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be made, and the act: long ones go on beside the pages."""
    batch, refused = batch_of(request, pk), ""
    if batch.state != State.READY:
        return redirect("desk:import", pk=pk)
    form = BringInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by, now = person(request), timezone.now()
        try:
            begin_writing(batch, with_drafts=form.cleaned_data["drafts"], by=by, at=now)
        except BringingInRefused as wrong:
            refused = str(wrong)
        else:
            write_now_or_soon(batch, by, now)
            return redirect("desk:import", pk=pk)
    context = {
        "part_of_desk": "references", "batch": batch, "form": form, "numbers": batch.rows.numbers(), "refused": refused,
    }  # fmt: skip
    return render(request, "desk/import/bring_in.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def row(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One record as it stood in the file, to be put right."""
    batch = batch_of(request, pk)
    found = get_object_or_404(ImportRow.objects.of_open_batch(batch), pk=key)
    form = MendForm(request.POST if request.method == "POST" else None, initial={"raw": found.raw})
    if form.is_bound and form.is_valid():
        try:
            is_read = mend(found, form.cleaned_data["raw"])
        except RowIsGone as gone:
            messages.error(request, str(gone))
            return redirect("desk:import", pk=pk)
        if is_read:
            found.refresh_from_db()
            if not found.problems:
                messages.success(request, f"Line {found.line} is mended.")
                return redirect("desk:import", pk=pk)
        form.add_error("raw", " ".join(found.problems) or NO_RECORD)
    context = {"part_of_desk": "references", "batch": batch, "shown": next(shown([found])), "form": form}
    return render(request, "desk/import/row.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch, reasons = batch_of(request, pk), list[str]()
    if batch.state != State.DONE:
        return redirect("desk:import", pk=pk)
    by = person(request)
    try:
        if request.method == "POST":
            number = undo(batch, by=by, at=timezone.now())
            messages.success(request, f"Undone: {counted(number, 'reference')} of “{batch}”.")
            return redirect("desk:import", pk=pk)
        refuse_used(batch, by=by)
    except UndoRefused as refused:
        reasons = refused.reasons
    context = {"part_of_desk": "references", "batch": batch, "reasons": reasons, "made": numbers_made(batch)}
    return render(request, "desk/import/undo.html", context, status=409 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """An import that was not brought in: nothing else knows of it."""
    batch = batch_of(request, pk)
    if batch.state not in {State.READY, State.REFUSED}:
        return redirect("desk:import", pk=pk)
    if request.method == "POST":
        if not throw_away(batch):
            return redirect("desk:import", pk=pk)
        messages.success(request, f"“{batch}” was thrown away.")
        return redirect("desk:start-import")
    return render(request, "desk/import/discard.html", {"part_of_desk": "references", "batch": batch})
