"""The form by which somebody whom the provider sent becomes a member: the address, and the agreement to the terms.

An address that the provider has verified is taken as it is; any other gets a code.
"""

from typing import Any

from allauth.socialaccount.forms import SignupForm
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from members.consent import give_consent
from members.forms import AddressField, AgreementField
from members.models import User
from members.roles import READER, assign_role


class ProviderSignupForm(SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()
        self.fields["email"].disabled = any(address.verified for address in self.sociallogin.email_addresses)
        if not self.fields["email"].disabled:
            self.fields["email"].help_text = "We send a code to it, to see that it is yours."
        self.fields["agree"] = AgreementField()
        self.order_fields(["email", "agree"])

    def save(self, request: HttpRequest) -> User:
        """Account, role, consent and address together or not at all. One account has one address."""
        chosen = self.cleaned_data["email"]
        self.sociallogin.email_addresses = [one for one in self.sociallogin.email_addresses if one.email == chosen]
        with transaction.atomic():
            user: User = super().save(request)
            assign_role(user, READER)
            give_consent(user, at=timezone.now())
        return user
