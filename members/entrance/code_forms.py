"""The forms of a log-in by a code from the mail."""

from typing import Any

from allauth.account import forms as library
from allauth.core import context as current

from members.entrance.rate_limits import count
from members.forms import AddressField, CodeField


class AskForCodeForm(library.RequestLoginCodeForm):  # type: ignore[misc]
    email = AddressField(autocomplete="username")

    def clean_email(self) -> Any:
        """Counted whether the address is known or not, as every mail is."""
        count(current.request, "code_log_in", self.cleaned_data["email"])
        return super().clean_email()


class LogInCodeForm(library.ConfirmLoginCodeForm):  # type: ignore[misc]
    code = CodeField()
