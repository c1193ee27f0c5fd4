"""The public part of an article, and how it is filed."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles import access
from articles.models.filing import CategorisedArticle, FilingManager, TaggedArticle
from articles.state import Status, state_constraints
from bibliography.models import Reference
from tags.models import Tag

WORDS_A_MINUTE = 220  # silent reading of non-fiction in English: 238 on average (Brysbaert 2019), less for terms

slug_validator = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use lower-case letters, digits and single hyphens.")


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: access.Person, at: datetime | None = None) -> Self:
        """The articles that exist for `user`. Every list of articles begins here."""
        return self.filter(access.visible(user, at or timezone.now()))

    def withdrawn(self) -> Self:
        return self.filter(access.withdrawn())

    def at_address(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def once_at_address(self, slug: str) -> Self:
        """Those that moved away from this address."""
        return self.filter(former_slugs__slug=slug)

    def tagged(self, tag: Tag) -> Self:
        """Articles filed under `tag` or any narrower tag, each once; for a category, those that stand in it."""
        if tag.taxonomy.is_category:
            items = CategorisedArticle.objects.filter(tag__paths_up__ancestor=tag)
        else:
            items = TaggedArticle.objects.filter(tag__paths_up__ancestor=tag)
        return self.filter(pk__in=items.values("content_object_id"))

    def about(self, paper: Reference) -> Self:
        return self.filter(paper=paper)

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-pk")

    def published_before(self, moment: datetime, pk: int) -> Self:
        """What follows the article (`moment`, `pk`) in `newest_first` order: the next page of a keyset list."""
        return self.filter(Q(publish_at__lt=moment) | Q(pk__lt=pk), publish_at__lte=moment)

    def published_after(self, moment: datetime, pk: int) -> Self:
        return self.filter(Q(publish_at__gt=moment) | Q(pk__gt=pk), publish_at__gte=moment)

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "pk")

    def numbered(self, numbers: Iterable[int]) -> Self:
        """The articles with these numbers."""
        return self.filter(number__in=list(numbers))

    def last_number(self, at: datetime) -> int:
        """The highest number of an article whose time has come at the moment `at`; 0 when there is none."""
        come = self.filter(publish_at__lte=at).order_by("-publish_at", "-pk")
        return come.values_list("number", flat=True).first() or 0

    def number_of(self, pk: int) -> int:
        """The number of one article; 0 when it has none."""
        return self.filter(pk=pk).values_list("number", flat=True).first() or 0

    def last_number_before(self, moment: datetime, pk: int) -> int:
        """The number of the next article in `newest_first` order; 0 at the end."""
        following = self.published_before(moment, pk).newest_first()
        return following.values_list("number", flat=True).first() or 0

    def first_number_after(self, moment: datetime, pk: int) -> int | None:
        """The number of the article before that one; None at the beginning."""
        return self.published_after(moment, pk).oldest_first().values_list("number", flat=True).first()

    def numbers_of(self, editor: access.Person) -> set[int]:
        """The numbers of what this person wrote."""
        return set(self.filter(editor=editor.pk, number__isnull=False).values_list("number", flat=True))

    def published(self) -> Self:
        """Rows with a date, which a list by date can show: for staff, drafts have none."""
        return self.filter(publish_at__isnull=False)

    def with_card(self) -> Self:
        """All that a row in a list shows, in two queries for any number of rows. Long texts stay behind."""
        return (
            self.defer("summary_markdown", "summary_html", "search_text", "outline", "summary_outline")
            .select_related("paper")
            .prefetch_related(models.Prefetch("tagged_items", TaggedArticle.objects.with_tags_in_order()))
        )

    def with_page(self) -> Self:
        """All of an article's own page but the full post: four queries, a fifth for a photograph."""
        return (
            self.defer("summary_markdown", "search_text")
            .select_related("paper", "image", "editor")
            .prefetch_related(
                models.Prefetch("tagged_items", TaggedArticle.objects.with_tags_in_order()),
                models.Prefetch("categorised_items", CategorisedArticle.objects.with_tags_in_order()),
            )
        )


