# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Reading lists in the admin: a list with its sections on one page, the articles of a section on a page of its own."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Field, QuerySet, TextField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from articles.forms.ordered_formset import InOrderInline
from articles.publishing import PublishRefused
from articles.status import Status
from lists import publishing
from lists.models import Item, ReadingList, Section
from members.models import User

Act = tuple[str, str, Callable[..., None]]  # what the button says, what was done, the act
ACTS: Final[dict[str, Act]] = {
    "publish": ("Publish", "published", publishing.publish),
    "withdraw": ("Withdraw", "withdrawn", publishing.withdraw),
    "return-to-draft": ("Return to draft", "returned to draft", publishing.return_to_draft),
}
AFTER: Final = {
    "draft": ("publish",),
    "in_review": ("publish", "return-to-draft"),
    "approved": ("publish", "return-to-draft"),
    "published": ("withdraw", "return-to-draft"),
    "withdrawn": ("publish", "return-to-draft"),
}


FEW_LINES: Final[dict[type[Field[Any, Any]], dict[str, Any]]] = {
    TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
}


class SectionInline(InOrderInline):
    model = Section
    fields = ["place", "title", "intro", "contents"]
    readonly_fields = ["contents"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).prefetch_related("items__article")

    @admin.display(description="articles")
    def contents(self, section: Section) -> str:
        if section.pk is None:
            return "Save the section first."
        titles = format_html_join("", "<li>{}</li>", ((item.article.title,) for item in section.items.all()))
        page = reverse("admin:lists_section_change", args=[section.pk])
        return format_html('<ol class="cited">{}</ol><a href="{}">Edit its articles</a>', titles, page)


class ItemInline(InOrderInline):
    model = Item
    fields = ["place", "article", "reason"]
    autocomplete_fields = ["article"]
    extra = 2
    verbose_name = "article"
    verbose_name_plural = "articles"


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    """Reached from its list alone."""

    class Media:
        js = ["admin/js/jquery.init.js", "js/editing.js"]

    inlines = [ItemInline]
    formfield_overrides = FEW_LINES
    fields = ["reading_list_link", "title", "intro"]
    readonly_fields = ["reading_list_link"]

    @admin.display(description="reading list")
    def reading_list_link(self, section: Section) -> str:
        page = reverse("admin:lists_readinglist_change", args=[section.reading_list_id])
        return format_html('<a href="{}">{}</a>', page, section.reading_list)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def response_post_save_change(self, request: HttpRequest, obj: Section) -> HttpResponseRedirect:
        return redirect("admin:lists_readinglist_change", obj.reading_list_id)


@admin.register(ReadingList)
class ReadingListAdmin(admin.ModelAdmin[ReadingList]):
    inlines = [SectionInline]
    formfield_overrides = FEW_LINES
    list_display = ["title", "state", "size", "publish_at", "editor"]
    list_filter = ["status"]
    list_select_related = ["editor"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "standfirst", "editor"]
    actions = ["publish", "withdraw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReadingList]:
        return ReadingList.objects.visible_to(request.user).annotate(articles=Count("sections__items"))

    def has_delete_permission(self, request: HttpRequest, obj: ReadingList | None = None) -> bool:
        """What readers see is withdrawn first."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status != Status.PUBLISHED)

    def get_readonly_fields(self, request: HttpRequest, obj: ReadingList | None = None) -> list[str]:
        """No address leads on to a new one here: what was published keeps its own."""
        return ["slug"] if obj and obj.publish_at else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: ReadingList | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["title"]}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "editor":
            kwargs["queryset"] = User.objects.staff()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ReadingList, form: Any, change: bool) -> None:  # noqa: FBT001
        if obj.editor_id is None and not change:
            obj.editor_id = request.user.pk
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        stored: ReadingList | None = context["original"]
        acts = [(name, ACTS[name][0]) for name in AFTER[stored.status]] if stored else []
        lacking = publishing.missing(stored) if stored and stored.status != Status.PUBLISHED else []
        return super().render_change_form(request, {**context, "acts": acts, "lacking": lacking}, **kwargs)

    def response_change(self, request: HttpRequest, obj: ReadingList) -> HttpResponse:
        page = format_html('<a href="{}">See its page</a>', obj.get_absolute_url())
        name = request.POST.get("_act", "")
        if name not in ACTS:
            self.message_user(request, page, messages.INFO)
            return super().response_change(request, obj)
        self._perform(name, [obj], request)
        return redirect("admin:lists_readinglist_change", obj.pk)

    @admin.action(description="Publish")
    def publish(self, request: HttpRequest, chosen: QuerySet[ReadingList]) -> None:
        self._perform("publish", list(chosen), request)

    @admin.action(description="Withdraw")
    def withdraw(self, request: HttpRequest, chosen: QuerySet[ReadingList]) -> None:
        self._perform("withdraw", list(chosen), request)

    def _perform(self, name: str, chosen: list[ReadingList], request: HttpRequest) -> None:
        _, done, act = ACTS[name]
        for reading_list in chosen:
            try:
                act(reading_list, by=request.user, at=timezone.now())
            except PublishRefused as refused:
                reasons = format_html_join("", "<li>{}</li>", ((reason,) for reason in refused.reasons))
                refusal = format_html("“{}” was not {}. To mend first: <ul>{}</ul>", reading_list, done, reasons)
                self.message_user(request, refusal, messages.ERROR)
            else:
                self.message_user(request, f"“{reading_list}” was {done}.", messages.SUCCESS)

    @admin.display(description="state", ordering="status")
    def state(self, reading_list: ReadingList) -> str:
        return reading_list.get_status_display()

    @admin.display(description="articles", ordering="articles")
    def size(self, reading_list: ReadingList) -> int:
        return getattr(reading_list, "articles", 0)

    def view_on_site(self, obj: ReadingList) -> str:
        return obj.get_absolute_url()
