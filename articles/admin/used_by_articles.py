# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Tags and references in the admin, with the articles that use them: what only this room knows of lower ones.

Counted are articles that exist for the person who looks: contributors learn nothing of the drafts of others.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from articles.access import visible
from articles.bitmaps.reindex import reindex_about
from bibliography.admin import ReferenceAdmin
from bibliography.models import Reference
from tags.admin import TagAdmin
from tags.models import Tag


def tag_counts(request: HttpRequest) -> dict[str, Q]:
    now = timezone.now()
    return {
        relation: visible(request.user, now, prefix=f"{relation}__content_object__")
        for relation in ("tagged_articles", "categorised_articles")
    }


def reference_counts(request: HttpRequest) -> Q:
    return visible(request.user, timezone.now(), prefix="citations__article__")


class TagList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        found: Any = super().get_queryset(request, exclude_parameters)
        return found.with_uses(**tag_counts(request))


class ReferenceList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        found: Any = super().get_queryset(request, exclude_parameters)
        return found.with_uses(reference_counts(request)).defer("csl", "citation_html")


class CountedTagAdmin(TagAdmin):
    list_display = [*TagAdmin.list_display, "filed"]
    fieldsets = [*TagAdmin.fieldsets, ("Articles", {"fields": ["filed"]})]
    readonly_fields = ["filed", *TagAdmin.readonly_fields]
    read_only = [*TagAdmin.read_only, "filed"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TagList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Tag | None:
        tag: Any = super().get_object(request, object_id, from_field)
        if tag:
            counted: Any = Tag.objects.with_uses(**tag_counts(request)).get(pk=tag.pk)
            tag.uses = counted.uses
        return tag  # type: ignore[no-any-return]

    @admin.display(description="articles")
    def filed(self, tag: Tag) -> int:
        """A new tag has none."""
        return getattr(tag, "uses", 0)


class CountedReferenceAdmin(ReferenceAdmin):
    list_display = [*ReferenceAdmin.list_display, "articles"]
    shown = [*ReferenceAdmin.shown, "articles"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReferenceList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Reference | None:
        reference: Any = super().get_object(request, object_id, from_field)
        if reference:
            counted: Any = Reference.objects.with_uses(reference_counts(request)).get(pk=reference.pk)
            reference.uses = counted.uses
        return reference  # type: ignore[no-any-return]

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
