# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Reading lists in the admin: a list with its sections on one page, the articles of a section on a page of its own."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import Count, Field, QuerySet, TextField
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.admin.acts import Act, perform
from articles.admin.editorial import EditorialAdmin
from articles.forms.ordered_formset import InOrderInline
from articles.status import Status
from lists import publishing
from lists.models import Item, ReadingList, Section

PUBLISH: Final = Act("publish", "Publish", "published", publishing.publish)
WITHDRAW: Final = Act("withdraw", "Withdraw", "withdrawn", publishing.withdraw, is_drastic=True)
RETURN: Final = Act(
    "return-to-draft", "Return to draft", "returned to draft", publishing.return_to_draft, is_drastic=True
)
AFTER: Final = {
    "draft": (PUBLISH,),
    "in_review": (PUBLISH, RETURN),
    "approved": (PUBLISH, RETURN),
    "published": (WITHDRAW, RETURN),
    "withdrawn": (PUBLISH, RETURN),
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
class ReadingListAdmin(EditorialAdmin):
    acts = {act.name: act for act in (PUBLISH, WITHDRAW, RETURN)}
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
        return ["slug"] if obj and obj.first_published_at else []

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        stored: ReadingList | None = context["original"]
        acts = AFTER[stored.status] if stored else ()
        lacking = publishing.missing(stored) if stored and stored.status != Status.PUBLISHED else []
        return super().render_change_form(request, {**context, "acts": acts, "lacking": lacking}, **kwargs)

    @admin.action(description="Publish")
    def publish(self, request: HttpRequest, chosen: QuerySet[ReadingList]) -> None:
        perform(PUBLISH, chosen, request, {})

    @admin.action(description="Withdraw")
    def withdraw(self, request: HttpRequest, chosen: QuerySet[ReadingList]) -> None:
        perform(WITHDRAW, chosen, request, {})

    @admin.display(description="state", ordering="status")
    def state(self, reading_list: ReadingList) -> str:
        return reading_list.get_status_display()

    @admin.display(description="articles", ordering="articles")
    def size(self, reading_list: ReadingList) -> int:
        return getattr(reading_list, "articles", 0)
