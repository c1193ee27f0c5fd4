"""The form of a taxonomy: `tags.curation.taxonomies` stores it."""

from typing import Any

from django import forms

from tags.curation.taxonomies import holds_articles
from tags.models import Taxonomy
from tags.models.taxonomy import not_reserved
from tags.slugs import first_free, slug_of
from tags.text.lengths import longest


class TaxonomyForm(forms.ModelForm[Taxonomy]):
    """A new address is typed, or made of the name; it stays, as addresses, files and style sheets name it."""

    class Meta:
        model = Taxonomy
        fields = ["name", "slug", "description", "position", "is_category"]
        labels = {"slug": "Address", "position": "Place in the order", "is_category": "Its tags are categories"}
        help_texts = {
            "slug": "For filters and files. Left empty, it is made of the name.",
            "position": "Lower numbers stand first; equal ones from A to Z.",
        }
        widgets = {"description": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]
            if holds_articles(self.instance):
                del self.fields["is_category"]
        else:
            self.fields["slug"].required = False
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs |= {"class": "in", "dir": "auto"}

    def clean_slug(self) -> str:
        typed: str = self.cleaned_data["slug"]
        if typed or "name" not in self.cleaned_data:
            return typed
        most = longest(Taxonomy, "slug")
        made = slug_of(self.cleaned_data["name"], most)
        if not made:
            raise forms.ValidationError("Choose an address: none can be made of this name.")
        not_reserved(made)
        return first_free(made, set(Taxonomy.objects.values_list("slug", flat=True)), most)
