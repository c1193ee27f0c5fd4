"""Reading lists: articles in an order that an editor can give reasons for."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import access
from articles.models import Article
from articles.models.article import minutes
from articles.status import Status, is_shown, state_constraints
from members import prepared
from members.columns import CharColumn, TextColumn
from members.origin import path_to
from tags.models import Tag
from tags.slugs import slug_validator

MOST_WORDS: Final = 6  # of what is looked for


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    def visible_to(self, user: access.Person, at: access.Moment | None = None) -> "ReadingListQuerySet":
        return self.filter(access.visible(user, at or timezone.now()))

    def at_address(self, slug: str) -> "ReadingListQuerySet":
        return self.filter(slug=slug)

    def with_articles_under(self, tag: Tag) -> "ReadingListQuerySet":
        """Lists with an article that is filed under the tag itself, or stands in the category."""
        items = Item.objects.filter(Q(article__tagged_items__tag=tag) | Q(article__categorised_items__tag=tag))
        return self.filter(sections__items__in=items).distinct()

    def titled(
        self, fits: Callable[[str], bool], most: int, *, user: access.Person, at: datetime
    ) -> "list[ReadingList]":
        """The newest that the reader can see whose title fits, with title and address. One query; titles are compared
        in memory.
        """
        rows = prepared.rows(
            "list titles", access.kind_of_reader(user), queryset=lambda: self.titles_visible_to(user), at=at
        )
        return [ReadingList(title=title, slug=slug) for title, slug in islice((r for r in rows if fits(r[0])), most)]

    def titles_visible_to(self, user: access.Person) -> "models.QuerySet[ReadingList, tuple[str, str]]":
        return self.visible_to(user, access.AT).newest_first().values_list("title", "slug")

    def newest_to_read(self, user: access.Person, at: access.Moment, most: int) -> "ReadingListQuerySet":
        """The newest that hold an article which the reader can open."""
        items = Item.objects.visible_to(user, at).filter(section__reading_list=OuterRef("pk"))
        return self.visible_to(user, at).filter(Exists(items)).newest_first()[:most]

    def with_number_of_items(self) -> "ReadingListQuerySet":
        """For the desk: all lists by their state, each with its editor and how many places it holds."""
        counted = self.annotate(places=models.Count("sections__items"))
        return counted.select_related("editor").order_by("status", "title", "pk")

    def titled_like(self, text: str) -> "ReadingListQuerySet":
        found = self
        for word in text.split()[:MOST_WORDS]:
            found = found.filter(title__icontains=word)
        return found

    def with_sections(self) -> "ReadingListQuerySet":
        return self.prefetch_related("sections").order_by("title", "pk")

    def newest_first(self) -> "ReadingListQuerySet":
        return self.order_by("-publish_at", "pk")

    def dated(self) -> "ReadingListQuerySet":
        """Newest first, without those that have no date, which only editors see."""
        return self.filter(publish_at__isnull=False).newest_first()

    def following(self, moment: datetime, pk: int) -> "ReadingListQuerySet":
        """What comes after that list in this order: pages of a keyset list."""
        return self.filter(Q(publish_at__lt=moment) | Q(publish_at=moment, pk__gt=pk))

    def last_due(self, at: datetime) -> datetime | None:
        """When the last list came to its time."""
        come = self.filter(publish_at__lte=at).order_by("-publish_at")
        return come.values_list("publish_at", flat=True).first()

    def with_totals(self, user: access.Person, at: access.Moment) -> "ReadingListQuerySet":
        """`size` articles that the reader can open, each once, and the `words` of their summaries."""
        items = Item.objects.filter(section__reading_list=OuterRef(OuterRef("pk")))
        held = Article.objects.filter(access.visible(user, at), pk__in=items.values("article")).order_by()

        def total(column: str, function: str) -> Coalesce:
            return Coalesce(Subquery(held.annotate(total=Func(column, function=function)).values("total")), 0)

        return self.annotate(size=total("pk", "COUNT"), words=total("summary_words", "SUM"))


class ReadingList(models.Model):
    """A list has sections, a section has items, and each item has its reason."""

    slug = models.SlugField(max_length=120, unique=True, validators=[slug_validator])
    title = CharColumn(max_length=160)
    standfirst = TextColumn(help_text="Who it is for, and why these in this order. Two sentences.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reading_lists"
    )

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "pk"]
        constraints = state_constraints("list")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("lists:detail", self.slug)

    def is_live(self, at: datetime) -> bool:
        return is_shown(self.status, self.publish_at, at)

    @property
    def last_change(self) -> datetime:
        """Of one that readers see: when it was changed, or came to its time."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def minutes(self) -> int:
        """Reading time of its summaries, from `with_totals`."""
        return minutes(getattr(self, "words", 0))


