"""Reading lists: articles in an order that an editor can give reasons for."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import access
from articles.models import Article
from articles.state import Status, state_constraints


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    def visible_to(self, user: access.Person, at: datetime | None = None) -> "ReadingListQuerySet":
        return self.filter(access.visible(user, at or timezone.now()))


class ReadingList(models.Model):
    """A list has sections, a section has items, and each item has its reason."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    standfirst = models.TextField(help_text="Who it is for, and why these in this order. Two sentences.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        return reverse("lists:detail", args=[self.slug])


class Section(models.Model):
    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["reading_list", "position"], name="section_position_once")]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["Item"]):
    def in_order(self) -> "ItemQuerySet":
        return self.select_related("section").order_by("section__position", "position", "pk")

    def visible_to(self, user: access.Person, at: datetime | None = None) -> "ItemQuerySet":
        """Items whose article and whose list both exist for this user."""
        moment = at or timezone.now()
        return self.filter(
            access.visible(user, moment, prefix="article__"),
            access.visible(user, moment, prefix="section__reading_list__"),
        )

    def of_lists_holding(self, article: Article) -> "ItemQuerySet":
        """All items of every list that holds `article`, so that its places can be counted."""
        return self.filter(section__reading_list__sections__items__article=article).distinct()


class Item(models.Model):
    """One article at one place of a list, with the reason to read it there."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="list_items")
    reason = models.TextField()
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
