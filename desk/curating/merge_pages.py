"""Two references into one at the desk: chosen, compared field by field, done, and taken back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.text.merged_references.joining import FieldChoice, MergeRefused, choices_between, merge_references
from articles.text.merged_references.parting import in_the_way, part
from bibliography.models import Reference, ReferenceMerge
from bibliography.writing import ReferenceRefused
from desk.api.finding import in_short, typed
from desk.api.lookups import references_found
from desk.guard import for_editors
from members.characters import cleaned
from members.entrance.who_asks import person


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Which other one, then what of each stays, then the act."""
    kept = get_object_or_404(Reference, pk=pk)
    sent = request.POST if request.method == "POST" else request.GET
    key, refused = str(cleaned(sent.get("with", ""))).strip(), ""
    gone = Reference.objects.at_key(key).first() if key else None
    if gone is None or gone.pk == pk:
        return choose(request, kept, key)
    choices = choices_between(kept, gone)
    if request.method == "POST":
        taken = {one.name: request.POST.get(f"field-{one.name}", one.usual) for one in choices}
        try:
            merge_references(kept, gone, taken=taken, by=person(request), at=timezone.now())
        except (MergeRefused, ReferenceRefused) as wrong:
            refused = str(wrong)
        else:
            messages.success(
                request, f"“{gone.key}” is part of “{kept.key}” now. Texts that cite it go on as they are."
            )
            return redirect("desk:record", pk=pk)
    context = {
        "part_of_desk": "references",
        "kept": kept,
        "gone": gone,
        "refused": refused,
        "rows": [shown(one) for one in choices],
        "articles": Article.objects.about_or_citing(gone).count(),
        "notices": gone.notices.count(),
    }
    return render(request, "desk/merge_record.html", context, status=409 if refused else 200)


def choose(request: HttpRequest, kept: Reference, key: str) -> HttpResponse:
    """The other one, found by words. An address that names none says so."""
    words = typed(request)
    found = [one for one in references_found(words) if one.pk != kept.pk] if words else []
    context = {
        "part_of_desk": "references",
        "kept": kept,
        "wrong_key": key,
        "words": words,
        "rows": [{"reference": one, "authors": in_short(one.authors)} for one in found],
    }
    return render(request, "desk/merge_choose.html", context, status=404 if key else 200)


def shown(choice: FieldChoice) -> dict[str, Any]:
    return {
        "name": choice.name, "usual": choice.usual, "kept": in_words(choice.kept), "gone": in_words(choice.gone),
    }  # fmt: skip


def in_words(value: Any) -> str:
    if value in (None, ""):
        return ""
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, or what is in the way; and the act."""
    done = get_object_or_404(ReferenceMerge.objects.select_related("kept", "by"), pk=pk)
    refused = " ".join(in_the_way(done))
    if request.method == "POST" and not refused:
        try:
            back = part(done, by=person(request), at=timezone.now())
        except MergeRefused as wrong:
            refused = str(wrong)
        else:
            messages.success(request, f"“{back.key}” is back.")
            return redirect("desk:record", pk=back.pk)
    context = {"part_of_desk": "references", "merge": done, "refused": refused}
    return render(request, "desk/undo_merge.html", context, status=409 if refused else 200)
