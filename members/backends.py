"""How a person proves who they are and what their role allows."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from members.models import User
from members.passwords import spellings_of


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """Log-in by e-mail (allauth). Permissions come from the role alone, so one query answers all of them."""

    def _mitigate_timing_attack(self, password: str) -> None:
        """As many hashes as for an account that is there."""
        for spelling in spellings_of(password):
            make_password(spelling)

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        del user_obj
        return Permission.objects.none()
