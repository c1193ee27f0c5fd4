"""Taxonomies at the desk: their order, one with its form, deleting an empty one; and the report on the vocabulary."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from desk.curating.topic_pages import with_undo
from desk.guard import for_editors
from members.entrance.who_asks import person
from tags.cache.snapshot import current_snapshot
from tags.curation.integrity import Finding, groups, report
from tags.curation.refusal import CurationRefused, Stale
from tags.curation.remedies import OF_TAXONOMIES
from tags.curation.taxonomies import delete_taxonomy, mark_of, refuse_full, store_taxonomy
from tags.models import Taxonomy
from tags.questions.taxonomy_form import TaxonomyForm

HERE: Final = {"part_of_desk": "topics"}


@require_safe
@for_editors
def taxonomies(request: HttpRequest) -> HttpResponse:
    context = {**HERE, "taxonomies": Taxonomy.objects.with_size()}
    return render(request, "desk/taxonomies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def taxonomy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One that stands, or a new one."""
    stored = get_object_or_404(Taxonomy, pk=pk) if pk else None
    form, theirs = TaxonomyForm(request.POST or None, instance=stored), None
    seen = request.POST.get("seen", "") if form.is_bound else mark_of(stored) if stored else ""
    try:
        if form.is_bound and form.is_valid():
            done = store_taxonomy(form.instance, seen=seen, by=person(request), at=timezone.now())
            messages.success(request, with_undo(done) if done else f"“{form.instance}” is saved.")
            return redirect("desk:taxonomies")
    except Stale as stale:
        seen, theirs = mark_of(stale.stored), stale.stored
    except CurationRefused as refused:
        form.add_error(None, refused.reasons)
    shown = Taxonomy.objects.with_size().get(pk=pk) if pk else None
    context = {
        **HERE, "form": form, "taxonomy": shown, "seen": seen, "theirs": theirs,
        "size": getattr(shown, "size", 0),
    }  # fmt: skip
    return render(request, "desk/taxonomy.html", context, status=409 if theirs else 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, and the act."""
    stored = get_object_or_404(Taxonomy, pk=pk)
    reasons: list[str] = []
    try:
        if request.method == "POST":
            messages.success(request, with_undo(delete_taxonomy(stored, by=person(request), at=timezone.now())))
            return redirect("desk:taxonomies")
        refuse_full(stored)
    except CurationRefused as refused:
        reasons = refused.reasons
    context = {**HERE, "taxonomy": stored, "reasons": reasons}
    return render(request, "desk/delete_taxonomy.html", context, status=409 if reasons else 200)


@require_safe
@for_editors
def check(request: HttpRequest) -> HttpResponse:
    found = report()
    context = {
        **HERE,
        "counted": found.counted(),
        "parts": [
            ("Errors", "No errors.", as_shown(found.errors)),
            ("Warnings", "No warnings.", as_shown(found.warnings)),
        ],
    }
    return render(request, "desk/check_topics.html", context)


def as_shown(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Each kind with its findings, and with each finding the tags that are to be opened."""
    tags = current_snapshot().tag_tree.by_slug
    return [
        {
            "remedy": group.remedy,
            "findings": [
                (
                    finding.message,
                    [tags[slug] for slug in finding.slugs if slug in tags and finding.code not in OF_TAXONOMIES],
                )
                for finding in group.findings
            ],
        }
        for group in groups(findings)
    ]
