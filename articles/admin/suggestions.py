"""The suggestions beside an article, for its editor: why each is there, and buttons to pin, block and order them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.admin.pages import articles_admin
from articles.models import Article
from articles.related import offered
from articles.relating.choosing import blocked_beside, wanted
from articles.relating.snapshots import advice


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show them; a button does one thing to one of them, and leads back here."""
    editing = articles_admin()
    article = editing.get_object(request, str(pk))
    if article is None:
        raise Http404
    if not editing.has_change_permission(request, article):
        raise PermissionDenied
    rows = offered(article, request.user, timezone.now())
    blocked = blocked_beside(article)
    if request.method == "POST":
        return chosen(request, article, [*(row.article for row in rows), *blocked])
    context = {
        **admin.site.each_context(request),
        "title": f"Suggestions beside “{article}”",
        "article": article,
        "pinned": [row for row in rows if row.is_pinned],
        "others": [row for row in rows if not row.is_pinned],
        "blocked": blocked,
        "advice": advice(),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/suggestions.html", context)


def chosen(request: HttpRequest, article: Article, among: list[Article]) -> HttpResponse:
    """Do what the button says, and note it in the history of the article."""
    pressed = wanted(request.POST)
    if pressed is None:
        raise Http404
    act, key = pressed
    other = next((one for one in among if one.pk == key), None)
    if other is None:
        messages.warning(request, "That article is no longer among the suggestions.")
    else:
        act.run(article, other)
        said = f"{act.done}: “{other}”."
        editing: Any = articles_admin()
        editing.log_change(request, article, said)
        messages.success(request, said)
    return redirect(reverse("admin:articles_article_suggestions", args=[article.pk]))
