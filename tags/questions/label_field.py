"""A field in which a tag is named by its label: it works without a script, and offers what there is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tags.fields import described
from tags.lookup import Found, Homonym, resolve
from tags.models import Tag, TagQuerySet

OFFERED = "offered-tags"  # the id of the <datalist> on the page


class TagByLabel(forms.CharField):
    """The cleaned value is a live tag of `among`. Typed: its label, a synonym, or the label with its taxonomy."""

    among: TagQuerySet

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": OFFERED, "class": "vTextField", "autocomplete": "off"}
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.among = Tag.objects.none()

    def offered(self) -> list[str]:
        return [described(tag) for tag in self.among.select_related("taxonomy").order_by("name", "pk")]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._meant(text) if text else None

    def _meant(self, text: str) -> Tag:
        tags = self.among.select_related("taxonomy")
        for tag in tags:
            if described(tag) == text:
                return tag
        meaning = resolve(text, self.among)
        if isinstance(meaning, Found):
            return tags.get(pk=meaning.tag.pk)
        if isinstance(meaning, Homonym):
            names = " or ".join(f"“{described(tag)}”" for tag in meaning.tags)
            raise ValidationError(f"“{text}” may mean several tags. Write {names}.")
        alike = " or ".join(f"“{described(tag)}”" for tag in meaning.suggestions[:3])
        raise ValidationError(f"No tag that fits here is called “{text}”." + (f" Is it {alike}?" if alike else ""))
