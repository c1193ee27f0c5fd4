"""The forms by which people change what stands on their account page."""

from typing import Any

from allauth.account import forms as library
from allauth.account.models import EmailAddress
from django import forms
from django.http import HttpRequest

from members.entrance.rate_limits import refuse_while_shut
from members.forms import AddressField
from members.models import User


class NameForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"


class AnotherAddressForm(library.AddEmailForm):  # type: ignore[misc]
    """A new address, whoever has it: only the code that is sent to it tells whether it is theirs."""

    email = AddressField(help_text="We send a code to it. Until you type that code, nothing changes.")

    def save(self, request: HttpRequest) -> EmailAddress:
        refuse_while_shut(request, "confirm_email", self.cleaned_data["email"])
        address: EmailAddress = super().save(request)
        return address
