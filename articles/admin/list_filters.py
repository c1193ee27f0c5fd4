# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""What the list of articles can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article
from articles.status import Status

LONG_TEXTS = ("summary_markdown", "summary_html", "summary_outline", "outline")


class StateFilter(admin.SimpleListFilter):
    """States as editors speak of them: what is scheduled is stored as published, with a time to come."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("approved", "Approved"),
            ("scheduled", "Scheduled"),
            ("published", "Published"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        now, chosen = timezone.now(), self.value()
        if chosen == "scheduled":
            return queryset.filter(status=Status.PUBLISHED, publish_at__gt=now)
        if chosen == "published":
            return queryset.filter(status=Status.PUBLISHED, publish_at__lte=now)
        return queryset.filter(status=chosen) if chosen in Status.values else queryset


class MineFilter(admin.SimpleListFilter):
    title = "writer"
    parameter_name = "writer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "My own"), ("nobody", "Nobody yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "me":
            return queryset.filter(editor=request.user.pk)
        return queryset.filter(editor=None) if self.value() == "nobody" else queryset


class ArticleList(ChangeList):
    """Newest work first, without the long texts that no row shows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        found: QuerySet[Article] = super().get_queryset(request, exclude_parameters)
        return found.defer(*LONG_TEXTS)
