"""Columns that keep no character which no text holds, however it came in: by form, file, command or query."""

from typing import Any

from django import forms
from django.db import models

from members.characters import cleaned


class CleanedField(forms.CharField):
    """Cleans what was typed before anything else is asked of it: a lone control character is no text."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(cleaned(value))


class Cleaned:
    """Before a field of Django. Migrations see that field alone: what the database keeps is the same."""

    def to_python(self, value: Any) -> Any:
        return cleaned(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return cleaned(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  the signature that Django calls
        value = cleaned(super().pre_save(model_instance, add))  # type: ignore[misc]
        setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs  # type: ignore[attr-defined]


class CharColumn(Cleaned, models.CharField[str, str]):
    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CleanedField, **kwargs})


class TextColumn(Cleaned, models.TextField[str, str]):
    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CleanedField, **kwargs})


class JSONColumn(Cleaned, models.JSONField[Any, Any]):
    """Every text and name in it."""
