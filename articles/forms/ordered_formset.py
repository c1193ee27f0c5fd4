"""Inline forms whose rows have an order. Before each stands its number; who writes another one moves the row there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, TextField
from django.forms.models import BaseInlineFormSet

PARKED = 10_000  # where rows wait while others take their positions, and those without a number; no list is as long
TWO_LINES = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})


class InOrderForm(forms.ModelForm[Any]):
    """A row, and before its own fields the number that the editor gives it."""

    place = forms.IntegerField(
        label="No.",
        required=False,
        min_value=1,
        max_value=PARKED - 1,
        widget=forms.NumberInput(attrs={"class": "place"}),
    )


class InOrderFormSet(BaseInlineFormSet[Any, Any, InOrderForm]):
    """Stores `position` 0, 1, 2 ... A row whose number was changed takes that place, and the others keep their order.

    Positions are unique in the database, so all rows step aside before the first takes its new one. Where a column
    that the form shows is unique among the rows too, rows that point elsewhere now are written anew: two of them may
    have changed places.
    """

    def add_fields(self, form: InOrderForm, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and index < self.initial_form_count() and "place" in form.fields:
            form.initial["place"] = index + 1

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  the signature of Django
        if not self.has_changed():
            return super().save(commit=commit)
        kept = self._in_order()
        for position, form in enumerate(kept):
            form.instance.position = position
        self._step_aside()
        saved = super().save(commit=commit)
        for form in kept:
            self._rows([form]).update(position=form.instance.position)
        return saved

    def _in_order(self) -> list[InOrderForm]:
        """Rows without a number come last; of two that want one place the first gets it."""
        kept = [form for form in self.forms if self._is_kept(form)]
        places: dict[InOrderForm, int] = {form: form.cleaned_data.get("place") or PARKED for form in kept}
        moved = [form for form in reversed(kept) if places[form] < PARKED and "place" in form.changed_data]
        ordered = sorted((form for form in kept if form not in moved), key=places.__getitem__)
        for form in sorted(moved, key=places.__getitem__):
            ordered.insert(places[form] - 1, form)
        return sorted(ordered, key=lambda form: places[form] == PARKED)

    def _step_aside(self) -> None:
        model: Any = self.model
        unique = {name for rule in model._meta.total_unique_constraints for name in rule.fields}
        self._rows(self.initial_forms).update(position=F("position") + PARKED)
        self._rows(form for form in self.initial_forms if unique.intersection(form.changed_data)).delete()

    def _rows(self, forms_of_rows: Any) -> Any:
        model: Any = self.model
        return model._default_manager.filter(pk__in=[form.instance.pk for form in forms_of_rows])

    def _is_kept(self, form: InOrderForm) -> bool:
        is_row = bool(form.instance.pk) or form.has_changed()
        return is_row and not self._should_delete_form(form)  # type: ignore[attr-defined]


class InOrderInline(admin.StackedInline[Any, Any]):
    form = InOrderForm
    formset = InOrderFormSet  # type: ignore[assignment]  # of InOrderForm, which is narrower
    formfield_overrides = {TextField: {"widget": TWO_LINES}}
    ordering = ["position", "pk"]
