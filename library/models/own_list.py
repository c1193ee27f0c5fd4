"""Reading lists of members: articles in an order of their own, each with its reason; theirs alone until they share."""

from typing import ClassVar, Final, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from articles import access
from articles.models import Article
from articles.models.revision import LONGEST_TITLE
from library.models.entry import Entry
from lists.models import ReadingList
from members.columns import CharColumn, TextColumn
from members.models import User

MOST_LISTS: Final = 100
MOST_SECTIONS: Final = 30
MOST_ITEMS: Final = 200  # four fields each in the form, of which Django takes a thousand
LONGEST_ABOUT: Final = 2_000


class OwnListQuerySet(models.QuerySet["OwnList"]):
    def of(self, member: User) -> Self:
        return self.filter(member=member)

    def copied_from(self, reading_list: ReadingList) -> Self:
        return self.filter(copy_of=reading_list)

    def with_article(self, article: Article) -> Self:
        """Whether each `holds` it."""
        return self.annotate(holds=Exists(OwnItem.objects.filter(section__own_list=OuterRef("pk"), article=article)))

    def shared_by(self, key: str) -> Self:
        return self.filter(shared_by=key) if key else self.none()

    def with_progress(self, member: User, at: access.Moment) -> Self:
        """`size` articles that are there for them, each once, and how many of those they have read (`done`)."""
        article = "sections__items__article"
        there = access.visible(member, at, prefix=f"{article}__")
        read = Entry.objects.of(member).filter(read_at__isnull=False, article__isnull=False).values("article")
        return self.annotate(
            size=Count(article, distinct=True, filter=there),
            done=Count(article, distinct=True, filter=there & Q(**{f"{article}__in": read})),
        )

    def by_last_change(self) -> Self:
        return self.order_by(F("changed_at").desc(), "-pk")


class OwnList(models.Model):
    """`shared_by`: what its link is made of; empty while nobody else can open it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_lists")
    title = CharColumn(max_length=LONGEST_TITLE)
    about = TextColumn(blank=True, max_length=LONGEST_ABOUT)
    copy_of = models.ForeignKey(ReadingList, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_by = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar["models.Manager[OwnList]"] = models.Manager.from_queryset(OwnListQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="own_list_has_a_title"),
            models.UniqueConstraint(fields=["shared_by"], condition=~Q(shared_by=""), name="own_list_link_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:own-list", args=[self.pk])


class OwnSection(models.Model):
    own_list = models.ForeignKey(OwnList, on_delete=models.CASCADE, related_name="sections")
    title = CharColumn(max_length=LONGEST_TITLE, blank=True)
    intro = TextColumn(blank=True, max_length=LONGEST_ABOUT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["own_list", "position"], name="own_section_position_once")]

    def __str__(self) -> str:
        return self.title


class OwnItemQuerySet(models.QuerySet["OwnItem"]):
    def of(self, member: User) -> Self:
        return self.filter(section__own_list__member=member)


class OwnItem(models.Model):
    """`article` is empty once it was deleted: the reason stays, under the title that the member knew.

    `key` names it in forms, and stays its own when the list is arranged anew.
    """

    section = models.ForeignKey(OwnSection, on_delete=models.CASCADE, related_name="items")
    key = models.UUIDField(default=uuid4, editable=False)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    known_as = CharColumn(max_length=LONGEST_TITLE)
    reason = TextColumn(blank=True, max_length=LONGEST_ABOUT)
    position = models.PositiveSmallIntegerField()

    objects: ClassVar["models.Manager[OwnItem]"] = models.Manager.from_queryset(OwnItemQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="own_item_position_once"),
            models.UniqueConstraint(fields=["section", "article"], name="own_item_once_per_section"),
        ]

    def __str__(self) -> str:
        return self.known_as
