"""Saved states of whole articles, and for each article the one that its editors work on."""

from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.article import Article
from articles.models.keys import key_in
from articles.status import Kind
from members.columns import CharColumn, JSONColumn


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, article: Article) -> Self:
        """Newest first, each with who made it, without the texts."""
        return self.filter(article=article).select_related("by").defer("content").order_by("-pk")

    def of_key(self, article: Article, sent: int | str | None) -> "Revision | None":
        """The whole revision of this article with that key, however it was sent."""
        key = key_in(str(sent))
        return None if key is None else self.filter(article=article, pk=key).first()

    def last_of_sittings(self) -> Self:
        return self.filter(is_superseded=False)

    def following(self, pk: int | None) -> Self:
        """What became the head after that revision."""
        return self.filter(pk__gt=pk or 0).exclude(origin=Revision.Origin.SET_ASIDE)

    def entries(self, article: Article, *, before: int | None = None, sitting: str = "") -> Self:
        """The history with its texts, newest first: the last saves of sittings, or each save of one of them."""
        rows = self.filter(article=article).select_related("by").order_by("-pk")
        rows = rows.filter(pk__lt=before) if before else rows
        return rows.filter(sitting=sitting) if sitting else rows.last_of_sittings()

    def set_aside(self, article: Article, pk: int) -> "Revision | None":
        """That one, if it came too late, with what its writer started from."""
        late = self.filter(article=article, pk=pk, origin=Revision.Origin.SET_ASIDE)
        return late.select_related("by", "base", "taken_into").first()

    def sent_after(self, late: "Revision") -> "Revision | None":
        """What the same tab sent last, still from the same base, where that is another one."""
        same = self.filter(article=late.article_id, base=late.base_id, by=late.by_id, tab=late.tab, pk__gt=late.pk)
        waiting = same.filter(origin=Revision.Origin.SET_ASIDE, taken_into=None).order_by("-pk")
        return waiting.first() if late.tab else None


LONGEST_TITLE: Final = 160  # characters, as an article has
RevisionManager = models.Manager.from_queryset(RevisionQuerySet)


class Revision(models.Model):
    """One saved state. Its text is as closed as the full post, and it never changes."""

    class Origin(models.TextChoices):
        SAVED = "saved", "Saved"
        RESTORED = "restored", "Restored"
        MERGED = "merged", "Put together from two versions"
        ELSEWHERE = "elsewhere", "Changed outside the desk"  # by the command line, or by an act on topics
        SET_ASIDE = "set-aside", "Set aside: somebody else had saved first"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    content = JSONColumn(help_text="See `articles.revisions.revision_content`.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="revisions")
    at = models.DateTimeField(default=timezone.now)
    base = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SAVED)
    sitting = models.CharField(max_length=32, help_text="The same for what one person saved without a long pause.")
    tab = CharColumn(max_length=32, blank=True, help_text="Of the browser: what it sent last, it knows.")
    taken_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="The revision that it was put together in, once it was set aside.",
    )  # fmt: skip
    is_superseded = models.BooleanField(default=False, help_text="A later one of the same sitting says more.")

    objects: ClassVar["RevisionManager[Revision]"] = RevisionManager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["article", "-id"], name="revision_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=["saved", "restored", "merged", "elsewhere", "set-aside"]),
                name="revision_origin_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, {self.get_origin_display().lower()} {self.at:%Y-%m-%d %H:%M}"


TEXTS: Final = ("image_caption", "summary", "full_post")  # of a revision, where references are cited


