"""Somebody saved first: both versions side by side, and what they become together."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.models import Article, Revision
from articles.revisions.putting_together import base_of, merged_with, put_together
from articles.revisions.revision_content import whole
from articles.revisions.saving import StaleBase
from desk.guard import article_at_desk, at_the_desk
from desk.history.choices import choices_of, gone_together, values_chosen
from members.entrance.who_asks import person


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def conflict(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """`key`: the revision that was set aside. What is chosen is compared with the head that the page showed."""
    article = article_at_desk(request, pk)
    kept = Revision.objects.set_aside(article, key)
    if kept is None:
        raise Http404
    if kept.taken_into_id:
        messages.info(request, "That version was put together with the others already.")
        return redirect("desk:history", pk=pk)
    head = Revision.objects.of_key(article, request.POST.get("head")) or article.draft.head
    if request.method != "POST":
        newest = Revision.objects.sent_after(kept)
        return redirect("desk:conflict", pk=pk, key=newest.pk) if newest else page(request, article, kept, head)
    merged = merged_with(kept, head)
    choices = choices_of(merged, request.POST.dict())
    if not all(choice.chosen for choice in choices):
        return page(request, article, kept, head, sent=request.POST.dict(), status=422)
    chosen = values_chosen(merged, choices)
    try:
        put_together(article, kept, head, chosen, by=person(request), at=timezone.now())
    except StaleBase as stale:
        return conflict_page(request, article, stale)
    messages.success(request, "Saved. Both whole versions stay in the history.")
    return redirect("desk:edit", pk=pk)


def conflict_page(request: HttpRequest, article: Article, stale: StaleBase) -> HttpResponse:
    """The answer to a form that came too late."""
    if stale.kept is None:
        return redirect("desk:edit", pk=article.pk)
    return page(request, article, stale.kept, stale.head, status=409)


def page(
    request: HttpRequest,
    article: Article,
    kept: Revision,
    head: Revision,
    *,
    sent: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    merged = merged_with(kept, head)
    choices = choices_of(merged, sent or {})
    context = {
        "part_of_desk": "articles",
        "article": article,
        "kept": kept,
        "head": head,
        "is_mine": kept.by_id == request.user.pk,
        "is_also_mine": head.by_id == request.user.pk,
        "choices": choices,
        "missing": [choice for choice in choices if not choice.chosen] if sent else [],
        "by_itself": gone_together(merged, base_of(kept), whole(kept.content), whole(head.content)),
    }
    return render(request, "desk/conflict.html", context, status=status)
