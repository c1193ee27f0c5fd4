# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""The vocabulary in the admin. Acts of `tags.hierarchy` and `tags.curation` do what a form alone must not."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join

from tags.admin.integrity_report import integrity
from tags.admin.views import act as act_page
from tags.curation import CurationRefused, delete_tags, uses
from tags.curation.addresses import free_slug
from tags.fields import described
from tags.forms import LabelForm, LabelFormSet, TabularFormSet, TagForm
from tags.hierarchy import CycleRefused
from tags.models import Tag, TagLabel, TagMatch, Taxonomy, take_write_lock
from tags.questions.acts import acts_for
from tags.text.normal_form import normal_form

LABEL_IS_KEPT = "Rename gives it another label, keeps this one as a synonym, and lets its address lead on."


@admin.register(Taxonomy)
class TaxonomyAdmin(admin.ModelAdmin[Taxonomy]):
    list_display = ["name", "position", "is_category", "description"]
    fields = ["name", "slug", "description", "position", "is_category"]
    prepopulated_fields = {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Taxonomy | None = None) -> list[str]:
        """The slug is part of addresses, files and style sheets. Tags with articles do not become categories."""
        return [] if obj is None else ["slug", "is_category"] if uses(obj.tags.all()) else ["slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Taxonomy | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Taxonomy]) -> None:
        """One by one: each marks that the vocabulary has changed."""
        for taxonomy in queryset:
            taxonomy.delete()


class LabelInline(admin.TabularInline[TagLabel, Tag]):
    model = TagLabel
    form = LabelForm
    formset = LabelFormSet
    extra = 1
    verbose_name = "synonym"


class MatchInline(admin.TabularInline[TagMatch, Tag]):
    model = TagMatch
    formset = TabularFormSet
    extra = 0
    verbose_name = "match in another vocabulary"
    verbose_name_plural = "matches in other vocabularies"


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    form = TagForm
    inlines = [LabelInline, MatchInline]
    list_display = ["name", "taxonomy", "synonyms"]
    list_filter = ["taxonomy"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "labels__name"]
    search_help_text = "Any words of a label or a synonym, with or without accents."
    fieldsets = [
        (None, {"fields": ["name", "taxonomy", "scope_note", "address"]}),
        ("Place", {"fields": ["broader_tags", "narrower_tags", "related_tags"]}),
    ]
    readonly_fields = ["narrower_tags", "address"]
    read_only = ["name", "synonyms", "taxonomy", "scope_note", "stands_under", "narrower_tags"]

    class Media:
        js = ["admin/js/jquery.init.js", "js/editing.js"]

    def get_fieldsets(self, request: HttpRequest, obj: Tag | None = None) -> Any:
        """Who may only look sees the hierarchy as links."""
        if obj is None:
            return self.fieldsets
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": self.read_only})]
        [(name, options), *others] = self.fieldsets
        return [(name, {**options, "description": LABEL_IS_KEPT}), *others]

    def get_urls(self) -> list[URLPattern]:
        check = path("check/", self.admin_site.admin_view(integrity), name="tags_integrity")
        acts = path("<int:pk>/act/<slug:name>/", self.admin_site.admin_view(act_page), name="tags_tag_act")
        return [check, acts, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        """The label of a tag that stands is changed by its act, which keeps the old one and its address."""
        return [*(["name"] if obj else []), *self.readonly_fields]

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        tag = context["original"]
        acts = acts_for(tag) if tag and self.has_change_permission(request, tag) else []
        return super().render_change_form(request, {**context, "tag_acts": acts}, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return Tag.objects.with_labels()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.with_words(search_term), False

    def suggested(self, found: Any, term: str, column: "ForeignKey[Any, Any]") -> Any:
        """Best match first. Articles are filed under tags; their categories are ticked."""
        if column.model._meta.app_label != "tags":
            found = found.filter(taxonomy__is_category=False)
        return found.best_match_first(term) if normal_form(term) else found.order_by("name")

    def suggestion(self, tag: Tag, term: str) -> str:
        form = normal_form(term)
        hits = [label.name for label in tag.labels.all() if form in normal_form(label.name)]
        return described(tag, "" if form in tag.normal_form or not hits else hits[0])

    @admin.display(description="synonyms")
    def synonyms(self, tag: Tag) -> str:
        return ", ".join(label.name for label in tag.labels.all())

    @admin.display(description="address")
    def address(self, tag: Tag) -> str:
        """The address, and those that lead to it."""
        if not tag.pk:
            return "made of the label"
        former = [row.slug for row in tag.former_slugs.order_by("slug")]
        led = [other.slug for other in tag.replaces.order_by("slug")]
        return f"/tags/{tag.slug}/" + (f" (also from {', '.join(former + led)})" if former or led else "")

    @admin.display(description="Stands above")
    def narrower_tags(self, tag: Tag) -> str:
        return links_to(tag.narrower.order_by("name")) if tag.pk else ""

    @admin.display(description="Stands under")
    def stands_under(self, tag: Tag) -> str:
        return links_to(tag.broader.order_by("name")) if tag.pk else ""

    def view_on_site(self, obj: Tag) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:  # noqa: FBT001
        """A new tag gets an address from which no other tag's old readers come."""
        if not change:
            take_write_lock()
            obj.slug = free_slug(obj.name)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        try:
            form.write_places(by=request.user, at=timezone.now(), is_new=not change)
        except (CycleRefused, CurationRefused) as refused:
            self.message_user(request, str(refused), messages.ERROR)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Tags with articles protect themselves. Places in the hierarchy go with a tag and ask for no permission."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, needed, [*protected, *uses(objs)]

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        delete_tags([obj])

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        delete_tags(queryset)


def links_to(tags: QuerySet[Tag]) -> str:
    links = ((reverse("admin:tags_tag_change", args=[tag.pk]), tag.name) for tag in tags)
    return format_html_join(", ", '<a href="{}">{}</a>', links)
