"""What editors answered to notices about the papers of an article, and which notices wait for an answer."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from bibliography.models import Notice
from members.columns import CharColumn

PATHS: Final = ("reference__summarised_by", "reference__citations__article")  # from a notice to articles about it


class NoticeAnswer(models.Model):
    """What becomes of an article whose paper, or one that it cites, got a notice. The last answer stands."""

    class Answer(models.TextChoices):
        KEEP = "keep", "It stays as it is"
        REWRITE = "rewrite", "It is to be rewritten"
        WITHDRAW = "withdraw", "It is to be withdrawn"
        NOT_APPLICABLE = "not-applicable", "The notice changes nothing in it"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notice_answers")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=14, choices=Answer)
    remark = CharColumn(max_length=500, blank=True, help_text="Readers see it below the notice.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "notice"], name="notice_answered_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["keep", "rewrite", "withdraw", "not-applicable"]), name="notice_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.answer}"


def awaits_an_answer(prefix: str = "") -> Q:
    """Articles with a notice that counts and that nobody has answered for them. `prefix` leads to them."""
    found = Q()
    for path in PATHS:
        found |= Q(**{f"{prefix}pk__in": unanswered(path).values(path)})
    return found


def unanswered(path: str, among: Q | None = None) -> "models.QuerySet[Notice, Any]":
    """Notices that count, once for each article at the end of `path` that has no answer to them.

    `among`: which articles; a condition that is added later would speak of any article along that path.
    """
    answered = NoticeAnswer.objects.filter(notice=OuterRef("pk"), article=OuterRef(path))
    chosen = Q(**{f"{path}__isnull": False}) & (among or Q())
    return Notice.objects.filter(chosen, ~Exists(answered), counts=True).order_by()
