"""The editors' workspace, in Django's admin: its name, and autocompletes that say more than a title."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase

from articles.site.snapshot import site_name
from cbtneuro.edit_conflicts import ThreeWayAdmin
from cbtneuro.kept_forms import OPENED_BY, opened_by


class Suggestions(AutocompleteJsonView):
    """What an autocomplete offers. An admin class may have two methods for it:

    `suggested(found, term, column)` narrows and orders what was found for a foreign key; `suggestion(row, term)`
    says in a line what a row is, and why it was found.
    """

    def get_queryset(self) -> QuerySet[Model]:
        found = super().get_queryset()
        narrow = getattr(self.model_admin, "suggested", None)
        return narrow(found, self.term, self.source_field) if narrow else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        describe = getattr(self.model_admin, "suggestion", None)
        return {**result, "text": describe(obj, self.term)} if describe else result


class EditingSite(admin.AdminSite):
    index_title = "What there is to edit"
    empty_value_display = "–"

    @property
    def site_title(self) -> str:  # type: ignore[override]
        return f"{site_name()}: editing"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return self.site_title

    def each_context(self, request: Any) -> dict[str, Any]:
        return {**super().each_context(request), OPENED_BY: opened_by(request.user)}

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """No form of this site, whoever writes it, overwrites what its editor has not seen."""
        chosen = admin_class or admin.ModelAdmin
        super().register(model_or_iterable, type(chosen.__name__, (ThreeWayAdmin, chosen), {}), **options)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        answer: HttpResponseBase = Suggestions.as_view(admin_site=self)(request)
        return answer
