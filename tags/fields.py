"""Form fields that choose tags: several, found by label or synonym, kept in the order in which they were chosen."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple

from tags.models import Tag


class TagsWidget(AutocompleteSelectMultiple):
    """Django's autocomplete, with the chosen tags in their own order. `column`: what they will be stored in."""

    def __init__(self, column: Any) -> None:
        super().__init__(column, admin.site, attrs={"data-keeps-order": "true"})

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        """Without the cross that takes all tags away at once."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        [(label, options, index)] = super().optgroups(name, value, attr)
        options.sort(key=lambda option: value.index(str(option["value"])))
        return [(label, options, index)]


class TagsField(forms.ModelMultipleChoiceField[Tag]):
    """The cleaned value is a list of tags in the order of the form."""

    def __init__(self, column: Any, **kwargs: Any) -> None:
        super().__init__(Tag.objects.select_related("taxonomy"), widget=TagsWidget(column), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return described(obj)

    def clean(self, value: Any) -> Any:
        found = {tag.pk: tag for tag in super().clean(value)}
        return [found[int(pk)] for pk in dict.fromkeys(value or ())]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(key(tag)) for tag in initial or ()] != [str(key(tag)) for tag in data or ()]


def key(tag: Any) -> Any:
    return tag.pk if isinstance(tag, Tag) else tag


def described(tag: Tag, synonym: str = "") -> str:
    """The label with its taxonomy, and the synonym by which it was found."""
    return f"{tag.name} ({tag.taxonomy})" + (f", also “{synonym}”" if synonym else "")


def in_stored_order(chosen: Iterable[Tag], stored: Iterable[Tag]) -> list[Tag]:
    """`chosen`, those that stand already in `stored` first and in its order: check boxes know no order of their own."""
    wanted = list(chosen)
    kept = [tag for tag in stored if tag in wanted]
    return kept + [tag for tag in wanted if tag not in kept]
