"""People: one account is one e-mail address, and consent is kept with the version that was agreed to."""

from collections.abc import Collection, Iterable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from members.addresses import LONGEST_ADDRESS, normal_address
from members.columns import CharColumn, JSONColumn
from members.entrance.alarms import tell_of_administrator
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
    only: Collection[str] | None = None  # permissions of the token by which they ask; None: they came by themselves
    lost_password = False  # and it is not saved yet
    _password: str | None  # Django's: another one that is not saved yet

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

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Who asks by a token may do what the role and the token both allow."""
        return (self.only is None or perm in self.only) and super().has_perm(perm, obj)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else opaque_string(raw_password))
        self.lost_password = raw_password is None

    def set_unusable_password(self) -> None:
        super().set_unusable_password()
        self.lost_password = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the password everything ends that somebody may have made who knew the former one.

        The same password hashed anew (Django does so at log-in) is no other one. And nobody becomes an owner of the
        site unseen; who is given the role is told of by `members.roles`.
        """
        has_another = (self._password is not None or self.lost_password) and not self._state.adding
        with transaction.atomic() if has_another or self.is_superuser else nullcontext():
            is_new_owner = self.becomes_owner(kwargs.get("update_fields"))
            super().save(*args, **kwargs)
            if has_another:
                self.end_tokens()
            if is_new_owner:
                tell_of_administrator(self)
        self.lost_password = False

    def becomes_owner(self, saved: Collection[str] | None) -> bool:
        """`saved`: names of fields; None for all."""
        if not self.is_superuser or (saved is not None and "is_superuser" not in saved):
            return False
        return not User.objects.filter(pk=self.pk, is_superuser=True).exists()

    def end_tokens(self) -> None:
        self.tokens.all().delete()

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

    def note_each(self, done: str, kind: str, rows: Iterable[models.Model], *, by: User) -> None:
        """A line for each that was added or deleted, in few statements."""
        self.bulk_create(
            [self.model(done=done, kind=kind, key=row.pk, name=str(row)[:LONGEST_NAME], by=by) for row in rows],
            batch_size=200,
        )


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


class TokenQuerySet(models.QuerySet["Token"]):
    def of(self, user: User) -> "TokenQuerySet":
        """Theirs alone, the newest first."""
        return self.filter(user=user).order_by("-pk")

    def with_digest(self, digest: str) -> "Token | None":
        return self.filter(digest=digest).first()

    def note_use(self, token: "Token", at: datetime) -> None:
        """At most once in `NOTED_EVERY`, whoever else asks by it at the same time."""
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=at - NOTED_EVERY)
        self.filter(unnoted, pk=token.pk).update(last_used_at=at)


NOTED_EVERY: Final = timedelta(minutes=1)


class Token(models.Model):
    """What a program of a person asks by. It is known by its digest alone: nobody can read it here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = CharColumn(max_length=80, help_text="For you, to tell it from others: the program that uses it.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = JSONColumn(help_text="See `members.entrance.tokens.scopes`.")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="token_ends_after_it_began")
        ]

    def __str__(self) -> str:
        return self.name

    def is_running(self, at: datetime) -> bool:
        return at < self.expires_at

    def is_to_be_noted(self, at: datetime) -> bool:
        return self.last_used_at is None or at - self.last_used_at >= NOTED_EVERY


class AnsweredOnce(models.Model):
    """What a program was answered that made something under a key of its own: who sends it again gets it again."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answered")
    key = CharColumn(max_length=200, help_text="As it was sent in Idempotency-Key.")
    request = models.CharField(max_length=64, help_text="Digest of method, address and body.")
    status = models.PositiveSmallIntegerField(default=0)
    headers = JSONColumn(default=dict)
    body = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once_for_a_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
