"""What has changed: one writer at a time, and a mark by which every process sees that what it holds is old."""

import secrets
from typing import Any

from django.db import models, transaction

KEPT = 1000  # changes that are remembered; a process that holds an older state reads everything again


def new_token() -> str:
    return secrets.token_hex(8)


class WriteLock(models.Model):
    """One row. Whoever changes vocabulary or bitmaps holds it until the transaction ends."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="turn_is_one_row")]

    def __str__(self) -> str:
        return "the write lock"


class ChangeQuerySet(models.QuerySet["Change"]):
    def newest(self) -> tuple[int, str, str] | None:
        return self.order_by("-version").values_list("version", "token", "vocabulary").first()


class Change(models.Model):
    """One change of the vocabulary or of the bitmaps. `vocabulary` is a new token only when the vocabulary changed.

    Versions count up in the order in which changes become visible, because one writes at a time. The token tells a
    change from one of the same number that was rolled back.
    """

    version = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=16, default=new_token)
    vocabulary = models.CharField(max_length=16)

    objects = ChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.version} ({self.token})"


def take_write_lock() -> None:
    """One writer at a time, until the transaction ends (PostgreSQL: a row lock; SQLite writes one at a time anyway).

    Acts take this lock before any other lock, so that no two of them wait for each other. Asked for once in a
    transaction: what waits for the commit remembers it, and is forgotten with the savepoint that took the lock.
    """
    connection = transaction.get_connection()
    if any(waiting is holds_write_lock for _, waiting, _ in connection.run_on_commit):
        return
    if not WriteLock.objects.select_for_update().filter(pk=1).exists():
        WriteLock.objects.get_or_create(pk=1)
        WriteLock.objects.select_for_update().get(pk=1)
    if connection.in_atomic_block:
        transaction.on_commit(holds_write_lock)


def holds_write_lock() -> None:
    """Waits for the commit of a transaction that has the lock. Nothing is left to be done then."""


@transaction.atomic(savepoint=False)
def note_change(*, of_vocabulary: bool) -> int:
    """Mark that something changed; the new version. Called in the transaction of the change itself."""
    take_write_lock()
    last = Change.objects.order_by("-version").first()
    vocabulary = new_token() if of_vocabulary or last is None else last.vocabulary
    change = Change.objects.create(vocabulary=vocabulary)
    Change.objects.filter(version__lt=change.version - KEPT).delete()
    return change.version


class VocabularyRow(models.Model):
    """A row of the vocabulary: saving or deleting it marks a change. Acts that write in bulk mark it themselves."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            take_write_lock()
            super().save(*args, **kwargs)
            note_change(of_vocabulary=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            take_write_lock()
            deleted = super().delete(*args, **kwargs)
            note_change(of_vocabulary=True)
        return deleted