class DraftQuerySet(models.QuerySet["Draft"]):
    def naming_image(self, name: str) -> Self:
        """Those that hold other words than the article's own rows and show this image, by title, without the texts.

        Cost: the texts of all such drafts are looked through.
        """
        changed = self.exclude(head=F("live"), due=None).select_related("article")
        shown = Q()
        for revision in ("head", "due"):
            for text in ("summary", "full_post"):
                shown |= Q(**{f"{revision}__content__{text}__icontains": f"](image:{name})"})
            shown |= Q(**{f"{revision}__content__image": name})
        return changed.filter(shown).order_by("title", "pk")

    def ahead_with_texts(self) -> Self:
        """Those that hold other words than the article's own rows, with these words."""
        return self.exclude(head=F("live"), due=None).select_related("head", "due")

    def ahead(self) -> Self:
        """Those whose texts stand nowhere else."""
        return self.filter(Q(live=None) | ~Q(head=F("live")))

    def scheduled(self) -> Self:
        """Those with changes that are to be published by themselves, the next one first."""
        return self.filter(due_at__isnull=False).order_by("due_at", "pk")

    def next_due(self) -> datetime | None:
        return self.scheduled().values_list("due_at", flat=True).first()

    def held(self, pk: int, *related: str) -> "Draft | None":
        """The draft of that article with what is `related`, held until the transaction ends. Two queries.

        Its row is locked by itself: PostgreSQL joins one that it waited for to rows of before, and the draft would
        seem to be without its new head, or not there at all.
        """
        is_there = self.select_for_update().filter(pk=pk).exists()
        return self.select_related(*related).get(pk=pk) if is_there else None

    def void_due(self, article: Article) -> datetime | None:
        """Nothing of it is published by itself any more; the time for which that was meant."""
        scheduled = self.filter(pk=article.pk, due_at__isnull=False)
        due_at = scheduled.values_list("due_at", flat=True).first()
        if due_at:
            scheduled.update(due=None, due_at=None, due_by=None, due_note="")
        return due_at

    def citing(self, key: str) -> Self:
        """The same for a reference, by its key (letters, digits, hyphens)."""
        changed = self.exclude(head=F("live"), due=None).select_related("article")
        cited = Q()
        for revision in ("head", "due"):
            for text in TEXTS:
                cited |= Q(**{f"{revision}__content__{text}__regex": rf"@{key}(?![\w-])"})
            cited |= Q(**{f"{revision}__content__references__icontains": f'"{key}"'})
            cited |= Q(**{f"{revision}__content__paper": key})
        return changed.filter(cited).order_by("title", "pk")


class Draft(models.Model):
    """What editors work on, beside what readers see. Saving writes here and never touches the article's own row."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="draft")
    head = models.ForeignKey(Revision, on_delete=models.RESTRICT, related_name="+")
    live = models.ForeignKey(
        Revision, null=True, on_delete=models.RESTRICT, related_name="+",
        help_text="What the article's own rows hold, which readers see once it is published.",
    )  # fmt: skip
    due = models.ForeignKey(
        Revision, null=True, on_delete=models.RESTRICT, related_name="+",
        help_text="What readers see from `due_at` on, where it changes an article that they see already.",
    )  # fmt: skip
    due_at = models.DateTimeField(null=True)
    due_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_note = CharColumn(max_length=200, blank=True, help_text="What readers are told of the change then.")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    title = CharColumn(max_length=LONGEST_TITLE, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    checked = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    blocking = models.PositiveSmallIntegerField(null=True, help_text="Failing checks of the checked revision.")
    warnings = models.PositiveSmallIntegerField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at"], name="draft_last_saved"),
            models.Index(fields=["due_at"], name="draft_due", condition=Q(due_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=["draft", "in_review", "approved"]), name="draft_stage_known"),
            models.CheckConstraint(
                condition=Q(due__isnull=True, due_at__isnull=True, due_by__isnull=True, due_note="")
                | Q(due__isnull=False, due_at__isnull=False),
                name="draft_due_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of “{self.title}”"

    @property
    def is_changed(self) -> bool:
        """Whether it holds what the article's own rows do not."""
        return self.head_id != self.live_id

    @property
    def is_ahead(self) -> bool:
        """Whether it holds what neither readers see nor is scheduled for them."""
        return self.head_id != (self.due_id or self.live_id)

    @property
    def standing(self) -> set[int | None]:
        """The revisions that later saves leave as they are."""
        return {self.live_id, self.due_id}

    def takes(self, head: Revision, **columns: Any) -> None:
        """Let `head` be what editors work on, and save."""
        content = head.content
        self.head, self.title, self.kind = head, content["title"][:LONGEST_TITLE], content["kind"]
        self.updated_at, self.updated_by = head.at, head.by
        for name, value in columns.items():
            setattr(self, name, value)
        self.save()
