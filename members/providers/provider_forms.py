"""The form by which somebody whom the provider sent becomes a member: the address, and the agreement to the terms."""

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
        self.fields["email"] = AddressField(help_text="One that the provider has not verified gets a code from us.")
        self.fields["agree"] = AgreementField()
        self.order_fields(["email", "agree"])

    def save(self, request: HttpRequest) -> User:
        """Account, role, consent and address together or not at all."""
        with transaction.atomic():
            user: User = super().save(request)
            assign_role(user, READER)
            give_consent(user, at=timezone.now())
        return user
