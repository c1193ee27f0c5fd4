"""What is asked of a member who imports: a file or a text, and what its articles are marked as."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from library.importing.sent_records import LONGEST_TEXT, SentRefused, records_in

MARKS: Final = (("read", "Mark them as read"), ("saved", "Save them to read"))
LARGEST_FILE: Final = 4 * LONGEST_TEXT  # bytes: no character of UTF-8 has more


class ImportForm(forms.Form):
    upload = forms.FileField(
        label="A file",
        required=False,
        help_text="RIS, BibTeX, or a CSV with a column “DOI”; 2,000 records at most.",
        widget=forms.FileInput(attrs={"accept": ".ris,.bib,.csv,.txt,.json,.nbib"}),
    )
    text = forms.CharField(
        label="Or pasted here",
        required=False,
        help_text="The same, or DOIs, one to a line.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    mark = forms.ChoiceField(label="What is found", choices=MARKS, initial="read", widget=forms.RadioSelect)

    def clean_upload(self) -> str:
        upload = self.cleaned_data.get("upload")
        if upload is None:
            return ""
        if upload.size > LARGEST_FILE:
            raise ValidationError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Send it in parts.")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(
                "This file is not written in UTF-8. Save it as UTF-8 text, and send it again."
            ) from None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        sent = data["upload"] or data["text"]
        field = "upload" if data["upload"] else "text"
        if not sent.strip():
            self.add_error("upload", "Choose a file, or paste something.")
            return data
        try:
            self.records = records_in(sent)
        except SentRefused as refused:
            self.add_error(field, str(refused))
        return data
