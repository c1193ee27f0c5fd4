"""All that a member keeps, some hundred articles at a time, with what of each article they may see now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from articles import access
from articles.models import Article
from library.listing import is_there
from library.models import Entry, Highlight
from library.models.entry import EntryQuerySet
from members.models import User

AT_ONCE: Final = 500  # two queries each; so many are in memory, however large the library is
OF_ARTICLE: Final = (
    "slug", "title", "standfirst", "access", "byline", "first_published_at", "paper_id", "editor__name",
    "paper__standing", "paper__told_notices",
)  # fmt: skip


IS_KEPT: Final = (  # entries stay when the last that was kept of an article is taken back
    Q(saved_at__isnull=False) | Q(read_at__isnull=False) | Q(stopped_at__isnull=False) | ~Q(note="")
    | Q(Exists(Highlight.objects.filter(entry=OuterRef("pk"))))
)  # fmt: skip


def kept_by(member: User, at: datetime, narrowed: Q | None = None) -> Iterator[tuple[Entry, list[Highlight]]]:
    """In the order in which each was first kept; by keys, so that no cursor stays open while the member downloads.

    Highlights stand beside their entry: fetched into it they would name each other, and wait in memory to be collected.
    """
    last = 0
    while True:
        found = list(entries_after(member, at, last).filter(narrowed or Q())[:AT_ONCE])
        passages: dict[int, list[Highlight]] = {}
        for highlight in Highlight.objects.filter(entry__in=[entry.pk for entry in found]).in_reading_order():
            passages.setdefault(highlight.entry_id, []).append(highlight)
        last = found[-1].pk if found else last
        number = len(found)
        while found:
            entry = found.pop(0)
            yield entry, passages.pop(entry.pk, [])
        if number < AT_ONCE:
            return


def entries_after(member: User, at: datetime, key: int) -> EntryQuerySet:
    entries: EntryQuerySet = (
        Entry.objects.of(member)
        .filter(IS_KEPT, pk__gt=key)
        .annotate(is_there=is_there(member, at))
        .select_related("article__editor", "article__paper")
        .only(*(field.attname for field in Entry._meta.concrete_fields), *(f"article__{name}" for name in OF_ARTICLE))
        .order_by("pk")
    )
    return entries


def article_in(entry: Entry) -> Article | None:
    """The article, if it is there for the member who asked."""
    return entry.article if entry.is_there else None  # type: ignore[attr-defined]  # annotated above


def title_of(entry: Entry) -> str:
    """As the article is called now, or as they knew it."""
    article = article_in(entry)
    return article.title if article else entry.known_as


def shows_context(highlight: Highlight, article: Article | None, member: User) -> bool:
    """Whether what stands around a passage is still theirs to read. The passage itself always is."""
    if article is None:
        return False
    return highlight.part == Highlight.Part.SUMMARY or access.may_read_full_post(member, article)
