"""Bitmaps: for each tag, year, kind and access the sort keys of the articles that stand there."""

from django.db import models


class StoredBitmap(models.Model):
    """The articles of one value as a Roaring bitmap of their sort keys, which rise with the time of publication.

    Written by `tags.cache.bitmap_writes` alone, in the transaction that changes what stands there. `version` is the
    `Change` that wrote it last. A key with a version behind it (`under:17 +812`, `under:17 -813`) holds what that
    change put into a big bitmap, or took out: its row is written whole only now and then.
    """

    key = models.CharField(max_length=60, primary_key=True)
    numbers = models.BinaryField()
    version = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key
