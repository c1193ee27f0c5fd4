"""What editors say to each other about an article, at the field that it is about."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q
from django.utils import timezone

from articles.models.article import Article
from members.columns import CharColumn, TextColumn


class CommentQuerySet(models.QuerySet["Comment"]):
    def of(self, article: Article) -> Self:
        """Its threads: open ones first, then the newest, each with its answers and who wrote them. Two queries."""
        answers = Prefetch("answers", queryset=Comment.objects.select_related("by").order_by("pk"))
        threads = self.filter(article=article, parent=None).select_related("by", "resolved_by")
        is_resolved = Q(resolved_at__isnull=False)
        return threads.prefetch_related(answers).order_by(ExpressionWrapper(is_resolved, BooleanField()), "-pk")

    def open_by_field(self, article: Article) -> dict[str, int]:
        """How many open threads stand at each field. One query."""
        found = self.filter(article=article, parent=None, resolved_at=None).order_by()
        return dict(found.values_list("field").annotate(Count("pk")))


class Comment(models.Model):
    """A thread has a field and may be resolved; an answer belongs to a thread and has neither."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    field = CharColumn(max_length=20, blank=True, help_text="A key of `RevisionContent`, or nothing: the whole.")
    quote = CharColumn(max_length=500, blank=True, help_text="The words that it is about.")
    text = TextColumn()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects: ClassVar["models.Manager[Comment]"] = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "-id"], name="comment_newest_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(field="", quote="", resolved_at=None), name="comment_threads_are_resolved"
            ),
            models.CheckConstraint(
                condition=Q(resolved_by=None) | Q(resolved_at__isnull=False), name="comment_resolved_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.text[:40]}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None
