"""The editors' workspace, in Django's admin: its name, and autocompletes that say more than a title."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase


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
    site_title = site_header = f"{settings.SITE_NAME}: editing"
    index_title = "What there is to edit"
    empty_value_display = "–"

    def autocomplete_view(self, request: HttpRequest) -> Any:
        answer: HttpResponseBase = Suggestions.as_view(admin_site=self)(request)
        return answer
