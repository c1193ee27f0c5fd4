"""People: one account is one e-mail address, and consent is kept with the version that was agreed to."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from members.addresses import LONGEST_ADDRESS, normal_address
from members.columns import CharColumn, JSONColumn
from members.entrance.passwords import opaque_string, spellings_of

AT_THE_DESK: Final = ("contributor", "editor", "administrator")  # roles: see `members.roles`


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their address however it is spelled."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=self.normalize_email(email))

    def staff(self, also: int | None = None) -> models.QuerySet["User"]:
        """People who work at the desk, and the one with the key `also`."""
        working = Q(is_active=True) & (Q(groups__name__in=AT_THE_DESK) | Q(is_superuser=True))
        return self.filter(working | Q(pk=also)).distinct()

    def administrators(self) -> models.QuerySet["User"]:
        """Those who are written to when the site needs somebody."""
        return self.filter(Q(groups__name=AT_THE_DESK[-1]) | Q(is_superuser=True), is_active=True).distinct()

    def find_nobody(self) -> bool:
        """Costs what a look for somebody costs."""
        return self.filter(pk=0).exists()

    def is_called(self, key: Any, email: str) -> bool:
        return self.filter(pk=key, email=email).exists()

    def never_confirmed(self, *, before: datetime) -> models.QuerySet["User"]:
        """Registrations of that time whose code nobody typed. Not: closed accounts, and those that others made."""
        waiting = self.filter(last_login=None, is_active=True, is_superuser=False, date_joined__lt=before)
        waiting = waiting.exclude(agreed_version="").exclude(emailaddress__verified=True)
        return waiting.exclude(groups__name__in=AT_THE_DESK)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """One spelling for each account, whatever letters it was typed in."""
        return normal_address(email or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account, named by its e-mail address. Roles are groups: see `members.roles`."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", max_length=LONGEST_ADDRESS, unique=True)
    name = CharColumn(max_length=120, blank=True, help_text="Shown on what you publish; others never see it.")
    agreed_version = models.CharField(max_length=20, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique_ignoring_case", violation_error_message="Address already used."
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_email_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else opaque_string(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """As it is spelled for storing, or letter by letter: it may have been set before there was one spelling."""
        return raw_password is not None and any(
            super(User, self).check_password(spelling) for spelling in spellings_of(raw_password)
        )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]


class Consent(models.Model):
    """That a person agreed to one version of one document, and when. Rows are only ever added."""

    class Document(models.TextChoices):
        TERMS = "terms", "Terms"
        PRIVACY = "privacy", "Privacy policy"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    document = models.CharField(max_length=10, choices=Document)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "document", "version"], name="consent_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(document__in=["terms", "privacy"]), name="consent_document_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} agreed to {self.document} {self.version}"


class LoggedActQuerySet(models.QuerySet["LoggedAct"]):
    def note(
        self,
        done: str,
        kind: str,
        row: models.Model,
        *,
        by: User | None,
        name: str,
        before: Any = None,
        after: Any = None,
        at: datetime | None = None,
    ) -> bool:
        """Of two mappings that tell before and after, what is the same in both is left out. Whether any is told."""
        if before and after:
            same = {key for key in before if key in after and before[key] == after[key]}
            before, after = ({key: said for key, said in told.items() if key not in same} for told in (before, after))
            if not before and not after:
                return False
        self.create(
            kind=kind, done=done, key=row.pk, name=name[:LONGEST_NAME], by=by, at=at or timezone.now(),
            before=before or None, after=after or None,
        )  # fmt: skip
        return True


LONGEST_NAME: Final = 300


class LoggedAct(models.Model):
    """One act on what is no article and no topic: who did what, and when. The row that it was about may be gone."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        REFERENCE = "reference", "Reference"
        IMAGE = "image", "Image"
        READING_LIST = "reading-list", "Reading list"

    class Done(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        DELETED = "deleted", "deleted"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"
        RETURNED = "returned", "returned to draft"

    kind = models.CharField(max_length=12, choices=Kind)
    done = models.CharField(max_length=9, choices=Done)
    key = models.BigIntegerField(help_text="Of the row.")
    name = CharColumn(max_length=LONGEST_NAME, help_text="What it was called then.")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="logged_acts")
    at = models.DateTimeField(default=timezone.now)
    before = JSONColumn(null=True, help_text="What the act changed, as it was.")
    after = JSONColumn(null=True, help_text="The same, as it is now.")

    objects = LoggedActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="logged_act_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_done_display()}: {self.name}"
