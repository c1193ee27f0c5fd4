"""Machines that ask again: 304 while they hold what they would get."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import conditional_page

from articles.models import Article

Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


def asked_again(view: View) -> View:
    """Compares ETag, made of the answer, and where the view says it Last-Modified. Nobody keeps it without asking."""

    @conditional_page
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, no_cache=True)
        return response

    return answering


def revalidated(view: View) -> View:
    """The same for a list of what visitors see, which is as old as the last change of any article. Two queries."""

    @asked_again
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return dated(view(request, *args, **kwargs), Article.objects.last_change(timezone.now()))

    return answering


def dated(response: Response, *changes: datetime | None) -> Response:
    """Last-Modified is the latest of these."""
    if told := [moment for moment in changes if moment]:
        response["Last-Modified"] = http_date(max(told).timestamp())
    return response
