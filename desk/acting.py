"""The acts as pages: a question that says what will happen, then the act, and where that leads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.access import allows
from articles.models import Article, Revision
from articles.publishing import PublishRefused
from articles.revisions.saving import StaleBase
from desk.acts import ACTS, DeskAct, possible
from desk.guard import article_at_desk, at_the_desk
from desk.scheduling import in_words
from members.entrance.who_asks import person, show_once_more


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask, or do what was asked about: the revision that the page showed is the one that it happens to."""
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    if chosen.is_for_editors and not allows(request.user, "articles.publish_articles"):
        raise PermissionDenied
    article = article_at_desk(request, pk)
    base = (
        Revision.objects.of_key(article, request.POST.get("base")) if request.method == "POST" else article.draft.head
    )
    form = chosen.asks(request.POST if "asked" in request.POST else None)
    refused: list[str] = []
    title = article.draft.title
    if base and request.method == "POST" and (form.is_valid() or not form.fields) and form.is_bound:
        if chosen.is_final:
            show_once_more(request)
        try:
            chosen.run(article, base, person(request), timezone.now(), form.cleaned_data)
        except StaleBase as stale:
            return somebody_saved(request, article, stale, chosen)
        except PublishRefused as wrong:
            refused = wrong.reasons
        else:
            is_gone = article.pk is None
            messages.success(request, f"“{title}” was deleted." if is_gone else said_after(chosen, article))
            return redirect("desk:list") if is_gone else redirect("desk:edit", pk=pk)
    context: dict[str, Any] = {
        "article": article,
        "act": chosen,
        "form": form,
        "base": (base or article.draft.head).pk,
        "refused": refused,
        "is_possible": chosen in possible(article, article.draft, person(request), timezone.now()),
    }
    return render(request, "desk/act.html", context, status=409 if refused else 200)


def somebody_saved(request: HttpRequest, article: Article, stale: StaleBase, chosen: DeskAct) -> HttpResponse:
    """What they saw is not what is there now: nothing was done."""
    context = {"article": article, "act": chosen, "head": stale.head}
    return render(request, "desk/somebody_saved.html", context, status=409)


def said_after(chosen: DeskAct, article: Article) -> str:
    article.refresh_from_db()
    if article.draft.due_at and chosen.name == "schedule-changes":
        return f"The changes of “{article.draft.title}” are scheduled for {in_words(article.draft.due_at)}."
    when = f" for {in_words(article.publish_at)}" if chosen.name == "schedule" and article.publish_at else ""
    return f"“{article.draft.title}” was {chosen.done}{when}."
