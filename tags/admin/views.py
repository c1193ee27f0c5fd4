"""Pages of our own in the admin: the question before an act on a tag, and the question before it is undone."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from members.views import person
from tags.curation import CurationRefused, may_curate, reasons_against, undo
from tags.models import CurationAct, Tag
from tags.questions.acts import ACTS
from tags.questions.asking import attempt, rows_in_words, sent_to


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what an act needs, say what it would change, and do it when that is confirmed."""
    if name not in ACTS:
        raise Http404
    if not may_curate(request.user):
        raise PermissionDenied
    chosen, tag = ACTS[name], get_object_or_404(Tag.objects.select_related("taxonomy"), pk=pk)
    form = chosen.form(tag, sent_to(chosen, request))
    confirmed_by = person(request) if request.method == "POST" else None
    done, effects, reasons = attempt(chosen, tag, form, confirmed_by)
    if done:
        messages.success(request, with_undo(done))
        return redirect("admin:tags_tag_change", form.cleaned_data["into"].pk if name == "merge" else pk)
    context = {
        **admin.site.each_context(request),
        "title": f"{chosen.label} “{tag}”",
        "act": chosen,
        "tag": tag,
        "form": form,
        "effects": effects,
        "reasons": reasons,
        "opts": Tag._meta,
    }
    return render(request, "admin/tags/tag/act.html", context)


def with_undo(done: CurationAct) -> SafeString:
    address = reverse("admin:tags_curationact_undo", args=[done.pk])
    return format_html('{}. <a class="button undo" href="{}">Undo</a>', done.summary, address)


@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an act did and why it cannot be undone, or ask; and undo it when that is confirmed."""
    if not may_curate(request.user):
        raise PermissionDenied
    done = get_object_or_404(CurationAct.objects.select_related("by", "undone_by"), pk=pk)
    reasons = []
    if request.method == "POST":
        try:
            undo(done, by=person(request), at=timezone.now())
        except CurationRefused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Undone: {done.summary}.")
            return redirect("admin:tags_curationact_changelist")
    context = {
        **admin.site.each_context(request),
        "title": "Undo an act",
        "act": done,
        "rows": rows_in_words(done),
        "reasons": reasons or reasons_against(done),
        "opts": CurationAct._meta,
    }
    return render(request, "admin/tags/curationact/undo.html", context)
