"""How an article is filed: under tags, and in categories. The bitmaps follow in the same transaction."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models, transaction
from taggit.models import ItemBase
from taggit.utils import require_instance_manager

from articles.bitmaps.indexing import index_article
from tags.manager import VocabularyManager
from tags.models import Tag, take_write_lock
from tags.models.natural_keys import NoNaturalKey


class FiledItemQuerySet(models.QuerySet[Any]):
    def in_order(self) -> Self:
        """As the editor put them."""
        return self.order_by("pk")

    def with_tags_in_order(self) -> Self:
        return self.in_order().select_related("tag__taxonomy")


FiledItemManager = models.Manager.from_queryset(FiledItemQuerySet)


class FiledItem(ItemBase):  # type: ignore[misc]
    objects: ClassVar["FiledItemManager[Any]"] = FiledItemManager()
    natural_key = NoNaturalKey()

    class Meta:
        abstract = True


class TaggedArticle(FiledItem):
    """That an article is filed under a tag. The order of the rows is the order on the page."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_articles")
    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_once")]
        indexes = [models.Index(fields=["tag", "content_object"], name="tagged_by_tag")]


class CategorisedArticle(FiledItem):
    """That an article stands in a category: the line above its title."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="categorised_articles")
    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="categorised_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="categorised_once")]
        indexes = [models.Index(fields=["tag", "content_object"], name="categorised_by_tag")]


class FilingManager(VocabularyManager):
    """`article.tags` and `article.categories`: whatever is put on or taken off, the bitmaps follow at once.

    It takes the write lock before it touches a row: curators move the same rows, and hold the lock while they do.
    """

    @require_instance_manager  # type: ignore[untyped-decorator]
    def set(self, tags: Iterable[Tag | str], *, through_defaults: Any = None, **kwargs: Any) -> None:
        with transaction.atomic():
            take_write_lock()
            super().set(tags, through_defaults=through_defaults, **kwargs)

    @require_instance_manager  # type: ignore[untyped-decorator]
    def replace(self, tags: Iterable[Tag]) -> None:
        """Exactly these tags, in this order, for an act that holds the write lock and brings the bitmaps into step."""
        wanted = list(dict.fromkeys(tag.pk for tag in tags))
        rows = self.through._default_manager.filter(**self._lookup_kwargs())
        stored = list(rows.order_by("pk").values_list("tag_id", flat=True))
        if stored == wanted:
            return
        self._remove_prefetched_objects()
        if stored:
            rows.delete()
        self.through._default_manager.bulk_create(
            self.through(tag_id=tag, content_object=self.instance) for tag in wanted
        )

    @require_instance_manager  # type: ignore[untyped-decorator]
    def add(self, *tags: Tag | str, through_defaults: Any = None, tag_kwargs: Any = None, **kwargs: Any) -> None:
        with transaction.atomic():
            take_write_lock()
            super().add(*tags, through_defaults=through_defaults, tag_kwargs=tag_kwargs, **kwargs)
            index_article(self.instance)

    @require_instance_manager  # type: ignore[untyped-decorator]
    def remove(self, *tags: Tag | str) -> None:
        with transaction.atomic():
            take_write_lock()
            super().remove(*tags)
            index_article(self.instance)

    @require_instance_manager  # type: ignore[untyped-decorator]
    def clear(self) -> None:
        with transaction.atomic():
            take_write_lock()
            super().clear()
            index_article(self.instance)
