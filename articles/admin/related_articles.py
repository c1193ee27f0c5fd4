"""The suggestions beside an article, for its editor: why each is there, and buttons to pin, block and order them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.access import Person
from articles.admin.pages import articles_admin
from articles.models import Article
from articles.related.display import CHOSEN, SUGGESTED, Related, offered
from articles.related.document_frequency import advice
from articles.related.pinning import BLOCKED, PINNED, chosen_beside, wanted
from articles.status import Status


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show them; a button does one thing to one of them, and leads back here."""
    editing = articles_admin()
    article = editing.get_object(request, str(pk))
    if article is None:
        raise Http404
    if not editing.has_change_permission(request, article):
        raise PermissionDenied
    beside = beside_for(article, request.user)
    if request.method == "POST":
        return chosen(request, article, beside)
    context = {
        **admin.site.each_context(request),
        "title": f"Suggestions beside “{article}”",
        "article": article,
        "beside": beside,
        "advice": advice(),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/suggestions.html", context)


@dataclass(frozen=True)
class Beside:
    """What stands on the page: also what is pinned and not on the site now, so that it can be let go."""

    pinned: list[Related[Article]]
    others: list[Related[Article]]
    blocked: list[Article]

    def named(self, key: int) -> Article | None:
        shown = [*(row.article for row in [*self.pinned, *self.others]), *self.blocked]
        return next((article for article in shown if article.pk == key), None)


def beside_for(article: Article, user: Person) -> Beside:
    """All of it that exists for `user`. Two queries."""
    now = timezone.now()
    rows = {row.article.pk: row for row in offered(article, user, now)}
    choices = chosen_beside(article, user, now)
    pinned = [choice.other for choice in choices if choice.choice == PINNED]
    return Beside(
        [rows.get(other.pk) or Related(other, SUGGESTED, pinned_reason(other), is_pinned=True) for other in pinned],
        [row for row in rows.values() if not row.is_pinned],
        [choice.other for choice in choices if choice.choice == BLOCKED],
    )


def pinned_reason(other: Article) -> str:
    """Said of what is pinned and in no list: one of the two articles is not published."""
    if other.status == Status.PUBLISHED:
        return CHOSEN
    return "It is not on the site now; when it comes back, it stands here again."


def chosen(request: HttpRequest, article: Article, beside: Beside) -> HttpResponse:
    """Do what the button says, and note it in the history of the article."""
    pressed = wanted(request.POST)
    if pressed is None:
        raise Http404
    act, key = pressed
    other = beside.named(key)
    if other is None:
        messages.warning(request, "That article is no longer among the suggestions.")
    elif act.run(article, other, [row.article.pk for row in beside.pinned]):
        said = f"{act.done}: “{other}”."
        editing: Any = articles_admin()
        editing.log_change(request, article, said)
        messages.success(request, said)
    else:
        messages.warning(request, f"Nothing was changed: “{other}” {act.idle}.")
    return redirect(reverse("admin:articles_article_suggestions", args=[article.pk]))
