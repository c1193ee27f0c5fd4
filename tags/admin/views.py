"""Pages of our own in the admin: the question before an act on a tag, and the question before it is undone."""

from typing import Any

from django.apps import apps
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
from tags.admin.act_forms import ActForm
from tags.admin.acts import ACTS, TagAct
from tags.curation import CurationRefused, may_curate, reasons_against, undo
from tags.curation.refusal import live
from tags.hierarchy import CycleRefused
from tags.models import CurationAct, Tag
from tags.text.plurals import counted


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what an act needs, say what it would change, and do it when that is confirmed."""
    if name not in ACTS:
        raise Http404
    if not may_curate(request.user):
        raise PermissionDenied
    chosen, tag = ACTS[name], get_object_or_404(Tag.objects.select_related("taxonomy"), pk=pk)
    form = chosen.form(tag, sent_to(chosen, request))
    done, effects, reasons = attempt(chosen, tag, form, request)
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


def sent_to(chosen: TagAct, request: HttpRequest) -> Any:
    """What was filled in, on either page. An address without it is that of the empty form."""
    if request.method == "POST":
        return request.POST
    first = next(iter(chosen.form.base_fields))  # type: ignore[attr-defined]
    return request.GET if first in request.GET else None


Outcome = tuple[CurationAct | None, list[str], list[str]]


def attempt(chosen: TagAct, tag: Tag, form: ActForm, request: HttpRequest) -> Outcome:
    """The act, if it was confirmed; else what it would change; else why it is refused."""
    try:
        live(tag)
        if not form.is_valid():
            return None, [], []
        if request.method == "POST":
            return chosen.do(tag, form, by=person(request), at=timezone.now()), [], []
        return None, chosen.foreseen(tag, form), []
    except CurationRefused as refused:
        return None, [], refused.reasons
    except CycleRefused as refused:
        return None, [], [str(refused)]


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


def rows_in_words(done: CurationAct) -> list[str]:
    """How many rows of which kind become what they were."""
    found = []
    for label, rows in done.rows.items():
        names = apps.get_model(label)._meta
        found.append(counted(len(rows), str(names.verbose_name), str(names.verbose_name_plural)))
    return found
