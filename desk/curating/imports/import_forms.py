"""What is asked of somebody who imports: the records, what columns mean, whether drafts are made."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from bibliography.importing.batches.receiving import EMPTY, LARGEST_FILE, NotReceived, text_of
from bibliography.importing.decoding import Decoded
from bibliography.importing.formats.table_columns import FIELDS

ENDINGS: Final = ".ris,.bib,.nbib,.enw,.txt,.xml,.json,.csv,.tsv,.tab"


class SendForm(forms.Form):
    """A file counts before what is pasted. `said`: its text."""

    upload = forms.FileField(
        label="A file",
        required=False,
        help_text=f"RIS, BibTeX, PubMed, EndNote XML, CSL-JSON or CSV, up to {LARGEST_FILE // 1_000_000} MB, "
        "in any encoding.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )
    records = forms.CharField(
        label="Or records, pasted",
        required=False,
        strip=False,
        help_text="Any of these forms, or DOIs and PMIDs.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "raw"}),
    )

    said: Decoded

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        upload = data.get("upload")
        field = "upload" if upload else "records"
        try:
            if upload and upload.size > LARGEST_FILE:
                raise NotReceived(f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Send it in parts.")
            self.said = text_of(upload.read() if upload else data.get("records", ""))
        except NotReceived as refused:
            self.add_error("upload" if str(refused) == EMPTY else field, ValidationError(str(refused)))
        return data

    @property
    def name(self) -> str:
        upload = self.cleaned_data.get("upload")
        return str(upload.name) if upload else ""


class ColumnsForm(forms.Form):
    """A field for each heading of a table."""

    def __init__(self, headings: Sequence[str], mapping: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        for place, heading in enumerate(headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading,
                choices=list(FIELDS.items()),
                initial=mapping.get(heading, "note"),
                required=False,
                widget=forms.Select({"class": "in"}),
            )

    def mapping(self) -> dict[str, str]:
        """What was chosen, by heading."""
        said = ((heading, self.cleaned_data.get(f"column-{place}")) for place, heading in enumerate(self.headings))
        return {heading: str(field) for heading, field in said if field}


class BringInForm(forms.Form):
    drafts = forms.BooleanField(
        label="Begin one draft summary for each of them",
        required=False,
        help_text="Each has the title of its paper until somebody writes another. No reader sees it.",
    )


class MendForm(forms.Form):
    raw = forms.CharField(
        label="The record",
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "raw"}),
        error_messages={"required": "There is nothing in it. Write the record, or leave this row out."},
    )
