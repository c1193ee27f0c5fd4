"""Related articles that the site suggests beside the text: pinned, put in order, blocked, let go. It holds at once."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.access import may_change
from articles.models import Article
from articles.models.keys import key_in
from articles.related.display import offered
from articles.related.document_frequency import advice
from articles.related.pinning import BLOCKED, block, chosen_beside, move_down, move_up, pin, release
from desk.guard import article_at_desk, at_the_desk

ACTS: Final = {"pin": pin, "block": block, "release": release, "up": move_up, "down": move_down}
MOST: Final = 8


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """`act` is done to the article with the key `other`; the answer is what is suggested then."""
    article = article_at_desk(request, pk)
    if request.method == "POST":
        act, key = ACTS.get(request.POST.get("act", "")), key_in(request.POST.get("other"))
        if not may_change(request.user, article):
            raise PermissionDenied
        if act is None or key is None:
            return JsonResponse({"error": "Choose what to do with which article."}, status=422)
        act(article, get_object_or_404(Article.objects.visible_to(request.user, timezone.now()), pk=key))
    blocked = [one.other for one in chosen_beside(article, request.user, timezone.now()) if one.choice == BLOCKED]
    told = {
        "suggestions": suggested(request, article),
        "blocked": [{"id": one.pk, "label": one.title} for one in blocked],
        "may_decide": may_change(request.user, article),
        "advice": advice(),
    }
    return JsonResponse(told)


def suggested(request: HttpRequest, article: Article) -> list[dict[str, Any]]:
    return [
        {
            "id": row.article.pk, "label": row.article.title, "slug": row.article.slug, "why": row.reason,
            "is_pinned": row.is_pinned,
        }
        for row in offered(article, request.user, timezone.now())[:MOST]
    ]  # fmt: skip