class Article(models.Model):  # type: ignore[django-manager-missing]
    """What anyone may read: title, standfirst, key points, facts at a glance, a summary. Nothing of the full post."""

    class Kind(models.TextChoices):
        OVERVIEW = "overview", "Overview"
        PAPER_SUMMARY = "paper-summary", "Paper summary"

    class Access(models.TextChoices):
        MEMBERS = "members", "Full post for members"
        OPEN = "open", "Full post open to all"

    class WithdrawalReason(models.TextChoices):
        PAPER_RETRACTED = "paper-retracted", "The paper it is about was retracted"
        ERROR = "error", "It contained an error that could not be corrected in place"
        SUPERSEDED = "superseded", "Newer research has replaced it"
        OTHER = "other", "The editors took it back"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PAPER_SUMMARY)
    title = models.CharField(max_length=160, help_text="Say the finding, not the topic.")
    slug = models.SlugField(max_length=120, unique=True, validators=[slug_validator])
    standfirst = models.TextField(help_text="One or two sentences under the title.")
    key_points = models.JSONField(default=list, blank=True, help_text="A list of sentences.")
    at_a_glance = models.JSONField(default=dict, blank=True, help_text="Six facts about the paper.")
    summary_markdown = models.TextField("summary", blank=True)
    summary_html = models.TextField(blank=True, editable=False)
    summary_outline = models.JSONField(default=list, editable=False)
    summary_words = models.PositiveIntegerField(default=0, editable=False)
    outline = models.JSONField(default=list, editable=False, help_text="Sections of the full post: headings and words.")
    full_words = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    paper = models.ForeignKey(
        Reference, null=True, blank=True, on_delete=models.PROTECT, related_name="summarised_by",
        help_text="The paper that a paper summary is about.",
    )  # fmt: skip
    image = models.ForeignKey("articles.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    access = models.CharField(max_length=10, choices=Access, default=Access.MEMBERS)
    byline = models.CharField(max_length=120, blank=True, help_text="Shown in place of the editor's name.")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(max_length=20, choices=WithdrawalReason, blank=True, editable=False)
    number = models.PositiveBigIntegerField(
        null=True, unique=True, editable=False,
        help_text="Its place in lists by date: rises with publish_at and key, and names the article on shelves.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    tags = TaggableManager(
        through=TaggedArticle, manager=FilingManager, related_name="articles", blank=True,
    )  # fmt: skip
    categories = TaggableManager(
        "categories", through=CategorisedArticle, manager=FilingManager, related_name="articles_in_category",
        blank=True,
    )  # fmt: skip
    references = models.ManyToManyField(Reference, through="articles.Citation", related_name="cited_by")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        permissions = [
            ("read_full_posts", "Can read full posts"),
            ("see_unpublished", "Can see articles that are not published"),
            ("publish_articles", "Can publish, schedule and withdraw articles"),
        ]
        constraints = [
            *state_constraints("article"),
            models.CheckConstraint(condition=Q(access__in=["members", "open"]), name="article_access_known"),
            models.CheckConstraint(
                condition=Q(kind="overview", paper__isnull=True) | Q(kind="paper-summary"),
                name="article_overview_has_no_paper",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(kind="overview") | Q(paper__isnull=False),
                name="article_published_summary_names_its_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-publish_at", "-id"], name="article_newest_first"),
            models.Index(fields=["-publish_at", "-id"], name="article_by_date"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.access == self.Access.OPEN

    @property
    def is_paper_summary(self) -> bool:
        return self.kind == self.Kind.PAPER_SUMMARY

    @property
    def summary_minutes(self) -> int:
        return minutes(self.summary_words)

    @property
    def full_minutes(self) -> int:
        return minutes(self.full_words)

    @property
    def sections(self) -> list[dict[str, str | int]]:
        """Headings of the full post with the minutes each takes: all that the invitation tells of it."""
        return [{"title": part["title"], "minutes": minutes(part["words"]) or 1} for part in self.outline]

    @property
    def year(self) -> int | None:
        """The year of the paper, or for an overview of its publication here."""
        if self.paper:
            return self.paper.year
        return self.publish_at.year if self.publish_at else None

    @property
    def design(self) -> str:
        """The kind of study in a few words, or that this is an overview."""
        cell: dict[str, str] = self.at_a_glance.get("design", {})
        return cell.get("answer", "") or self.get_kind_display()

    @property
    def people(self) -> str:
        cell: dict[str, str] = self.at_a_glance.get("people", {})
        return cell.get("answer", "")

    @property
    def tag_list(self) -> list[Tag]:
        """Its tags in the editor's order, from rows fetched by `with_card` or `with_page`."""
        return [item.tag for item in self.tagged_items.all()]

    @property
    def category_list(self) -> list[Tag]:
        return [item.tag for item in self.categorised_items.all()]

    @property
    def state(self) -> str:
        """The state in one word for the band that staff see; scheduled is published with a time to come."""
        if self.status == Status.PUBLISHED and not self.is_live(timezone.now()):
            return "scheduled"
        return self.status.replace("_", "-")

    def history(self) -> "models.QuerySet[Any]":
        """The acts on it, newest first, each with who did it."""
        return self.events.select_related("by")

    def is_live(self, at: datetime) -> bool:
        return self.status == Status.PUBLISHED and self.publish_at is not None and self.publish_at <= at


class FormerSlug(models.Model):
    """An address that an article once had: it redirects for good."""

    slug = models.SlugField(max_length=120, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


def minutes(words: int) -> int:
    """Reading time in whole minutes, never less than one where there is something to read."""
    return ceil(words / WORDS_A_MINUTE)
