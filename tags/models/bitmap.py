"""Shelves: for each tag, year, kind and access the numbers of the articles that stand there, in listing order."""

from django.db import models


class StoredBitmap(models.Model):
    """The articles of one value as a Roaring bitmap of their numbers, which rise with the time of publication.

    Written by `tags.cache.bitmaps` alone, in the transaction that changes what stands there. `version` is the `Change` that
    wrote it last.
    """

    key = models.CharField(max_length=60, primary_key=True)
    numbers = models.BinaryField()
    version = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return self.key
