"""The forms about accounts, in our words. What they do is allauth's, but for a registration of a known address."""

from string import ascii_lowercase
from typing import Any

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import has_verified_email, setup_user_email
from allauth.core import context as current
from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.html import format_html

from members.addresses import LONGEST_ADDRESS, WHICH, address_chosen, address_meant, problem_with
from members.consent import give_consent
from members.entrance.passwords import RULES
from members.entrance.rate_limits import count
from members.entrance.sessions import end_soon
from members.entrance.stages import REPEATED
from members.models import User
from members.next_url import next_page
from members.personal_data import make_room_for
from members.roles import READER, assign_role

AGREE = (
    'I agree to the <a href="{}" target="_blank">terms</a> and the <a href="{}" target="_blank">privacy policy</a>'
    " (each opens in a new tab)"
)
AGREE_FIRST = "Tick the box to agree to the terms and the privacy policy."


class AddressField(EmailField):  # type: ignore[misc]
    """An e-mail address in the one spelling of its account, no longer than the column that keeps it."""

    def __init__(self, *, autocomplete: str = "email", help_text: str = "") -> None:
        super().__init__(
            label="E-mail address",
            max_length=LONGEST_ADDRESS,
            help_text=help_text,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            error_messages={
                "required": "Enter your e-mail address.",
                "invalid": "Enter an e-mail address like name@example.org.",
                "max_length": f"Enter an e-mail address of at most {LONGEST_ADDRESS} characters.",
            },
        )

    def to_python(self, value: Any) -> str:
        address = User.objects.normalize_email(super().to_python(value))
        if problem := problem_with(address):
            raise forms.ValidationError(problem, code="unreachable")
        return address


class PresentPasswordField(PasswordField):  # type: ignore[misc]
    def __init__(self, *, label: str = "Password") -> None:
        required = {"required": "Enter your password."}
        super().__init__(label=label, autocomplete="current-password", error_messages=required)
        self.widget.attrs.pop("placeholder")


class NewPasswordField(SetPasswordField):  # type: ignore[misc]
    """Checked against the rules, which stand beside it from the start."""

    def __init__(self, *, label: str = "New password") -> None:
        super().__init__(label=label, help_text=RULES, error_messages={"required": "Enter a new password."})
        self.widget.attrs.pop("placeholder")


class CodeField(forms.CharField):
    def __init__(self) -> None:
        attrs = {"class": "code", "autocomplete": "one-time-code", "autocapitalize": "characters"}
        super().__init__(
            label="Code from the mail",
            max_length=40,
            help_text="Eight letters. Capitals, spaces and the hyphen do not matter.",
            widget=forms.TextInput(attrs={**attrs, "spellcheck": "false"}),
            error_messages={
                "required": "Enter the code from the mail.",
                "max_length": "Enter only the code from the mail.",
            },
        )


