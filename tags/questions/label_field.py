"""A field in which a tag is named by its label: it works without a script, and offers what there is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tags.lookup import Found, Homonym, resolve
from tags.models import Tag, TagQuerySet

OFFERED = "offered-tags"  # the id of the <datalist> on the page


def described(tag: Tag) -> str:
    """The label with its taxonomy: it names one tag."""
    return f"{tag.name} ({tag.taxonomy})"


class TagByLabel(forms.CharField):
    """The cleaned value is a live tag of `among`. Typed: its label, a synonym, or the label with its taxonomy."""

    among: TagQuerySet

    def __init__(self, *, max_length: int | None = 200, widget: forms.Widget | None = None, **kwargs: Any) -> None:
        typed = forms.TextInput({"list": OFFERED, "class": "in", "autocomplete": "off"})
        super().__init__(max_length=max_length, widget=widget or typed, **kwargs)
        self.among = Tag.objects.none()

    def offered(self) -> list[str]:
        return [described(tag) for tag in self.among.select_related("taxonomy").order_by("name", "pk")]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._meant(text) if text else None

    def _meant(self, text: str) -> Tag:
        tags = self.among.select_related("taxonomy")
        found = next((tag for tag in tags if described(tag) == text), None)
        if found:
            return found
        meaning = resolve(text, self.among)
        if isinstance(meaning, Found):
            return tags.get(pk=meaning.tag.pk)
        if isinstance(meaning, Homonym):
            names = " or ".join(f"“{described(tag)}”" for tag in meaning.tags)
            raise ValidationError(f"“{text}” may mean several tags. Write {names}.")
        alike = " or ".join(f"“{described(tag)}”" for tag in meaning.suggestions[:3])
        raise ValidationError(f"No tag that fits here is called “{text}”." + (f" Is it {alike}?" if alike else ""))


class TagsByLabel(TagByLabel):
    """Several, one a line; the cleaned value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=None, widget=forms.Textarea({"rows": 3}), **kwargs)

    def clean(self, value: Any) -> Any:
        text: str = forms.CharField.clean(self, value)
        lines = dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
        found, wrong = [], []
        for line in lines:
            try:
                found.append(self._meant(line))
            except ValidationError as refused:
                wrong.append(refused)
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))