class Section(models.Model):
    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="sections")
    title = CharColumn(max_length=160)
    intro = TextColumn(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["reading_list", "position"], name="section_position_once")]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["Item"]):
    def in_reading_order(self) -> "ItemQuerySet":
        return self.order_by("section__reading_list", "section__position", "position", "pk")

    def as_places(self) -> "models.QuerySet[Item, tuple[str, str, int, str, str, str]]":
        """For each item slug and title of its list, key, slug and title of its article, and the reason."""
        of_list = ("section__reading_list__slug", "section__reading_list__title")
        return self.values_list(*of_list, "article_id", "article__slug", "article__title", "reason")

    def places(self) -> "models.QuerySet[Item, tuple[str, str, int | None]]":
        """For each item title and slug of its list and the sort key of its article; one counts once in a list."""
        of_list = ("section__reading_list__title", "section__reading_list__slug")
        return self.order_by().values_list(*of_list, "article__sort_key").distinct()

    def in_newest_lists(self, user: access.Person, at: access.Moment, most: int) -> "ItemQuerySet":
        """What the reader can open of the newest lists, list after list, in reading order."""
        newest = ReadingList.objects.newest_to_read(user, at, most)
        held = self.visible_to(user, at).filter(section__reading_list__in=newest.values("pk"))
        of_list = ("-section__reading_list__publish_at", "section__reading_list")
        return held.order_by(*of_list, "section__position", "position", "pk")

    def with_cards(self) -> "ItemQuerySet":
        """All that a row of a list's own page shows, in two queries."""
        articles = Article.objects.with_row("title", "slug", "summary_words", "full_words", "paper")
        return self.select_related("section").prefetch_related(models.Prefetch("article", articles))

    def visible_to(self, user: access.Person, at: access.Moment | None = None) -> "ItemQuerySet":
        """Items whose article and whose list both exist for this user."""
        moment = at or timezone.now()
        return self.filter(
            access.visible(user, moment, prefix="article__"),
            access.visible(user, moment, prefix="section__reading_list__"),
        )

    def of_list(self, reading_list: ReadingList) -> "ItemQuerySet":
        return self.filter(section__reading_list=reading_list)

    def sort_keys(self) -> set[int]:
        """Of their articles; one that stands at several places counts once."""
        return {key for key in self.order_by().values_list("article__sort_key", flat=True) if key is not None}

    def with_list(self) -> "ItemQuerySet":
        return self.select_related("section__reading_list")

    def of_article(self, article: Article) -> "ItemQuerySet":
        """Its places in all lists, for the desk."""
        return self.with_list().filter(article=article).order_by("section__reading_list__title", "pk")

    def of_lists_holding(self, article: Any) -> "ItemQuerySet":
        """All items of every list that holds the article."""
        return self.filter(
            section__reading_list__in=Section.objects.filter(items__article=article).values("reading_list")
        )


class Item(models.Model):
    """One article at one place of a list, with the reason to read it there."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="list_items")
    reason = TextColumn()
    position = models.PositiveSmallIntegerField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["section", "article"], name="item_article_once_per_section"),
            models.CheckConstraint(condition=~Q(reason=""), name="item_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.article} in {self.section}"
