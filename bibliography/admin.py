# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""References in the admin: the record is pasted, `bibliography.writing` fills the rest."""

from html import unescape
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html, strip_tags

from bibliography.forms import ReferenceForm
from bibliography.models import Reference
from bibliography.records import doi_of
from bibliography.writing import save_reference


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin[Reference]):
    form = ReferenceForm
    list_display = ["key", "first_author", "year", "title"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["key", "title", "authors", "doi", "pmid"]
    search_help_text = "Key, author, word of the title, DOI or PubMed number."
    shown = ["citation", "paper"]

    def get_fieldsets(self, request: HttpRequest, obj: Reference | None = None) -> Any:
        entered = (None, {"fields": ["key", "csl"]})
        return [entered, ("What follows from it", {"fields": self.shown})] if obj else [entered]

    def get_readonly_fields(self, request: HttpRequest, obj: Reference | None = None) -> list[str]:
        """Texts cite the key: it stays as it is."""
        return [*self.shown, *(["key"] if obj else [])]

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

    @admin.display(description="citation")
    def citation(self, reference: Reference) -> str:
        return unescape(strip_tags(reference.citation_html))

    @admin.display(description="paper")
    def paper(self, reference: Reference) -> str:
        return format_html('<a href="{0}" rel="external">{0}</a>', reference.url) if reference.url else ""

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:  # noqa: FBT001
        stored = save_reference(form.cleaned_data["key"], form.cleaned_data["csl"])
        obj.pk = stored.pk
        obj.refresh_from_db()
        if form.left_out:
            messages.info(request, f"Left out, as CSL has no such fields: {', '.join(form.left_out)}.")
