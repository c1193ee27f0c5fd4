"""Who has a library: whoever is logged in, each their own. Every view of this room but shared pages asks here first."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles.models import Article
from members.entrance.who_asks import log_in_first
from members.next_url import is_next_url

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_members(view: View) -> View:
    """Visitors are sent to the log-in and back; a script is told where to send its person. Nothing is ever stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs) if request.user.is_authenticated else log_in_first(request)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return cast("View", guarded)


def article_to_keep(request: HttpRequest, slug: str) -> Article:
    """What does not exist for this reader cannot be kept, and is answered as what never existed."""
    return get_object_or_404(Article.objects.visible_to(request.user, timezone.now()), slug=slug)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page on which the form stood, if it names one of this site."""
    asked = request.POST.get("next", "")
    return HttpResponseRedirect(asked if is_next_url(asked) else otherwise)
