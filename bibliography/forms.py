"""Forms for references: a record is pasted as CSL-JSON, everything else follows from it."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

from bibliography.models import Reference
from bibliography.normalization import left_out, normalized
from bibliography.records import problems_in
from bibliography.writing import problems_with_key, problems_with_others
from tags.text.plain_text import is_storable

EXAMPLE = '{"type": "article-journal", "title": "…", "author": [{"family": "…", "given": "…"}], "DOI": "10.…"}'


class PrettyJSON(forms.JSONField):
    """JSON on several lines, with letters as letters. What was typed comes back as it was typed."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        del initial
        return InvalidJSONInput(data or "")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, indent=2)
        return "" if value is None else super().prepare_value(value)


class ReferenceForm(forms.ModelForm[Reference]):
    csl = PrettyJSON(
        label="Record",
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField code", "spellcheck": "false"}),
        help_text="Paste the record as CSL-JSON, as Zotero and doi.org export it. A list with one record is fine.",
    )

    class Meta:
        model = Reference
        fields = ["key", "csl"]
        help_texts = {
            "key": "Texts cite it: goldapple2004 as [@goldapple2004]. Left empty, the id of the record is taken."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["csl"].widget.attrs["placeholder"] = EXAMPLE
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean_csl(self) -> dict[str, Any]:
        record = self.cleaned_data["csl"]
        if isinstance(record, list) and len(record) == 1:
            record = record[0]
        if not isinstance(record, dict):
            raise ValidationError("Paste one record: a JSON object {…}.")
        if not is_storable(record):
            raise ValidationError("The record holds characters that cannot be stored: \\u0000, or half of a pair.")
        self.left_out = left_out(record)
        return normalized(record)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "csl" not in self.cleaned_data:
            return self.cleaned_data
        record = self.cleaned_data["csl"]
        key = self.instance.key or self.cleaned_data.get("key") or str(record.get("id", "")).lower()
        if reasons := [*problems_in(record)] or problems_with_others(key, record):
            self.add_error("csl", [ValidationError(reason) for reason in reasons])
        if not self.instance.pk:
            self._check_new_key(key)
        self.cleaned_data["key"] = key
        return self.cleaned_data

    def _check_new_key(self, key: str) -> None:
        if reasons := problems_with_key(key):
            self.add_error("key", [ValidationError(reason) for reason in reasons])
        elif Reference.objects.at_key(key).exists():
            self.add_error("key", f"Another reference has the key “{key}”.")
