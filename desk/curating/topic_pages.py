"""Topics at the desk: their outline, one tag with what can be done to it, each act as a question, and its undoing."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from articles.browse.scope import visible_scope
from articles.cards.card_job import draw_for_topic, draw_soon
from desk.api.finding import typed
from desk.api.tag_matches import matching
from desk.guard import at_the_desk, for_editors
from members.entrance.who_asks import person
from tags.curation import CurationRefused, may_curate, reasons_against, undo
from tags.curation.describing import describe, described_as, make_tag
from tags.curation.refusal import Stale
from tags.models import CurationAct, Tag
from tags.outline import Scale, level_of, outlines
from tags.questions.acts import ACTS, acts_for
from tags.questions.asking import attempt, rows_in_words, sent_to
from tags.questions.description_form import DescriptionForm, NewTagForm, in_words

NEWEST_ACTS: Final = 5
HERE: Final = {"part_of_desk": "topics"}


@require_safe
@at_the_desk
def topics(request: HttpRequest) -> HttpResponse:
    """Every taxonomy, or the whole top of one of them; for words, the tags that fit."""
    scope, slug, words = visible_scope(request.user), request.GET.get("taxonomy", ""), typed(request)
    scale = Scale(scope.tag_tree, scope.count, with_empty=True)
    taxonomy = next((one for one in scope.tag_tree.taxonomies if one.slug == slug), None)
    context: dict[str, Any] = {
        **HERE,
        "words": words,
        "outlines": outlines(scale) if not words and taxonomy is None else [],
        "taxonomy": taxonomy,
        "found": [(match, scope.count(match.tag)) for match in matching(scope.tag_tree, words)],
        "may_curate": may_curate(request.user),
        "last_acts": CurationAct.objects.newest(NEWEST_ACTS) if may_curate(request.user) else [],
    }
    if taxonomy and not words:
        number = request.GET.get("page", "1")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < len("10000") else 1
        context["sheet"] = level_of(scale, scope.tag_tree.tops(taxonomy), max(1, page))
    return render(request, "desk/topics.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """A tag with its place, its acts and what is said of it, which is stored by whoever saw what stood there."""
    tag = get_object_or_404(Tag.objects.with_labels(), pk=pk)
    form, seen, theirs = DescriptionForm(tag), described_as(tag).mark, None
    if request.method == "POST":
        if not may_curate(request.user):
            raise PermissionDenied
        form, seen = DescriptionForm(tag, request.POST), request.POST.get("seen", "")
        try:
            if form.is_valid():
                done = describe(tag, form.said(), seen=seen, by=person(request), at=timezone.now())
                draw_soon(draw_for_topic, pk)
                messages.success(request, with_undo(done) if done else f"“{tag}” is saved.")
                return redirect("desk:topic", pk=pk)
        except Stale as stale:
            seen, theirs = stale.stored.mark, in_words(stale.stored)
        except CurationRefused as refused:
            form.add_error(None, refused.reasons)
    context = {**about(request, tag), "form": form, "seen": seen, "theirs": theirs}
    return render(request, "desk/topic.html", context, status=409 if theirs else 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def new_topic(request: HttpRequest) -> HttpResponse:
    form = NewTagForm(data=request.POST or None, initial={"taxonomy": request.GET.get("taxonomy", "")})
    try:
        if form.is_bound and form.is_valid():
            said, at = form.cleaned_data, timezone.now()
            tag, done = make_tag(said["label"], form.said(), under=said["under"], by=person(request), at=at)
            draw_soon(draw_for_topic, tag.pk)
            messages.success(request, with_undo(done))
            return redirect("desk:topic", pk=tag.pk)
    except CurationRefused as refused:
        form.add_error("label", refused.reasons)
    return render(request, "desk/new_topic.html", {**HERE, "form": form}, status=422 if form.is_bound else 200)


def about(request: HttpRequest, tag: Tag) -> dict[str, Any]:
    scope = visible_scope(request.user)
    kept = scope.tag_tree.tags.get(tag.pk)
    curates = may_curate(request.user)
    return {
        **HERE,
        "tag": tag,
        "count": scope.count(kept) if kept else 0,
        "broader": tag.broader.order_by("name"),
        "narrower": tag.narrower.order_by("name"),
        "related": Tag.objects.related_to(tag),
        "former": [*tag.former_slugs.order_by("slug"), *tag.replaces.order_by("slug").values_list("slug", flat=True)],
        "notes": tag.notes.all(),
        "may_curate": curates,
        "acts": acts_for(tag) if curates else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what an act needs, say what it would change, and do it when that is confirmed."""
    tag = get_object_or_404(Tag.objects.with_labels(), pk=pk)
    if name not in ACTS:
        raise Http404
    chosen = ACTS[name]
    form = chosen.form(tag, sent_to(chosen, request))
    done, effects, reasons = attempt(chosen, tag, form, person(request) if request.method == "POST" else None)
    if done:
        draw_soon(draw_for_topic, pk)
        messages.success(request, with_undo(done))
        if name == "delete":
            return redirect("desk:topics")
        return redirect("desk:topic", pk=form.cleaned_data["into"].pk if name == "merge" else pk)
    context = {**HERE, "act": chosen, "tag": tag, "form": form, "effects": effects, "reasons": reasons}
    return render(request, "desk/topic_act.html", context, status=409 if reasons else 200)


def with_undo(done: CurationAct) -> SafeString:
    address = reverse("desk:undo-topic-act", args=[done.pk])
    return format_html('{}. <a class="btn btn-sm" href="{}">Undo</a>', done.summary, address)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def undo_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an act did and why it cannot be undone, or ask; and undo it when that is confirmed."""
    done = get_object_or_404(CurationAct.objects.select_related("by", "undone_by"), pk=pk)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            undo(done, by=person(request), at=timezone.now())
        except CurationRefused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Undone: {done.summary}.")
            return redirect("desk:topics")
    context = {**HERE, "act": done, "rows": rows_in_words(done), "reasons": reasons or reasons_against(done)}
    return render(request, "desk/undo_topic_act.html", context, status=409 if reasons else 200)
