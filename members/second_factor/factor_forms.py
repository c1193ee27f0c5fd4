"""The forms about second factors, in our words."""

from typing import Any, Final

from allauth.mfa.base import forms as library
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms

from members.characters import printed

LONGEST_NAME: Final = 60
ASKED: Final = "Enter the code."


class FactorCodeField(forms.CharField):
    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            max_length=20,
            help_text=help_text,
            widget=forms.TextInput(
                attrs={"class": "code", "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
            ),
            error_messages={"required": ASKED, "max_length": "Enter only the code."},
        )


class FactorForm(library.AuthenticateForm):  # type: ignore[misc]
    code = FactorCodeField(label="Code", help_text="From your app, or one of your recovery codes.")


class FactorOnceMoreForm(library.ReauthenticateForm):  # type: ignore[misc]
    code = FactorCodeField(label="Code", help_text="From your app, or one of your recovery codes.")


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    code = FactorCodeField(label="Code from the app", help_text="Six digits. They change every half minute.")


class PasskeyNameField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label="Name",
            max_length=LONGEST_NAME,
            help_text="To tell your passkeys apart: “my telephone”, “the key on my ring”.",
            error_messages={"required": "Give it a name."},
        )

    def clean(self, value: Any) -> str:
        return printed(str(super().clean(value)))


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """Always one that logs in by itself: it asks for a finger, a face or a PIN."""

    name = PasskeyNameField()
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class NamePasskeyForm(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    instance: Authenticator
    name = PasskeyNameField()
