"""When the record of each article changed last, and the topics as they were told then."""

from django.db import models
from django.db.models import Q

from articles.models import Article
from members.columns import JSONColumn


class HarvestRecord(models.Model):
    """One for each article: made, and marked as due, by the database itself (`harvesting.triggers`).

    `changed`: the datestamp. It stands for what `harvesting.noticing` saw last.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="harvested")
    changed = models.DateTimeField(null=True)
    is_due = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["changed", "article"], name="harvest_oldest_first"),
            models.Index(fields=["article"], name="harvest_due", condition=Q(is_due=True)),
        ]

    def __str__(self) -> str:
        return f"Record of “{self.article}”"


class ToldVocabulary(models.Model):
    """One row. `topics`: by key of the topic, a hash of its name and of the sets that it stands for."""

    token = models.CharField(max_length=16, blank=True)
    topics = JSONColumn(default=dict, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="told_vocabulary_is_one_row")]

    def __str__(self) -> str:
        return self.token
