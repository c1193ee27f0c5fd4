"""Who comes to the desk, and to which article there. Every view of the desk asks here first."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from articles import access
from articles.models import Article
from articles.revisions.catching_up import catch_up
from members.entrance.idle import ends_as_idle
from members.entrance.who_asks import log_in_first

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def at_the_desk(view: View, *, is_use: bool = True) -> View:
    """Visitors are sent to the log-in and back, everybody without the role is refused. Nothing of it is ever stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or is_of_another(request):
            return log_in_first(request)
        if not access.works_at_the_desk(request.user):
            raise PermissionDenied
        if ends_as_idle(request, is_use=is_use):
            return log_in_first(request)
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return cast("View", guarded)


def while_open(view: View) -> View:
    """The same for what an open page asks by itself: it keeps nobody from being idle."""
    return at_the_desk(view, is_use=False)


def for_editors(view: View) -> View:
    """The same, and not for contributors."""
    return with_permission(view, "articles.publish_articles")


def for_administrators(view: View) -> View:
    """The same, for those who look after accounts."""
    return with_permission(view, "members.change_user")


def with_permission(view: View, permission: str) -> View:
    @at_the_desk
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.allows(request.user, permission):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast("View", guarded)


def is_of_another(request: HttpRequest) -> bool:
    """Whether a page sent this that somebody else opened, before they logged out in another tab of the same browser."""
    return request.headers.get("X-Account", str(request.user.pk)) != str(request.user.pk)


def article_at_desk(request: HttpRequest, pk: int) -> Article:
    """The article with its draft and head, if they may write it; for everybody else there is no such page.

    One query, unless nobody opened it at the desk yet.
    """
    articles = Article.objects.writable_by(request.user).with_draft()
    article = get_object_or_404(articles, pk=pk)
    if getattr(article, "draft", None) is None:
        catch_up(article)
        return get_object_or_404(articles, pk=pk)
    return article
