"""How long a text may be: what its column holds, asked of the model that says it."""

from typing import Any

from django.db.models import Model


def longest(model: type[Model], column: str) -> int:
    """In characters. For forms, readers of files, and what they tell."""
    field: Any = model._meta.get_field(column)
    return int(field.max_length)
