# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""What articles and reading lists share in the admin: an editor, an address made of the title, buttons that publish."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from articles.admin.acts import Act, perform
from articles.admin.pages import ask_address
from members.models import User


class EditorialAdmin(admin.ModelAdmin[Any]):
    """`acts`: what its buttons do, by name."""

    acts: Mapping[str, Act]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["title"]}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "editor":
            kwargs["queryset"] = User.objects.staff()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:  # noqa: FBT001
        """What is new has the person who writes it for its editor, unless another one is chosen."""
        obj = super().save_form(request, form, change)
        if obj.editor_id is None and not change:
            obj.editor_id = request.user.pk
        return obj

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._act_wanted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._act_wanted(request, obj) or super().response_change(request, obj)

    def _act_wanted(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """What was saved by a button with an act: do it, or ask what has to be asked first."""
        act = self.acts.get(request.POST.get("_act", ""))
        page = format_html('<a href="{}">See its page</a>', obj.get_absolute_url())
        if act is None:
            self.message_user(request, page, messages.INFO)
            return None
        if act.asks:
            self.message_user(request, format_html("Saved. {}", page), messages.SUCCESS)
            return redirect(ask_address("act", act.name, [obj.pk]))
        perform(act, [obj], request, {})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)

    def view_on_site(self, obj: Any) -> str:
        address: str = obj.get_absolute_url()
        return address
