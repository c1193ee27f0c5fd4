# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Articles in the admin, laid out in the order in which an editor works."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import CharField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.views.decorators.http import require_safe

from articles import access
from articles.admin.acts import ACTS, acts_of, possible
from articles.admin.bulk_tagging import list_actions, tagging
from articles.admin.editorial import EditorialAdmin
from articles.admin.fieldsets import FOR_PUBLISHERS, HELP, LABELS, READ_ONLY, fieldsets
from articles.admin.list_filters import ArticleList, MineFilter, StateFilter
from articles.admin.pages import act as act_page
from articles.admin.pages import leading_to, preview
from articles.admin.related_articles import suggestions
from articles.forms.article_form import SHOWN, ArticleForm, article_form
from articles.forms.ordered_formset import TWO_LINES, InOrderForm, InOrderInline
from articles.forms.typed_tags import ADDING
from articles.models import Article, Citation, Event, RelatedArticle
from articles.publishing import missing
from articles.site.snapshot import current_site
from articles.site.values import Fact
from articles.status import Status
from tags.curation import may_curate


class RelatedForm(InOrderForm):
    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target and target.pk == self.instance.source_id:
            raise forms.ValidationError("An article is not related to itself.")
        return target


class RelatedInline(InOrderInline):
    model = RelatedArticle
    form = RelatedForm
    formfield_overrides = {CharField: {"widget": TWO_LINES}}
    fk_name = "source"
    fields = [("place", "relation"), "target", "reason"]
    autocomplete_fields = ["target"]
    extra = 1
    verbose_name = "related article"
    verbose_name_plural = "related articles"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Who may not see the other article does not see the link; saving leaves it as it is."""
        rows: Any = super().get_queryset(request)
        return rows.shown_to(request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "target":
            kwargs["queryset"] = Article.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Article)
class ArticleAdmin(EditorialAdmin):
    acts = ACTS
    form = ArticleForm
    inlines = [RelatedInline]
    autocomplete_fields = ["paper", "image"]
    list_display = ["title", "state", "kind", "editor", "published", "updated"]
    list_filter = [StateFilter, MineFilter, "kind", "access"]
    list_per_page = 50
    list_select_related = ["editor"]
    show_full_result_count = False
    ordering = ["-updated_at", "-pk"]
    search_fields = ["title", "slug", "paper__key", "paper__title", "paper__authors", "paper__doi"]
    search_help_text = "Title, address, or the paper's key, title, author or DOI."

    class Media:
        js = ["admin/js/jquery.init.js", "js/editing.js"]

    # --- Who may do what -------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.visible_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or access.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn or returned to draft first."""
        was_never_seen = obj is None or obj.status not in {Status.PUBLISHED, Status.WITHDRAWN}
        return super().has_delete_permission(request, obj) and was_never_seen

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Articles are deleted one at a time; the acts of this person's role are asked about on a page of their own."""
        acts = {act.name: (leading_to("act", act.name), act.name, act.label) for act in acts_of(request.user)}
        return {**acts, **(list_actions() if may_curate(request.user) else {})}

    # --- The form ---------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return READ_ONLY
        whole = fieldsets(facts_for(request))
        if access.allows(request.user, "articles.publish_articles"):
            return whole
        shown = [(name, {**options, "fields": for_writers(options["fields"])}) for name, options in whole]
        return [(name, options) for name, options in shown if options["fields"]]

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        return self.inlines if obj is None or self.has_change_permission(request, obj) else []

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return [*SHOWN]

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        if obj is not None and not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change=change, form=forms.ModelForm, **kwargs)
        asking = {"form": article_form(facts_for(request)), "help_texts": HELP, "labels": LABELS}
        made: Any = super().get_form(request, obj, change=change, **asking, **kwargs)
        made.may_add_tags = access.allows(request.user, ADDING)
        return made

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Nothing is deleted from here: what a field chooses, others may have chosen too."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        article = context["original"]
        shown = article or Article()
        return super().render_change_form(
            request,
            {
                **context,
                "acts": possible(shown, request.user),
                "article_state": shown.state,
                "lacking": missing(article) if article and article.status != Status.PUBLISHED else [],
                "preview_url": reverse("admin:articles_article_preview", args=[article.pk] if article else []),
            },
            **kwargs,
        )

    # --- Saving -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:  # noqa: FBT001
        for line, part, message in form.write():
            place = f"{part.replace('_', ' ').capitalize()}{f', line {line}' if line else ''}"
            self.message_user(request, f"{place}: {message}", messages.WARNING)
        for tag in form.new_tags:
            self.log_addition(request, tag, "Typed as a tag of an article.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Tags are written with the article: the form's own way would write them a second time."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    # --- What a row and the form say --------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleList

    def suggestion(self, article: Article, term: str) -> str:
        return article.title if article.is_live(timezone.now()) else f"{article.title} ({article.state})"

    @admin.display(description="state", ordering="status")
    def state(self, article: Article) -> str:
        return article.state.replace("-", " ").capitalize()

    @admin.display(description="published", ordering="publish_at")
    def published(self, article: Article) -> str:
        return date_format(article.first_published, "DATETIME_FORMAT") if article.first_published else ""

    @admin.display(description="saved", ordering="updated_at")
    def updated(self, article: Article) -> str:
        return date_format(timezone.localtime(article.updated_at), "DATETIME_FORMAT")

    @admin.display(description="references")
    def citations(self, article: Article) -> str:
        """Numbered as readers see them, each with its key and a link to its record."""
        rows = Citation.objects.of(article, in_full=True) if article.pk else []
        cited = (
            (
                citation.position,
                reverse("admin:bibliography_reference_change", args=[citation.reference_id]),
                citation.reference.key,
                strip_tags(citation.reference.title),
            )
            for citation in rows
        )
        items = format_html_join("", '<li value="{}"><a href="{}">{}</a> {}</li>', cited)
        return format_html('<ol class="cited">{}</ol>', items) if items else "The text cites none yet."

    @admin.display(description="former addresses")
    def former_addresses(self, article: Article) -> str:
        former = article.former_slugs.order_by("slug") if article.pk else []
        return ", ".join(str(slug) for slug in former) or "none"

    @method_decorator(require_safe)
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The acts first, then what the admin noted of every change."""
        article = self.get_object(request, unquote(object_id))
        acts = Event.objects.of(article) if article else []
        return super().history_view(request, object_id, {**(extra_context or {}), "acts": acts})

    def get_urls(self) -> list[URLPattern]:
        ours = [
            path("preview/", self.admin_site.admin_view(preview), name="articles_article_preview"),
            path("<int:pk>/preview/", self.admin_site.admin_view(preview), name="articles_article_preview"),
            path("<int:pk>/suggestions/", self.admin_site.admin_view(suggestions), name="articles_article_suggestions"),
            path("act/<slug:name>/", self.admin_site.admin_view(act_page), name="articles_article_act"),
            path("tagging/<slug:name>/", self.admin_site.admin_view(tagging), name="articles_article_tagging"),
        ]
        return [*ours, *super().get_urls()]


def facts_for(request: HttpRequest) -> tuple[Fact, ...]:
    """The facts that the site asked for when the request first asked: all parts of a form agree on them."""
    asked: tuple[Fact, ...] = vars(request).setdefault("facts_of_form", current_site().facts)
    return asked


def for_writers(fields: Any) -> list[Any]:
    return [field for field in fields if field not in FOR_PUBLISHERS]
