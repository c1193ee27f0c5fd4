"""What an editor notes by hand of a paper."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bibliography.doi import NAME, bare_doi
from bibliography.models import Notice
from bibliography.notices.noting import Said
from bibliography.records import ADDRESS
from members.columns import CleanedField
from tags.text.lengths import longest
from tags.text.plain_text import one_line

FIRST_YEAR = 1600  # no journal is older


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(label="What happened", choices=[("", "Choose one"), *Notice.Kind.choices])
    dated = forms.DateField(
        label="Date of the notice", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    where = CleanedField(
        label="DOI or address of the notice",
        required=False,
        max_length=longest(Notice, "url"),
        help_text="10.1000/… or https://…: readers are led there.",
    )
    reasons = CleanedField(
        label="Reasons given",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="One a line, in the words of the notice.",
    )

    def clean_dated(self) -> date | None:
        dated: date | None = self.cleaned_data["dated"]
        if dated and not FIRST_YEAR <= dated.year <= timezone.localdate().year + 1:
            raise ValidationError("Give the day on which the notice came out.")
        return dated

    def clean_where(self) -> str:
        typed = one_line(self.cleaned_data["where"])
        doi = bare_doi(typed)
        if NAME.fullmatch(doi) and len(doi) <= longest(Notice, "doi"):
            return doi.lower()
        if typed and not ADDRESS.fullmatch(typed):
            raise ValidationError(f"“{typed}” is neither a DOI nor an address. One looks like 10.1000/example.1.")
        return typed

    def said(self) -> Said:
        """Of a form that is sound."""
        given: dict[str, Any] = self.cleaned_data
        where, dated = given["where"], given["dated"]
        is_doi = bool(NAME.fullmatch(where))
        return Said(
            kind=given["kind"],
            source=Notice.Source.EDITORS,
            record=(where if is_doi else "") or (dated.isoformat() if dated else given["kind"]),
            dated=dated,
            doi=where if is_doi else "",
            url="" if is_doi else where,
            reasons=tuple(filter(None, map(one_line, given["reasons"].splitlines()))),
        )
