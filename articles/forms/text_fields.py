"""Form fields for what editors write: one line, several lines."""

import re
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from tags.text.plain_text import one_line, tidy

validate_no_null_characters = ProhibitNullCharactersValidator()
ONE_A_LINE = re.compile(r"\A\s*(?:[-*•]\s+)?")  # an editor may paste a list with its bullets


class TextField(forms.CharField):
    """A text in any script: what is typed stands in its own direction."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}


class OneLineField(TextField):
    """Text without line breaks, however it was typed."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LinesField(TextField):
    """A list of lines in a text area: each that holds something is one entry."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = tidy(super().to_python(value) or "")
        validate_no_null_characters(text)
        lines = (one_line(ONE_A_LINE.sub("", line)) for line in text.split("\n"))
        return [line for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))
