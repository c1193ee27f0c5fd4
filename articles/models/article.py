"""The public part of an article, and how it is filed."""

from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles import status as states
from articles.models.atom_ids import new_atom_id
from articles.models.desk_querysets import DeskMethods
from articles.models.filing import CategorisedArticle, FilingManager, TaggedArticle
from articles.status import Status, is_shown, state_constraints
from bibliography.models import Reference
from members.columns import CharColumn, JSONColumn, TextColumn
from members.origin import path_to
from tags.models import Tag
from tags.slugs import slug_validator

LONGEST_SLUG = 120  # characters
WORDS_A_MINUTE = 220  # silent reading of non-fiction in English: 238 on average (Brysbaert 2019), less for terms


class ArticleQuerySet(DeskMethods["Article"]):
    """Its methods stand in `articles.models.querysets`, those for the desk in `articles.models.desk_querysets`."""


class Article(models.Model):  # type: ignore[django-manager-missing]
    """What anyone may read: title, standfirst, key points, facts at a glance, a summary. Nothing of the full post."""

    Kind = states.Kind
    Access = states.Access

    class WithdrawalReason(models.TextChoices):
        PAPER_RETRACTED = "paper-retracted", "The paper it is about was retracted"
        ERROR = "error", "It contained an error that could not be corrected in place"
        SUPERSEDED = "superseded", "Newer research has replaced it"
        OTHER = "other", "The editors took it back"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PAPER_SUMMARY)
    title = CharColumn(max_length=160, help_text="Say the finding, not the topic.")
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True, validators=[slug_validator])
    standfirst = TextColumn(help_text="One or two sentences under the title.")
    key_points = JSONColumn(default=list, blank=True, help_text="A list of sentences.")
    at_a_glance = JSONColumn(default=dict, blank=True, help_text="Facts about the paper.")
    summary_markdown = TextColumn("summary", blank=True)
    summary_html = TextColumn(blank=True, editable=False)
    summary_outline = JSONColumn(default=list, editable=False)
    summary_words = models.PositiveIntegerField(default=0, editable=False)
    outline = JSONColumn(default=list, editable=False, help_text="Sections of the full post: headings and words.")
    full_words = models.PositiveIntegerField(default=0, editable=False)
    paper = models.ForeignKey(
        Reference, null=True, blank=True, on_delete=models.PROTECT, related_name="summarised_by",
        help_text="The paper that a paper summary is about.",
    )  # fmt: skip
    image = models.ForeignKey("articles.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    image_caption = TextColumn("caption", blank=True, help_text="What the image shows, and whose findings.")
    image_caption_html = TextColumn(blank=True, editable=False)
    access = models.CharField(max_length=10, choices=Access, default=Access.MEMBERS)
    byline = CharColumn(max_length=120, blank=True, help_text="Shown in place of the editor's name.")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(
        "first published", null=True, blank=True, help_text="What readers and citations are told, whatever came later."
    )
    public_updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    change_note = CharColumn(
        "what changed", max_length=200, blank=True,
        help_text="After a change of what it says: one line for readers, shown with today's date. Not for corrections "
        "of spelling.",
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(max_length=20, choices=WithdrawalReason, blank=True, editable=False)
    sort_key = models.PositiveBigIntegerField(
        null=True, unique=True, editable=False,
        help_text="Its place in lists by date: rises with publish_at and key, and names the article in bitmaps.",
    )  # fmt: skip
    atom_id = CharColumn(max_length=255, unique=True, default=new_atom_id, editable=False)
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
    is_previewed_elsewhere = False  # whether its page stands at an address of its own: `articles.revisions.as_page`

    class Meta:
        ordering = ["-publish_at", "-pk"]
        permissions = [
            ("read_full_posts", "Can read full posts"),
            ("see_unpublished", "Can see articles that are not published"),
            ("publish_articles", "Can publish, schedule and withdraw articles"),
        ]
        constraints = [
            *state_constraints("article"),
            models.CheckConstraint(
                condition=Q(public_updated_at__isnull=True, change_note="")
                | (Q(public_updated_at__isnull=False) & ~Q(change_note="")),
                name="article_update_says_what",
            ),
            models.CheckConstraint(condition=Q(access__in=["members", "open"]), name="article_access_known"),
            models.CheckConstraint(
                condition=Q(image__isnull=False) | Q(image_caption=""),
                name="article_caption_has_an_image",
                violation_error_message="Choose an image, or leave its caption empty.",
            ),
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
            models.Index(fields=["-updated_at"], name="article_last_saved"),
            models.Index(fields=["id", "sort_key"], name="article_sort_key_of_key"),  # all that search reads here
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("articles:detail", self.slug)

    @property
    def is_open(self) -> bool:
        return self.access == self.Access.OPEN

    @property
    def summary_minutes(self) -> int:
        return minutes(self.summary_words)

    @property
    def has_full_post(self) -> bool:
        """Whether there is more than the summary, with headings or without."""
        return bool(self.full_words or self.outline)

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
        return self.first_published.year if self.first_published else None

    @property
    def year_is_of(self) -> str:
        """What came out in that year, as rows say before it."""
        return "Paper" if self.paper else "Summary"

    @property
    def first_published(self) -> datetime | None:
        """In the time zone of the site, as all its dates are told."""
        return self.first_published_at and timezone.localtime(self.first_published_at)

    @property
    def last_updated(self) -> datetime | None:
        """The last change of what it says, else the first publication. Maintenance moves neither."""
        told = [moment for moment in (self.first_published_at, self.public_updated_at) if moment]
        return timezone.localtime(max(told)) if told else None

    @property
    def tag_list(self) -> list[Tag]:
        """Its tags in the editor's order, from rows fetched by `with_page`."""
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

    def is_live(self, at: datetime) -> bool:
        return is_shown(self.status, self.publish_at, at)


class FormerSlug(models.Model):
    """An address that an article once had: it leads on, until another article or this one takes it."""

    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


def minutes(words: int) -> int:
    """Reading time in whole minutes, never less than one where there is something to read."""
    return ceil(words / WORDS_A_MINUTE)
