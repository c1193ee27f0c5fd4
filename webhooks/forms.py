"""What administrators fill in."""

from typing import Any

from django import forms

from members.columns import CleanedField
from webhooks.destinations import LONGEST, DestinationRefused, destination_of
from webhooks.models import EventType


class EndpointForm(forms.Form):
    address = CleanedField(
        label="Address",
        max_length=LONGEST,
        help_text="Messages are sent there: https://example.org/hook",
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    name = CleanedField(label="Name", max_length=100, required=False, help_text="For you: what stands behind it.")
    events = forms.MultipleChoiceField(
        label="It is told when", choices=EventType.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_address(self) -> Any:
        """Looked up now, so that a mistake shows at once; it is looked up anew for each message."""
        address = self.cleaned_data["address"]
        try:
            destination_of(address)
        except DestinationRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return address


class SinceForm(forms.Form):
    since = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}))
