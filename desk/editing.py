"""The editor: a new article, its form, and saving it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Revision
from articles.models.keys import key_in
from articles.revisions.beginning import begin
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, StaleBase, save
from articles.site.snapshot import current_site
from articles.status import Kind
from desk.acts import possible
from desk.editor_form import EditorForm
from desk.frames import may_frame
from desk.guard import article_at_desk, at_the_desk
from desk.history.conflicts import conflict_page
from desk.sent_content import content_sent
from desk.states import state_of
from desk.typed_tags import TypedTagsForm, with_typed
from members.entrance.who_asks import person, wants_json


@require_POST
@at_the_desk
def new(request: HttpRequest) -> HttpResponse:
    kind = request.POST.get("kind", "")
    kind = kind if kind in Kind.values else Kind.PAPER_SUMMARY
    article = begin(kind=kind, by=person(request), at=timezone.now())
    return redirect("desk:edit", pk=article.pk)


@require_safe
@at_the_desk
@may_frame
@ensure_csrf_cookie
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_at_desk(request, pk)
    article.draft = catch_up(article)
    return render(request, "desk/editor.html", shown(request, article, TypedTagsForm(person(request))))


def shown(request: HttpRequest, article: Article, typed: TypedTagsForm) -> dict[str, Any]:
    by, now = person(request), timezone.now()
    draft = article.draft
    return {
        "article": article,
        "draft": draft,
        "base": draft.head_id,
        "state": state_of(article, draft, now),
        "saved_at": draft.updated_at,
        "acts": [
            {
                "name": act.name, "label": act.label, "url": reverse("desk:act", args=[article.pk, act.name]),
                "is_primary": number == 0, "is_drastic": act.is_drastic,
            }
            for number, act in enumerate(possible(article, draft, by, now))
        ],
        "form": EditorForm(whole(draft.head.content), current_site().facts, by),
        "typed_tags": typed,
    }  # fmt: skip


@require_POST
@at_the_desk
@may_frame
def save_article(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Nothing that was typed is refused: it is saved, or set aside where somebody else was quicker."""
    article, by, now = article_at_desk(request, pk), person(request), timezone.now()
    content = content_sent(request.POST, whole(article.draft.head.content), current_site().facts, by=by, at=now)
    typed = TypedTagsForm(by, request.POST)
    if typed.is_valid():
        content = with_typed(content, typed)
    sent = Sent(content, key_in(request.POST.get("base")), by, now, request.POST.get("tab", "")[:32])
    try:
        kept = save(article, sent)
    except StaleBase as stale:
        return refused(request, article, stale)
    if wants_json(request):
        article.draft.refresh_from_db(fields=["head", "stage"])
        return JsonResponse({"revision": kept.pk, "at": told(kept), "state": state_of(article, article.draft, now)})
    if typed.errors:
        article.draft = catch_up(article)
        return render(request, "desk/editor.html", shown(request, article, typed), status=422)
    messages.success(request, "Saved.")
    return redirect("desk:edit", pk=pk)


def refused(request: HttpRequest, article: Article, stale: StaleBase) -> HttpResponseBase:
    """Somebody saved first; what was sent is kept, and both are put side by side."""
    head = stale.head
    if stale.kept and wants_json(request):
        address = reverse("desk:conflict", args=[article.pk, stale.kept.pk])
        who = "You, in another tab," if head.by_id == request.user.pk else str(head.by or "Somebody")
        return JsonResponse({"conflict": address, "by": who, "at": told(head)}, status=409)
    return conflict_page(request, article, stale)


def told(revision: Revision) -> str:
    return date_format(timezone.localtime(revision.at), "H:i")
