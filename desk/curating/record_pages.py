"""The stored references: found, where each is cited, and its record, which is compared with what the page showed."""

from html import unescape
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.http import require_http_methods, require_safe

from articles import access
from articles.bitmaps.reindex import reindex_about
from articles.models import Article
from articles.revisions.beginning import ReferenceInUse, delete_uncited, refuse_cited
from bibliography.forms import ReferenceForm
from bibliography.models import Reference
from bibliography.writing import save_reference
from desk.api.finding import in_short, typed
from desk.guard import at_the_desk, for_editors
from members.entrance.who_asks import person, show_once_more
from tags.models import take_write_lock
from tags.seen import mark

A_PAGE: Final = 50


@require_safe
@at_the_desk
def records(request: HttpRequest) -> HttpResponse:
    """Two queries, however many there are."""
    words = typed(request)
    seen = access.visible(request.user, timezone.now(), prefix="citations__article__")
    found = Reference.objects.matching(words).with_uses(seen).defer("csl", "citation_html")
    pages = Paginator(found, A_PAGE)
    pages.count = Reference.objects.matching(words).count()
    page = pages.get_page(request.GET.get("page", "1"))
    context = {
        "part_of_desk": "references",
        "words": words,
        "page": page,
        "rows": [{"reference": one, "authors": in_short(one.authors)} for one in page],
        "may_add": access.allows(request.user, "bibliography.add_reference"),
    }
    return render(request, "desk/records.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def record(request: HttpRequest, pk: int) -> HttpResponse:
    reference = get_object_or_404(Reference, pk=pk)
    form, seen, theirs = ReferenceForm(instance=reference), mark(reference.csl), ""
    if request.method == "POST":
        if not access.allows(request.user, "bibliography.change_reference"):
            raise PermissionDenied
        form, seen, is_stale = stored(request, pk)
        if not form.errors and not is_stale:
            messages.success(request, f"“{reference.key}” is saved.")
            if form.left_out:
                messages.info(request, f"Left out, as CSL has no such fields: {', '.join(form.left_out)}.")
            return redirect("desk:record", pk=pk)
        theirs = str(ReferenceForm(instance=Reference.objects.get(pk=pk))["csl"].value()) if is_stale else ""
    context: dict[str, Any] = {
        "part_of_desk": "references",
        "reference": reference,
        "citation": unescape(strip_tags(reference.citation_html)),
        "notices": reference.notices.newest_first(),
        "merges": reference.merges.select_related("by"),
        "form": form,
        "seen": seen,
        "theirs": theirs,
        "articles": Article.objects.citing(reference, request.user, timezone.now()),
        "may_delete": access.allows(request.user, "bibliography.delete_reference"),
        "may_change": access.allows(request.user, "bibliography.change_reference"),
    }
    return render(request, "desk/record.html", context, status=409 if theirs else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, and the act."""
    reference, refused = get_object_or_404(Reference, pk=pk), ""
    try:
        refuse_cited(reference, person(request))
        if request.method == "POST":
            show_once_more(request)
            delete_uncited(reference, by=person(request))
            messages.success(request, f"“{reference.key}” was deleted.")
            return redirect("desk:records")
    except ReferenceInUse as wrong:
        refused = str(wrong)
    context = {"part_of_desk": "references", "reference": reference, "refused": refused}
    return render(request, "desk/delete_record.html", context, status=409 if refused else 200)


@transaction.atomic
def stored(request: HttpRequest, pk: int) -> tuple[ReferenceForm, str, bool]:
    """The form, the mark of what was stored when it came, and whether that was something that it had not seen."""
    take_write_lock()
    reference = get_object_or_404(Reference, pk=pk)
    now = mark(reference.csl)
    form = ReferenceForm({"csl": request.POST.get("csl", "")}, instance=reference)
    del form.fields["key"]
    is_sound = form.is_valid()
    is_stale = request.POST.get("seen") != now and (not is_sound or mark(form.cleaned_data["csl"]) != now)
    if is_sound and not is_stale:
        reindex_about(save_reference(reference.key, form.cleaned_data["csl"], by=person(request)))
    return form, now, is_stale
