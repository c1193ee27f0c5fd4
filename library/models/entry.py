"""One row for a member and an article: all that the member keeps of it but the highlights."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, Count, F, Q

from articles.models import Article, Revision
from articles.models.revision import LONGEST_TITLE
from members.columns import CharColumn, TextColumn
from members.prepared import Parameter

WHOLE: Final = 1000  # thousandths of an article
LONGEST_NOTE: Final = 20_000
BEGUN: Final = Q(stopped_at__isnull=False, read_at=None, set_aside_at=None)


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, member: Any) -> "EntryQuerySet":
        """`member`: whoever asks. A visitor has none."""
        return self.filter(member=member) if member.is_authenticated else self.none()

    def for_article(self, article: Article) -> "EntryQuerySet":
        return self.filter(article=article.pk)

    def beside_highlights(self, columns: Iterable[str]) -> "EntryQuerySet":
        """A row for each highlight with its columns as `its_…`, one with None for an entry without any."""
        return self.annotate(**{f"its_{name}": F(f"highlights__{name}") for name in columns}).order_by("highlights__pk")

    def of_one_kept(self, columns: Iterable[str]) -> "EntryQuerySet":
        """What one member keeps of one article, for `prepared`."""
        member, article = (Parameter(name, BigIntegerField()) for name in ("member", "article"))
        return self.filter(member=member, article=article).beside_highlights(columns)

    def counted(self) -> dict[str, int]:
        """How many are begun and saved, and how many notes and highlights there are."""
        return self.aggregate(
            begun=Count("pk", filter=BEGUN, distinct=True),
            saved=Count("pk", filter=Q(saved_at__isnull=False), distinct=True),
            notes=Count("pk", filter=~Q(note=""), distinct=True),
            passages=Count("highlights", distinct=True),
        )

    def states(self, slugs: Iterable[str]) -> "models.QuerySet[Entry, tuple[str, Any, Any]]":
        """Of the articles at these addresses: the address, when it was saved and when it was read."""
        return self.filter(article__slug__in=slugs).values_list("article__slug", "saved_at", "read_at")

    def saved(self) -> "EntryQuerySet":
        return self.filter(saved_at__isnull=False)

    def saved_between(self, first: date, last: date) -> "EntryQuerySet":
        """Of articles that are still there, without an order of their own; `last` is among the days."""
        return self.filter(saved_at__date__range=(first, last), article__isnull=False).order_by()

    def begun(self) -> "EntryQuerySet":
        """Opened, left in the middle and not set aside; the latest first."""
        return self.filter(BEGUN).order_by("-stopped_at", "-pk")

    def of_changed_articles(self) -> "EntryQuerySet":
        """Those of articles that read otherwise now than when their member read them last."""
        seen = self.filter(article__isnull=False, seen__isnull=False, article__draft__live__isnull=False)
        return seen.exclude(seen=F("article__draft__live"))


class Entry(models.Model):
    """What one member keeps of one article.

    `article` is empty once it was deleted: notes and highlights stay, under the title that the member knew.
    `progress` is how far they came, in thousandths of what they may read; `place` the id of the part where they
    stopped, `place_name` its heading. `seen` is the revision that readers saw when they read it last.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="library")
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    known_as = CharColumn(max_length=LONGEST_TITLE)
    saved_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    place = CharColumn(max_length=200, blank=True)
    place_name = CharColumn(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True, help_text="“Not now”: not among what is begun until it is opened.")
    read_at = models.DateTimeField(null=True)
    seen = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    note = TextColumn(blank=True, max_length=LONGEST_NOTE)
    noted_at = models.DateTimeField(null=True)

    objects: ClassVar["models.Manager[Entry]"] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "article"], name="entry_once"),
            models.CheckConstraint(condition=Q(progress__lte=WHOLE), name="entry_progress_of_the_whole"),
            models.CheckConstraint(condition=Q(note="") | Q(noted_at__isnull=False), name="entry_noted_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["member", "-saved_at", "-id"], name="entry_newest_first"),
            models.Index(fields=["member", "-stopped_at", "-id"], name="entry_stopped_last"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.known_as}"
