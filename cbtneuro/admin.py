"""Django's admin, for administrators: the accounts and the system, under the name of the site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from articles.site.snapshot import site_name
from members.entrance.idle import ends_as_idle
from members.entrance.who_asks import log_in_first
from operations.jobs.jobs_page import jobs
from operations.system.system_page import system


class EditingSite(admin.AdminSite):
    """`members.admin` says who comes in, and what stands there."""

    index_title = "Accounts and system"
    empty_value_display = "–"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Whoever is logged in and may not enter is told so; Django would send them to a log-in."""
        inner: Any = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if request.user.is_authenticated and ends_as_idle(request):
                return log_in_first(request)
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return guarded

    def get_urls(self) -> list[Any]:
        ours = [
            path("jobs/", self.admin_view(jobs), name="jobs"),
            path("system/", self.admin_view(system), name="system"),
        ]
        return [*ours, *super().get_urls()]

    @property
    def site_title(self) -> str:  # type: ignore[override]
        return f"{site_name()}: administration"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return self.site_title
