# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""References in the admin: the record is pasted, `bibliography.writing` fills the rest."""

from html import unescape
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, strip_tags

from articles.access import visible
from articles.shelving import shelve_about
from bibliography.forms import ReferenceForm
from bibliography.models import Reference
from bibliography.records import doi_of
from bibliography.writing import save_reference


class ReferenceList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Reference]:
        found: Any = super().get_queryset(request, exclude_parameters)
        counted: QuerySet[Reference] = found.with_uses(seen_by(request)).defer("csl", "citation_html")
        return counted


def seen_by(request: HttpRequest) -> Q:
    """The citations in articles that exist for this person."""
    return visible(request.user, timezone.now(), prefix="citations__article__")


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin[Reference]):
    form = ReferenceForm
    list_display = ["key", "first_author", "year", "title", "articles"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["key", "title", "authors", "doi", "pmid"]
    search_help_text = "Key, author, word of the title, DOI or PubMed number."
    fieldsets = [
        (None, {"fields": ["key", "csl"]}),
        ("What follows from it", {"fields": ["citation", "paper", "articles"]}),
    ]
    readonly_fields = ["citation", "paper", "articles"]

    def get_fieldsets(self, request: HttpRequest, obj: Reference | None = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:1]

    def get_readonly_fields(self, request: HttpRequest, obj: Reference | None = None) -> list[str]:
        """Texts cite the key: it stays as it is."""
        return [*self.readonly_fields, *(["key"] if obj else [])]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReferenceList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A pasted https://doi.org/… finds the DOI that it holds."""
        bare = " ".join(doi_of({"DOI": word}) if "doi" in word.lower() else word for word in search_term.split())
        return super().get_search_results(request, queryset, bare)

    def suggestion(self, reference: Reference, term: str) -> str:
        return f"{reference.key}: {self.first_author(reference)} ({reference.year or 'n.d.'}). {reference.title}"

    @admin.display(description="author", ordering="authors")
    def first_author(self, reference: Reference) -> str:
        first, *others = reference.authors.split(", ")
        return f"{first} et al." if others else first

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Reference | None:
        reference = super().get_object(request, object_id, from_field)
        if reference is not None:
            counted: Any = Reference.objects.with_uses(seen_by(request)).get(pk=reference.pk)
            reference.uses = counted.uses  # type: ignore[attr-defined]  # as `with_uses` gives it to rows of the list
        return reference

    @admin.display(description="articles that cite it")
    def articles(self, reference: Reference) -> int:
        return getattr(reference, "uses", 0)

    @admin.display(description="citation")
    def citation(self, reference: Reference) -> str:
        return unescape(strip_tags(reference.citation_html))

    @admin.display(description="paper")
    def paper(self, reference: Reference) -> str:
        return format_html('<a href="{0}" rel="external">{0}</a>', reference.url) if reference.url else ""

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:  # noqa: FBT001
        stored = save_reference(form.cleaned_data["key"], form.cleaned_data["csl"])
        shelve_about(stored)
        obj.pk = stored.pk
        obj.refresh_from_db()
