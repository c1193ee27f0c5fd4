"""How articles are chosen: QuerySet methods that read as what they choose."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles import access
from articles.models.filing import CategorisedArticle, TaggedArticle
from articles.status import Status
from bibliography.models import Reference, Standing

Row = TypeVar("Row", bound=models.Model)


class ArticleMethods(models.QuerySet[Row]):
    def visible_to(self, user: access.Person, at: datetime | None = None) -> Self:
        """The articles that exist for `user`. Every list of articles begins here."""
        return self.filter(access.visible(user, at or timezone.now()))

    def writable_by(self, user: access.Person) -> Self:
        """The articles that `user` may write at the desk. Every list there begins here."""
        return self.filter(access.writable(user))

    def with_draft(self) -> Self:
        return self.select_related("draft__head", "editor")

    def withdrawn(self) -> Self:
        return self.filter(access.withdrawn())

    def at_address(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def once_at_address(self, slug: str) -> Self:
        """Those that moved away from this address."""
        return self.filter(former_slugs__slug=slug)

    def ever_at_address(self, slug: str) -> Self:
        return self.filter(Q(slug=slug) | Q(former_slugs__slug=slug))

    def about(self, paper: Reference) -> Self:
        return self.filter(paper=paper)

    def with_doi(self, doi: str) -> Self:
        return self.filter(paper__doi=doi)

    def with_pmid(self, pmid: str) -> Self:
        return self.filter(paper__pmid=pmid)

    def without_words(self) -> Self:
        """Published articles that search does not know yet."""
        return self.filter(status=Status.PUBLISHED, public_words=None)

    def with_sort_key(self) -> Self:
        """Those that stand in bitmaps."""
        return self.exclude(sort_key=None)

    def with_title_key(self, key: str | models.Expression) -> Self:
        """Published articles with exactly the words of a title; see `articles.search.index.title_key`."""
        return self.filter(public_words__title_key=key, sort_key__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-pk")

    def published_before(self, moment: datetime, pk: int) -> Self:
        """What follows the article (`moment`, `pk`) in `newest_first` order: the next page of a keyset list."""
        return self.filter(Q(publish_at__lt=moment) | Q(pk__lt=pk), publish_at__lte=moment).bounded_first()

    def published_after(self, moment: datetime, pk: int) -> Self:
        return self.filter(Q(publish_at__gt=moment) | Q(pk__gt=pk), publish_at__gte=moment).bounded_first()

    def bounded_first(self) -> Self:
        """The same with its last condition before the others: of two bounds of a date SQLite begins at the first one.

        Else a page deep in a list read all that is newer: 87 ms at a million articles.
        """
        bounded = self.all()
        bounded.query.where.children.reverse()
        return bounded

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "pk")

    def with_sort_keys(self, sort_keys: Iterable[int]) -> Self:
        return self.filter(sort_key__in=list(sort_keys))

    def come(self, at: access.Moment) -> Self:
        """Those whose time has come, the newest first: the first of them has the highest sort key."""
        return self.filter(publish_at__lte=at).newest_first()

    def brought_between(self, since: datetime, until: datetime) -> Self:
        """Made here in that time under an earlier date, as files are loaded. Read from an index: what was made later
        was saved later.
        """
        return self.filter(
            updated_at__gt=since, created_at__gt=since, created_at__lte=until, publish_at__lte=since
        ).order_by()

    def about_retracted_papers(self) -> Self:
        return self.filter(paper__standing=Standing.RETRACTED)

    def touched_between(self, since: datetime, until: datetime) -> Self:
        """Saved in that time, or come to their time in it. Read from indexes."""
        saved, come = Q(updated_at__gte=since), Q(publish_at__gt=since, publish_at__lte=until)
        return self.filter(saved | come).order_by()

    def last_change(self, at: datetime) -> datetime | None:
        """When visitors could last see something else: an article was saved, or came to its time."""
        saved = self.order_by("-updated_at").values_list("updated_at", flat=True).first()
        come = self.come(at).values_list("publish_at", flat=True).first()
        return max((moment for moment in (saved, come) if moment), default=None)

    def sort_key_of(self, pk: int) -> int:
        """0 when the article has none."""
        return self.filter(pk=pk).values_list("sort_key", flat=True).first() or 0

    def last_sort_key_before(self, moment: datetime, pk: int) -> int:
        """The sort key of the next article in `newest_first` order; 0 at the end."""
        following = self.published_before(moment, pk).newest_first()
        return following.values_list("sort_key", flat=True).first() or 0

    def first_sort_key_after(self, moment: datetime, pk: int) -> int | None:
        """The sort key of the article before that one; None at the beginning."""
        return self.published_after(moment, pk).oldest_first().values_list("sort_key", flat=True).first()

    def sort_keys_from(self, lowest: int, most: int) -> list[int]:
        """This sort key and those above it, so many at most."""
        above = self.filter(sort_key__gte=lowest).order_by("sort_key")
        return [sort_key for sort_key in above.values_list("sort_key", flat=True)[:most] if sort_key is not None]

    def sort_keys(self) -> set[int]:
        """What has none is left out."""
        return {sort_key for sort_key in self.values_list("sort_key", flat=True) if sort_key is not None}

    def sort_keys_of(self, editor: access.Person) -> set[int]:
        """Those of what this person wrote."""
        return self.filter(editor=editor.pk).sort_keys()

    def published(self) -> Self:
        """Rows with a date, which a list by date can show: for staff, drafts have none."""
        return self.filter(publish_at__isnull=False)

    def with_row(self, *columns: str, part: str = "row") -> Self:
        """Rows of a list as their documents keep them, in one query for any number; and these columns besides."""
        of_document = ("stamp", "made_at", "made_with", "tags", part)
        return self.select_related("document").only(
            "publish_at", "sort_key", *columns, *(f"document__{column}" for column in of_document)
        )

    def with_entry(self) -> Self:
        """The same for a feed."""
        return self.with_row("first_published_at", "public_updated_at", part="entry")

    def with_json_entry(self) -> Self:
        """For a feed in JSON, which is made of the columns themselves."""
        told = ("title", "slug", "standfirst", "atom_id", "byline", "first_published_at", "public_updated_at")
        notices = ("paper__standing", "paper__told_notices")
        return self.with_row(*told, *notices, "editor__name", part="row").select_related("editor", "paper")

    def with_record(self) -> Self:
        """For lists that programs read: the columns themselves, the tags as documents keep them. One query."""
        told = (
            "title", "slug", "standfirst", "kind", "access", "byline", "first_published_at", "public_updated_at",
            "change_note", "summary_words", "full_words", "outline",
        )  # fmt: skip
        paper = ("key", "csl", "title", "authors", "container_title", "year", "doi", "pmid", "told_notices")
        rows = self.with_row(*told, "editor__name", *(f"paper__{name}" for name in paper), part="categories")
        return rows.select_related("editor", "paper")

    def about_papers(self, papers: Iterable[int]) -> Self:
        """Summaries of these papers, by their keys."""
        return self.filter(paper__in=papers)

    def with_page(self) -> Self:
        """All of an article's own page but the full post: four queries, a fifth for a photograph."""
        return (
            self.defer("summary_markdown", "image_caption")
            .select_related("paper", "image", "editor")
            .prefetch_related(
                models.Prefetch("tagged_items", TaggedArticle.objects.with_tags_in_order()),
                models.Prefetch("categorised_items", CategorisedArticle.objects.with_tags_in_order()),
            )
        )
