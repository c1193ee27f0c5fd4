"""Log-in through the provider that the settings name: what it says is believed as far as it proves it."""

from typing import Any, ClassVar

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest
from django.urls import reverse

from members.models import User


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": "Set a password first, so that you can still log in.",
    }

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Addresses in their one spelling, verified only where the provider says plainly so; nothing else is kept."""
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        user: User = super().populate_user(request, sociallogin, data)
        user.email = User.objects.normalize_email(user.email)
        user.name = ""
        for address in sociallogin.email_addresses:
            address.email = User.objects.normalize_email(address.email)
            address.verified = claims.get("email_verified") is True
        sociallogin.account.extra_data = {name: claims[name] for name in ("sub", "email") if name in claims}
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        del request, socialaccount
        return reverse("members:account")


def logs_in_through_provider(user: User) -> bool:
    return bool(SocialAccount.objects.filter(user=user).exists())
