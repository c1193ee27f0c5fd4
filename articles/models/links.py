"""What an article points at: references in the order of citation, related articles with reasons, its own history."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles import access
from articles.models.article import Article
from bibliography.models import Reference, ReferenceQuerySet
from members.columns import CharColumn, JSONColumn, TextColumn


class CitationQuerySet(models.QuerySet["Citation"]):
    def of(self, article: Article, *, in_full: bool) -> "CitationQuerySet":
        """Its references in the order of their numbers; without the full post, those that the summary cites."""
        citations = self.filter(article=article).select_related("reference").order_by("position")
        return citations if in_full else citations.filter(in_summary=True)

    def shown_to(self, user: access.Person, at: access.Moment) -> "CitationQuerySet":
        return self.filter(access.shown_citations(user, at))


class Citation(models.Model):
    """The `position`-th reference of an article; `in_summary` says whether visitors see it cited."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()
    in_summary = models.BooleanField(default=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "reference"], name="cited_once"),
            models.UniqueConstraint(fields=["article", "position"], name="citation_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article} [{self.position}] {self.reference.key}"


def references_shown_to(user: access.Person, at: datetime) -> ReferenceQuerySet:
    """One look at an index for each reference that is passed, whatever the number of articles."""
    if access.knows_every_reference(user):
        return Reference.objects.all()
    cited = Citation.objects.shown_to(user, at).filter(reference=OuterRef("pk"))
    about = Article.objects.visible_to(user, at).filter(paper=OuterRef("pk"))
    return Reference.objects.filter(Exists(cited) | Exists(about))


class RelatedArticleQuerySet(models.QuerySet["RelatedArticle"]):
    def shown_to(self, user: access.Person) -> "RelatedArticleQuerySet":
        """Those whose target exists for `user`."""
        return self.filter(access.visible(user, timezone.now(), prefix="target__"))


class RelatedArticle(models.Model):
    """A curated link: `source` stands in this relation to `target`, for the editor's `reason`."""

    class Relation(models.TextChoices):
        EXTENDS = "extends", "extends"
        SUPPORTS = "supports", "supports"
        CONTRADICTS = "contradicts", "contradicts"
        REPLICATES = "replicates", "replicates"
        SAME_SAMPLE = "same-sample", "is on the same sample as"
        BACKGROUND = "background", "has its background in"
        UPDATE_OF = "update-of", "is an update of"

    source = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from")
    relation = models.CharField(max_length=12, choices=Relation)
    reason = CharColumn(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RelatedArticleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="related_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="related_not_to_itself"),
            models.CheckConstraint(condition=~Q(reason=""), name="related_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_relation_display()} {self.target}"


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, article: Article) -> "EventQuerySet":
        """The acts on it, newest first, each with who did it."""
        return self.filter(article=article).select_related("by")


class Event(models.Model):
    """One act on an article: who did what, and when."""

    class Act(models.TextChoices):
        PUBLISHED = "published", "Published"
        SCHEDULED = "scheduled", "Scheduled"
        CALLED_OFF = "called-off", "Scheduled changes called off"
        KEPT_BACK = "kept-back", "Scheduled changes could not be published"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RETURNED = "returned", "Returned to draft"
        SENT_TO_REVIEW = "sent-to-review", "Sent to review"
        CHANGES_REQUESTED = "changes-requested", "Changes requested"
        APPROVED = "approved", "Approved"
        APPROVAL_VOIDED = "approval-voided", "Approval voided by an edit"
        CREATED = "created", "Created"
        RESTORED = "restored", "Restored"
        MERGED = "merged", "Merged"
        DISCARDED = "discarded", "Changes thrown away"
        ASSIGNED = "assigned", "Assigned"
        TAGGED = "tagged", "Tags changed"
        PREVIEW_SHARED = "preview-shared", "Preview link made"
        PREVIEW_ENDED = "preview-ended", "Preview link ended"
        COMMENTED = "commented", "Commented"
        COMMENT_RESOLVED = "comment-resolved", "Comment resolved"
        COMMENT_REOPENED = "comment-reopened", "Comment opened again"
        NOTICE_ANSWERED = "notice-answered", "Notice about a paper answered"
        ANSWER_UNDONE = "answer-undone", "Answer to a notice taken back"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=17, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    note = TextColumn(blank=True, help_text="What was said with it.")
    revision = models.ForeignKey("articles.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    before = JSONColumn(null=True, help_text="What the act changed, as it was.")
    after = JSONColumn(null=True, help_text="The same, as it is now.")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="event_newest_first")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_act_display()}"
