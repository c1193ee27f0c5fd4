# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""The history of curation: who did what and when, newest first, each with its way back."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from tags.admin.views import undoing
from tags.curation import may_curate
from tags.models import CurationAct

NOBODY = "the command line, or somebody who has left"


@admin.register(CurationAct)
class CurationActAdmin(admin.ModelAdmin[CurationAct]):
    """Acts are only ever added, by the acts themselves."""

    list_display = ["summary", "when", "who", "undo_link"]
    list_display_links = None
    list_filter = ["verb"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["summary"]
    search_help_text = "A word of what was done, such as the label of a tag."
    fields = ["summary", "when", "who", "undo_link"]
    readonly_fields = ["summary", "when", "who", "undo_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CurationAct]:
        return CurationAct.objects.select_related("by", "undone_by").defer("rows")

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": "History of curation"})

    def has_view_permission(self, request: HttpRequest, obj: CurationAct | None = None) -> bool:
        return may_curate(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_curate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CurationAct | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CurationAct | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        undo = path("<int:pk>/undo/", self.admin_site.admin_view(undoing), name="tags_curationact_undo")
        return [undo, *super().get_urls()]

    @admin.display(description="when", ordering="at")
    def when(self, act: CurationAct) -> str:
        return moment(act.at)

    @admin.display(description="who")
    def who(self, act: CurationAct) -> str:
        return str(act.by or NOBODY)

    @admin.display(description="undo")
    def undo_link(self, act: CurationAct) -> Any:
        if act.undone_at:
            return f"Undone on {moment(act.undone_at)} by {act.undone_by or NOBODY}"
        address = reverse("admin:tags_curationact_undo", args=[act.pk])
        return format_html(
            '<a class="button undo" href="{}">Undo<span class="visually-hidden"> {}</span></a>', address, act
        )


def moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
