"""The form that makes a token: what it is called, what it may do, and until when."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms

from members.columns import CleanedField
from members.entrance.tokens.scopes import SCOPES, scopes_for
from members.models import Token, User

DAYS: Final = {7: "7 days", 30: "30 days", 90: "90 days", 365: "a year"}


class TokenForm(forms.Form):
    name = CleanedField(
        label="Name",
        max_length=Token._meta.get_field("name").max_length,
        help_text="For you, to tell it from others: the program that will use it.",
        error_messages={"required": "Name the program that will use it."},
    )
    scopes = forms.MultipleChoiceField(
        label="It may, beside reading what everybody may read",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Your role does not allow one of these. Choose among those shown."},
    )
    days = forms.TypedChoiceField(
        label="It ends after",
        choices=list(DAYS.items()),
        initial=90,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it ends.", "invalid_choice": "Choose one of these."},
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        offered = [(scope.name, scope.label) for scope in scopes_for(by)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]

    def expires_at(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data["days"])


def in_words(scopes: list[str]) -> list[str]:
    """What a token may, beside reading what everybody may read."""
    return [SCOPES[name].label for name in scopes if name in SCOPES]
