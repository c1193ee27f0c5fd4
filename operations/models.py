"""What all processes of the site, and all of its machines, have to know of its operation."""

from django.db import models
from django.db.models import Q

from members.columns import CharColumn


class Maintenance(models.Model):
    """One row, as long as nobody may change anything. `message`: for those who wanted to."""

    since = models.DateTimeField()
    message = CharColumn(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="maintenance_is_one_row")]

    def __str__(self) -> str:
        return f"maintenance since {self.since:%Y-%m-%d %H:%M}"


class Backup(models.Model):
    """One row: the last backup of this database that is known here. `size` in bytes; `proved_at`: by a restore."""

    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    proved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="backup_is_one_row")]

    def __str__(self) -> str:
        return f"backup of {self.made_at:%Y-%m-%d %H:%M}"
