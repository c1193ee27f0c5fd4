# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Tags and references in the admin, with the articles that use them: what only this room knows of lower ones.

Counted are articles that exist for the person who looks: contributors learn nothing of the drafts of others.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone

from articles.access import visible
from articles.bitmaps.reindex import reindex_about
from bibliography.admin import ReferenceAdmin
from bibliography.models import Reference
from tags.admin import TagAdmin
from tags.models import Tag


class CountedList(ChangeList):
    model_admin: "CountedAdmin"

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        return self.model_admin.counted(super().get_queryset(request, exclude_parameters), request)


class CountedAdmin(admin.ModelAdmin[Any]):
    """Rows of the list, and the one on the page of its own, know their `uses`."""

    def counted(self, rows: Any, request: HttpRequest) -> Any:
        raise NotImplementedError

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found: Any = super().get_object(request, object_id, from_field)
        if found:
            found.uses = self.counted(self.model._default_manager, request).get(pk=found.pk).uses
        return found


class CountedTagAdmin(CountedAdmin, TagAdmin):
    list_display = [*TagAdmin.list_display, "filed"]
    fieldsets = [*TagAdmin.fieldsets, ("Articles", {"fields": ["filed"]})]
    readonly_fields = ["filed", *TagAdmin.readonly_fields]
    read_only = [*TagAdmin.read_only, "filed"]

    def counted(self, rows: Any, request: HttpRequest) -> Any:
        now = timezone.now()
        relations = ("tagged_articles", "categorised_articles")
        seen = {relation: visible(request.user, now, prefix=f"{relation}__content_object__") for relation in relations}
        return rows.with_uses(**seen)

    @admin.display(description="articles")
    def filed(self, tag: Tag) -> int:
        """A new tag has none."""
        return getattr(tag, "uses", 0)


class CountedReferenceAdmin(CountedAdmin, ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "articles"]
    shown = [*ReferenceAdmin.shown, "articles"]

    def counted(self, rows: Any, request: HttpRequest) -> Any:
        seen = visible(request.user, timezone.now(), prefix="citations__article__")
        return rows.with_uses(seen).defer("csl", "citation_html")

    @admin.display(description="articles that cite it")
    def articles(self, reference: Reference) -> int:
        return getattr(reference, "uses", 0)

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:  # noqa: FBT001
        """The articles about it may stand in another year now."""
        super().save_model(request, obj, form, change)
        reindex_about(obj)


admin.site.unregister([Tag, Reference])
admin.site.register(Tag, CountedTagAdmin)
admin.site.register(Reference, CountedReferenceAdmin)
