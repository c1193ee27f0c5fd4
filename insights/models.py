"""What is counted, by day: numbers about articles, topics and searches, and nothing about the people who came."""

from django.db import models
from django.db.models import Q

from members.columns import TextColumn


class Measure(models.TextChoices):
    """What was seen of an article or, in the last two, of a topic. How often it was saved, libraries tell."""

    READ_BY_VISITOR = "visitor-read", "Reads by visitors"
    READ_BY_MEMBER = "member-read", "Reads by members"
    GATE = "gate", "Gate shown"
    REGISTRATION = "registration", "Registrations from the gate"
    LOG_IN = "log-in", "Log-ins from the gate"
    FULL_READ = "full-read", "Full posts read to the end"
    SAVED = "saved", "Saved to a library"
    TOPIC_READ = "topic-read", "Reads of the topic"
    TOPIC_SEARCH = "topic-search", "Searches for the topic"


ABOUT_TOPICS = (Measure.TOPIC_READ, Measure.TOPIC_SEARCH)


class Count(models.Model):
    """How often something was seen on a day. `subject`: the key of the article or the topic, which may be gone."""

    day = models.DateField()
    measure = models.CharField(max_length=12, choices=Measure)
    subject = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "measure", "subject"], name="counted_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="count_is_some"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.number} × {self.get_measure_display()}"


class SearchInVain(models.Model):
    """How often a query found nothing on a day.

    A query may hold a name. So its words stand here only once it was asked on enough days
    (`insights.writing.ENOUGH_DAYS`); until then it is a digest that nobody without the site's secret can try words on.
    """

    day = models.DateField()
    digest = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    query = TextColumn(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "day"], name="search_in_vain_once")]
        indexes = [models.Index(fields=["day"], name="search_in_vain_by_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.number} × {self.query or self.digest}"
