"""What a person may always do with their own data: take a copy along, and have it erased."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from members.models import User
from members.roles import role_of


def everything_about(user: User) -> dict[str, Any]:
    """All that is kept about an account, but for the hash of its password. Dates become ISO 8601 in JSON."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "role": role_of(user),
            "is_active": user.is_active,
            "member_since": user.date_joined,
            "last_login": user.last_login,
            "agreed_version": user.agreed_version,
        },
        "email_addresses": list(addresses.values("email", "verified", "primary")),
        "consents": list(user.consents.order_by("given_at", "pk").values("document", "version", "given_at")),
        "articles": list(user.articles.order_by("pk").values("title", "slug", "byline", "status")),
        "reading_lists": list(user.reading_lists.order_by("pk").values("title", "slug", "status")),
    }


@transaction.atomic
def erase(user: User) -> None:
    """The account, its addresses and its consents go. What the person published stays, under the name it had."""
    user.articles.filter(byline="").update(byline=user.name)
    user.delete()
