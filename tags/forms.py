"""Forms for the vocabulary. Where a tag stands is written by `tags.hierarchy`, never by the form."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.forms.utils import pretty_name

from tags.curation.faults import faults, new_since
from tags.curation.moving import set_parents
from tags.curation.refusal import CurationRefused
from tags.fields import TagsField
from tags.hierarchy import CycleRefused, refuse_cycle, set_broader, set_related
from tags.models import Broader, RelatedTag, Tag, TagLabel, Taxonomy
from tags.text.label_rules import problem_with
from tags.text.normal_form import normal_form


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
        name = cleaned.get("name") if "name" in self.fields else self.instance.name
        if name is not None and "taxonomy" in cleaned:
            self._refuse_same_spelling(name, cleaned["taxonomy"])
        if "taxonomy" in cleaned:
            self._refuse_other_taxonomies(cleaned["taxonomy"], cleaned.get("broader_tags", []))
        for parent in cleaned.get("broader_tags", []) if self.instance.pk else []:
            try:
                refuse_cycle(self.instance, parent)
            except CycleRefused as refused:
                self.add_error("broader_tags", str(refused))
        return cleaned

    def _refuse_other_taxonomies(self, taxonomy: Taxonomy, broader: list[Tag]) -> None:
        strange = [str(parent) for parent in broader if parent.taxonomy_id != taxonomy.pk]
        if strange:
            self.add_error(
                "broader_tags", f"Not in {taxonomy}: {', '.join(strange)}. A tag stands under tags of its own."
            )
        if self.instance.pk and self.instance.narrower.exclude(taxonomy=taxonomy).exists():
            self.add_error("taxonomy", "Narrower tags stand under it. Move them first.")

    def _refuse_same_spelling(self, name: str, taxonomy: Taxonomy) -> None:
        if problem := problem_with(name):
            self.add_error("name" if "name" in self.fields else None, problem)
            return
        objection = Tag.objects.objection_to(name, taxonomy, but=self.instance)
        if objection and not self.instance.is_deprecated:
            self.add_error("name" if "name" in self.fields else "taxonomy", objection)
        moved = self.instance.pk is not None and Taxonomy.objects.get(tags=self.instance).is_category
        if self.instance.pk and moved != taxonomy.is_category and Tag.objects.with_uses().get(pk=self.instance.pk).uses:
            self.add_error("taxonomy", "Articles are filed here. A tag and a category cannot take each other's place.")

    @transaction.atomic
    def write_places(self, *, by: AbstractUser, at: datetime, is_new: bool) -> None:
        """Put the saved tag where the form says; of one that stood here already, its new parents are an act.

        Raises `CycleRefused` or `CurationRefused` if somebody else was quicker.
        """
        known = faults()
        set_related(self.instance, self.cleaned_data["related_tags"])
        if is_new:
            set_broader(self.instance, self.cleaned_data["broader_tags"])
        else:
            set_parents(self.instance, self.cleaned_data["broader_tags"], by=by, at=at)
        if found := new_since(known):
            raise CurationRefused(found)


class LabelForm(forms.ModelForm[TagLabel]):
    class Meta:
        model = TagLabel
        fields = ["name", "kind", "language"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if problem := problem_with(name):
            raise ValidationError(problem)
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
        tag = self.instance
        seen = {(tag.language, normal_form(tag.name)): "This is its preferred label."}
        preferred = {tag.language}
        for form in self.forms:
            said = form.cleaned_data
            if not said.get("name") or said.get("DELETE"):
                continue
            language = said.get("language", "")
            spelled = language, normal_form(said["name"])
            if spelled in seen and form.has_changed():  # what a file brought may stay
                form.add_error("name", seen[spelled])
            if said.get("kind") == TagLabel.Kind.PREFERRED and language in preferred:
                form.add_error("kind", "It has a preferred label in this language already.")
            seen.setdefault(spelled, "This synonym stands here already.")
            preferred |= {language} if said.get("kind") == TagLabel.Kind.PREFERRED else set()