class LoginForm(library.LoginForm):  # type: ignore[misc]
    password = PresentPasswordField()
    kept = forms.CharField(  # what waits to be sent until somebody is logged in
        required=False, widget=forms.HiddenInput(attrs={"data-unsaved": "sent"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(autocomplete="username")
        self.order_fields(["login", "password"])


class AgreementField(forms.BooleanField):
    def __init__(self) -> None:
        super().__init__(error_messages={"required": AGREE_FIRST})

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.label = format_html(AGREE, reverse("terms"), reverse("privacy"))
        return super().get_bound_field(form, field_name)


class ConsentForm(forms.Form):
    agree = AgreementField()


class WhichAddressField(forms.ChoiceField):
    """Asks about an address whose host looks like a slip. What was typed is one of the answers."""

    def __init__(self, *, typed: str, meant: str) -> None:
        super().__init__(
            label="Which address is yours?",
            choices=[(meant, meant), (typed, f"{typed}, as you typed it")],
            widget=forms.RadioSelect,
            help_text="Then type your password once more.",
        )


class SignupForm(library.SignupForm):  # type: ignore[misc]
    account_already_exists: bool
    typed = ""  # the address, in its one spelling
    field_order = ("email", WHICH, "password1", "agree")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(help_text="We send a code to it, to see that it is yours.")
        self.fields["password1"].label = "Password"
        self.fields["password1"].help_text = RULES
        self.fields["password1"].error_messages["required"] = "Choose a password."
        self.fields["password1"].widget.attrs.pop("placeholder")
        self.fields["agree"] = AgreementField()
        self.order_fields(self.field_order)

    def clean_email(self) -> str:
        """What was typed, or what was meant by it, where the person said so."""
        self.typed = self.cleaned_data["email"]
        self.cleaned_data["email"] = address_chosen(self.typed, self.data.get(WHICH, ""))
        return str(super().clean_email())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if meant := address_meant(self.typed):
            self.fields[WHICH] = WhichAddressField(typed=self.typed, meant=meant)
            self.order_fields(self.field_order)
            if self.data.get(WHICH) not in {self.typed, meant}:
                self.add_error(WHICH, f"Did you mean {meant}?")
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """A new account, or the answer that a new account would get.

        Between the look for the address and the write another registration may have taken it: then the database
        refuses the second row, and the address is known from now on.
        """
        if not self.account_already_exists:
            try:
                return self.save(request), None
            except IntegrityError:
                self.account_already_exists = True
        return None, answer_known_address(request, **self.cleaned_data)

    def save(self, request: HttpRequest) -> User:
        """Account, role, consent and address together or not at all. Hashing takes long, so it comes first."""
        adapter = get_adapter(request)
        user: User = adapter.save_user(request, adapter.new_user(request), self, commit=False)
        with transaction.atomic():
            write_account(request, user)
        return user


def write_account(request: HttpRequest, user: User) -> None:
    user.save()
    assign_role(user, READER)
    give_consent(user, at=timezone.now())
    setup_user_email(request, user, [EmailAddress(email=user.email)])


def write_in_vain(request: HttpRequest) -> None:
    """The work of a new account, and nothing of it stays: the time that it takes tells no address apart."""
    with transaction.atomic():
        email = f"{get_random_string(20, ascii_lowercase)}@nobody.invalid"
        write_account(request, User(email=email, password=UNUSABLE_PASSWORD_PREFIX))
        transaction.set_rollback(True)


def answer_known_address(request: HttpRequest, *, email: str, password1: str, agree: bool) -> HttpResponse:
    """The same page after the same work (one hash, one mail) as for a new address.

    Whoever knows the password of an account that still waits for its code gets another code: a form sent twice by a
    double click, or a second try a day later. Everybody else gets a page on which no code is right, and the owner of
    the address a mail.
    """
    del agree
    write_in_vain(request)
    user = User.objects.filter(email=email).first()
    if user is None:
        make_password(password1)
    knows = user is not None and user.check_password(password1)
    waits = knows and user is not None and user.is_active and not has_verified_email(user)
    login = Login(
        user=user if waits else None,
        email=email,
        signup=True,
        redirect_url=next_page(request) or None,
        state={REPEATED: True},
    )
    response: HttpResponse = perform_login(request, login)
    return response


class ResetPasswordForm(library.ResetPasswordForm):  # type: ignore[misc]
    email = AddressField(autocomplete="username")

    def save(self, request: HttpRequest, **options: Any) -> str:
        count(request, "reset", self.cleaned_data["email"])
        return str(super().save(request, **options))


class NewPasswordForm(library.ResetPasswordKeyForm):  # type: ignore[misc]
    password1 = NewPasswordField()
    password2 = None

    def save(self) -> None:
        """Sent twice by a double click, it is stored once: a second hash of it would end the session of the first."""
        self.user.set_password(self.cleaned_data["password1"])
        with transaction.atomic():
            if end_soon(current.request.session):
                self.user.save(update_fields=["password"])
                return
        self.user.refresh_from_db()
        if not self.user.check_password(self.cleaned_data["password1"]):
            super().save()


class ChangePasswordForm(library.ChangePasswordForm):  # type: ignore[misc]
    oldpassword = PresentPasswordField(label="Present password")
    password1 = NewPasswordField()
    password2 = None


class VerificationCodeForm(library.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    code = CodeField()


class NewAddressCodeForm(VerificationCodeForm):
    """Of an address that is to replace one's own. allauth refuses it then where another account has it by now."""

    def clean_code(self) -> str:
        library.BaseConfirmCodeForm.clean_code(self)
        make_room_for(self.user, self.email)
        return str(super().clean_code())


class ResetCodeForm(library.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    code = CodeField()


class OnceMoreForm(library.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, counted like a log-in."""

    password = PresentPasswordField()


class SureForm(forms.Form):
    """For whoever has no password: they showed otherwise who they are."""

    sure = forms.BooleanField(
        label="Yes, erase my account", error_messages={"required": "Tick the box if you want it erased."}
    )
