"""What a member follows, when they last looked what is new in it, and the mail that tells them."""

from datetime import datetime
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, F, Q

from articles.models import Article, Revision
from lists.models import ReadingList
from members.models import User
from members.prepared import Parameter
from tags.models.identity import LONGEST_IDENTITY

MEMBER: Final = Parameter("member", BigIntegerField())


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, member: User | Parameter) -> Self:
        return self.filter(member=member).order_by("since", "pk")

    def of_one(self, column: str) -> Self:
        """Why one member follows one thing, for `prepared`."""
        return self.of(MEMBER).filter(**{column: Parameter("thing", BigIntegerField())})

    def of_tags_of_one(self) -> Self:
        return self.of(MEMBER).of_tags()

    def of_tags(self) -> Self:
        return self.filter(tag__isnull=False)

    def of_lists(self) -> Self:
        return self.filter(reading_list__isnull=False)

    def of_changed_articles(self) -> Self:
        """Those of articles that read otherwise now than when their member last saw them."""
        seen = self.filter(article__isnull=False, seen__isnull=False, article__draft__live__isnull=False)
        return seen.exclude(seen=F("article__draft__live"))


class Follow(models.Model):
    """A member follows a topic, a list or an article.

    `tag` is the identity of the topic, which outlives it: whoever followed a topic that was merged into another or
    replaced by it follows that one, and when the act is undone the former one again, without a row being written.
    `seen`: what an article said when its member began to follow it, or last looked at what had changed.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    tag = models.CharField(max_length=LONGEST_IDENTITY, null=True)
    reading_list = models.ForeignKey(ReadingList, null=True, on_delete=models.CASCADE, related_name="followed_by")
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="followed_by")
    seen = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "tag"], name="tag_followed_once"),
            models.UniqueConstraint(fields=["member", "reading_list"], name="list_followed_once"),
            models.UniqueConstraint(fields=["member", "article"], name="article_followed_once"),
            models.CheckConstraint(
                condition=Q(tag__isnull=False, reading_list__isnull=True, article__isnull=True) & ~Q(tag="")
                | Q(tag__isnull=True, reading_list__isnull=False, article__isnull=True)
                | Q(tag__isnull=True, reading_list__isnull=True, article__isnull=False),
                name="follow_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(seen__isnull=True) | Q(article__isnull=False), name="follow_seen_of_an_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.tag or self.reading_list or self.article}"


class Visit(models.Model):
    """When a member last looked at what is new (`at`), and since when that visit tells (`since`)."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="visit_of_news"
    )
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(since__lte=F("at")), name="visit_since_before_it")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.at:%Y-%m-%d %H:%M}"


class ListState(models.Model):
    """Which articles readers found in a followed list, in its order, when it was looked at: lists keep no history."""

    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="states")
    at = models.DateTimeField()
    articles = models.JSONField(help_text="Keys of articles.")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["reading_list", "at"], name="list_states_by_time")]

    def __str__(self) -> str:
        return f"{self.reading_list} at {self.at:%Y-%m-%d %H:%M}"


class DigestSubscriptionQuerySet(models.QuerySet["DigestSubscription"]):
    def due(self, period: str, boundary: datetime) -> Self:
        """Those who were told of nothing since `boundary`, the last moment at which mail of this period is due."""
        waiting = self.filter(period=period, covered_until__lt=boundary)
        return waiting.exclude(refused_at__gte=boundary)

    def free(self, stale: datetime) -> Self:
        """Those on whom nobody is at work, or was before `stale` and did not come to an end."""
        return self.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=stale))


class DigestSubscription(models.Model):
    """A member who wants mail of what is new; whoever wants none has no row.

    `covered_until`: they were told of everything before that. A sender first claims the row, then sends, then confirms:
    `claim` is its own secret, and what it tells of ends at `claimed_until`, also when another has to take it over.
    """

    class Period(models.TextChoices):
        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly, on Monday"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest"
    )
    period = models.CharField(max_length=6, choices=Period)
    covered_until = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="When the mail server refused the address for good.")

    objects = DigestSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(period__in=["daily", "weekly"]), name="digest_period_known"),
            models.CheckConstraint(
                condition=Q(claim="", claimed_at__isnull=True)
                | (~Q(claim="") & Q(claimed_at__isnull=False, claimed_until__isnull=False)),
                name="digest_claim_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_period_display()} for {self.member_id}"
