"""How a person proves who they are and what their role allows."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery

from members import prepared
from members.entrance.passwords import spellings_of
from members.models import User
from members.prepared import Parameter
from members.roles import PERMISSIONS


def with_role() -> QuerySet[User]:
    role = Group.objects.filter(user=OuterRef("pk"), name__in=PERMISSIONS).values("name")[:1]
    return User.objects.annotate(role=Subquery(role)).filter(pk=Parameter("key", BigIntegerField()))


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """Log-in by e-mail (allauth). Permissions come from the role alone, which is fetched with the person."""

    def get_user(self, user_id: int) -> User | None:
        user: Any
        for user in prepared.instances(User, "person", queryset=with_role, also=["role"], key=user_id):
            if self.user_can_authenticate(user):
                if not user.is_superuser:
                    user._group_perm_cache = set(PERMISSIONS.get(user.role, ()))  # where Django keeps what it asks for
                return user  # type: ignore[no-any-return]
        return None

    def _mitigate_timing_attack(self, password: str) -> None:
        """As many hashes as for an account that is there."""
        for spelling in spellings_of(password):
            make_password(spelling)

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        del user_obj
        return Permission.objects.none()
