"""Forms for the vocabulary. Where a tag stands is written by `tags.hierarchy`, never by the form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.forms.utils import pretty_name

from tags.fields import TagsField
from tags.hierarchy import CycleRefused, refuse_cycle, set_broader, set_related
from tags.models import Broader, RelatedTag, Tag, TagLabel, Taxonomy
from tags.normal_form import normal_form

LONGEST_FORM = 200  # characters of a normal form: it can be longer than the label


def checked_spelling(label: str) -> str:
    """The normal form of a label. Raises `ValidationError` for a label that cannot be found again by it."""
    form = normal_form(label)
    if not form:
        raise ValidationError("Write at least one letter or digit.")
    if len(form) > LONGEST_FORM:
        raise ValidationError("This label is too long once its characters are written out.")
    return form


class TagForm(forms.ModelForm[Tag]):
    broader_tags = TagsField(
        Broader._meta.get_field("broader_tag"),
        label="Stands under",
        required=False,
        help_text="Broader tags. There may be several; articles filed here are found under each of them.",
    )
    related_tags = TagsField(
        RelatedTag._meta.get_field("other"),
        label="See also",
        required=False,
        help_text="Tags worth seeing together that stand neither above nor below this one.",
    )

    class Meta:
        model = Tag
        fields = ["name", "taxonomy", "scope_note"]
        widgets = {"scope_note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "broader_tags" in self.fields:
            self.initial["broader_tags"] = list(self.instance.broader.order_by("name"))
            self.initial["related_tags"] = list(Tag.objects.related_to(self.instance))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if "name" in cleaned and "taxonomy" in cleaned:
            self._refuse_same_spelling(cleaned["name"], cleaned["taxonomy"])
        for parent in cleaned.get("broader_tags", []) if self.instance.pk else []:
            try:
                refuse_cycle(self.instance, parent)
            except CycleRefused as refused:
                self.add_error("broader_tags", str(refused))
        return cleaned

    def _refuse_same_spelling(self, name: str, taxonomy: Taxonomy) -> None:
        try:
            form = checked_spelling(name)
        except ValidationError as error:
            self.add_error("name", error)
            return
        twin = Tag.objects.filter(taxonomy=taxonomy, normal_form=form).exclude(pk=self.instance.pk).first()
        if twin:
            self.add_error("name", f"“{twin}” in {taxonomy} is spelled the same.")
        moved = self.instance.pk is not None and Taxonomy.objects.get(tags=self.instance).is_category
        if self.instance.pk and moved != taxonomy.is_category and Tag.objects.with_uses().get(pk=self.instance.pk).uses:
            self.add_error("taxonomy", "Articles are filed here. A tag and a category cannot take each other's place.")

    def write_places(self) -> None:
        """Put the saved tag where the form says. Raises `CycleRefused` if somebody else was quicker."""
        set_broader(self.instance, self.cleaned_data["broader_tags"])
        set_related(self.instance, self.cleaned_data["related_tags"])


class LabelForm(forms.ModelForm[TagLabel]):
    class Meta:
        model = TagLabel
        fields = ["name", "kind", "language"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        checked_spelling(name)
        return name


class TabularFormSet(BaseInlineFormSet[Any, Tag, Any]):
    """Rows of a table: each control says its name itself, because no label stands beside it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs["aria-label"] = field.label or pretty_name(name)


class LabelFormSet(TabularFormSet):
    """The synonyms of one tag. The database knows their normal forms, and no form field does."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[str, str]] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name")
            if not name or form.cleaned_data.get("DELETE"):
                continue
            spelled = form.cleaned_data.get("language", ""), normal_form(name)
            if spelled in seen:
                form.add_error("name", "This synonym stands here already.")
            seen.add(spelled)
