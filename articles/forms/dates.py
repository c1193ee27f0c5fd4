"""The dates of an article in its form: the first publication, and what changed since, told to readers."""

from typing import Any

from django import forms
from django.utils import timezone

from articles.forms.text_fields import OneLineField
from articles.models import Article

ASKED: tuple[str, ...] = ("first_published_at", "change_note")  # for those who may publish


class MomentInput(forms.DateTimeInput):
    """A day and a time in the zone of the site, as browsers ask for them."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__({"type": "datetime-local", "step": 1, **attrs}, format="%Y-%m-%dT%H:%M:%S")


class DatesForm(forms.ModelForm[Article]):
    """Stands below the form of an article, which calls `clean_dates` and, when it writes, `set_dates`."""

    class Meta:
        model = Article
        fields = [*ASKED]
        widgets = {"first_published_at": MomentInput(), "change_note": forms.TextInput(attrs={"class": "vTextField"})}
        field_classes = {"first_published_at": forms.DateTimeField, "change_note": OneLineField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first := self.fields.get("first_published_at"):
            first.help_text = f"{first.help_text} In the zone {timezone.get_current_timezone_name()}."

    def clean_first_published_at(self) -> Any:
        known, asked = self.instance.first_published_at, self.cleaned_data["first_published_at"]
        if "first_published_at" not in self.changed_data:
            return known
        if asked is None and self.instance.publish_at:
            raise forms.ValidationError("Readers are told a date: give one.")
        if asked and asked > timezone.now():
            raise forms.ValidationError("This is yet to come. To publish at a later time, use “Schedule”.")
        return asked

    def clean_change_note(self) -> str:
        note: str = self.cleaned_data["change_note"]
        known = self.instance.first_published_at
        if note and not (known and known <= timezone.now()):
            raise forms.ValidationError("No reader has seen this article yet: there is no change to tell of.")
        return note

    def set_dates(self) -> None:
        """Lists by date follow the first publication of what readers see or saw; an update is dated as it is told."""
        article, now = self.instance, timezone.now()
        changed = {*self.changed_data} & {*self.cleaned_data}
        if "first_published_at" in changed and article.publish_at and article.publish_at <= now:
            article.publish_at = article.first_published_at
        if "change_note" in changed:
            article.public_updated_at = now if article.change_note else None
