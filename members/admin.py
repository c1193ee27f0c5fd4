# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Accounts in the admin, for administrators. Roles are given through `assign_role`, and log-in has one door."""

from hashlib import sha256
from typing import Any, Final

from allauth.account import admin as library
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa import admin as library_mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as library_socialaccount
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as library_usersessions
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_tasks_db import admin as library_tasks
from django_tasks_db.models import DBTaskResult

from members.addresses import address_meant
from members.entrance.who_asks import show_once_more
from members.forms import AddressField
from members.models import Consent, User
from members.personal_data import erase
from members.roles import PERMISSIONS, READER, assign_role, role_of

# Imported so that what they register can be taken out: nobody looks at the secrets and the sessions of others, and
# jobs have a page of their own.
del library, library_mfa, library_socialaccount, library_usersessions, library_tasks, auth_admin
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, DBTaskResult, Group):
    admin.site.unregister(model)


def change_own_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    del request, extra_context
    return redirect("account_change_password")


admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = change_own_password  # type: ignore[method-assign,assignment]


class PersonForm(forms.ModelForm[User]):
    email = AddressField()
    role = forms.ChoiceField(choices=[(role, role.capitalize()) for role in PERMISSIONS])
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["email", "name", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].initial = role_of(self.instance) if self.instance.pk else READER
        self.fields["seen"].initial = mark_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """What this page did not show is not overwritten. It comes back as it was sent, and is shown anew elsewhere."""
        super().clean()
        if self.instance.pk and self.cleaned_data.get("seen") != mark_of(
            User.objects.select_for_update().get(pk=self.instance.pk)
        ):
            raise forms.ValidationError(SOMEBODY_ELSE)
        return self.cleaned_data


SOMEBODY_ELSE: Final = "Somebody changed this account after you had opened it. Open it again to see what is stored now."


def mark_of(user: User) -> str:
    """The same as long as nobody changes what the form shows."""
    shown = f"{user.name}\n{user.is_active}\n{role_of(user) if user.pk else READER}"
    return sha256(shown.encode()).hexdigest()[:20]


class ConsentInline(admin.TabularInline[Consent, User]):
    model = Consent
    extra = 0
    can_delete = False
    readonly_fields = ["document", "version", "given_at"]

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(admin.ModelAdmin[User]):
    """No password is shown or set here: a new person sets their own through "Forgotten your password?"."""

    form = PersonForm
    inlines = [ConsentInline]
    list_display = ["email", "name", "role", "is_active", "date_joined", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "name", "role", "is_active", "seen"]}),
        ("Record", {"fields": ["verified", "agreed_version", "date_joined", "last_login"]}),
    ]
    readonly_fields = ["verified", "agreed_version", "date_joined", "last_login"]

    @admin.display(description="role")
    def role(self, user: User) -> str:
        return "owner" if user.is_superuser else role_of(user)

    @admin.display(description="address verified", boolean=True)
    def verified(self, user: User) -> bool:
        return bool(EmailAddress.objects.filter(user=user, verified=True).exists())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """The address is the account: it is typed once, and changed by nobody."""
        return [*self.readonly_fields, *(["email"] if obj else [])]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[InlineModelAdmin[Any, Any]]]:
        return [ConsentInline] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_above(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        assign_role(obj, form.cleaned_data["role"])
        if not change and (meant := address_meant(obj.email)):
            told = f"Did you mean {meant}? An address cannot be changed: if so, delete this account and add that one."
            self.message_user(request, told, messages.WARNING)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """Consents and addresses go with their account; whoever may erase the account may erase them."""
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What cannot be undone is done by who has just shown once more who they are."""
        show_once_more(request)
        return super().delete_view(request, object_id, extra_context)

    def response_action(self, request: HttpRequest, queryset: QuerySet[User], *place: Any) -> HttpResponse | None:
        """There is one: to erase those who are marked."""
        show_once_more(request)
        return super().response_action(request, queryset, *place)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        erase(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            if not is_above(request, user):
                erase(user)


def is_above(request: HttpRequest, user: User | None) -> bool:
    """Whether `user` is an owner of the site (made on the command line) and the person asking is not."""
    return user is not None and user.is_superuser and not request.user.is_superuser
